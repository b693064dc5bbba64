"""Sample arguments for every address that takes some; an address without them fails the sweep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from forum.base.visibility import Audience
from forum.mail.unsubscribe import UnsubscribeLink
from forum.membership.models import JoinRequest
from meetings.agenda.models import AgendaItem, Attachment
from meetings.convocation.mail import RsvpLink
from meetings.followup.mail import ActionLink
from meetings.followup.models import Action
from meetings.minutes.models import Decision, Remark
from recommendations.areas.models import Area, AreaUpdate
from tests import world
from tests.canary.world import WORDS, Sweep

Args = Callable[[Sweep], list[tuple[Any, ...]]]


def _areas() -> list[tuple[Any, ...]]:
    """The sweep's area of each audience."""
    return [(slug,) for slug in Area.objects.values_list("slug", flat=True)]


def _statuses() -> list[tuple[Any, ...]]:
    return list(AreaUpdate.objects.values_list("area__slug", "pk"))


def _items(sweep: Sweep) -> list[tuple[Any, ...]]:
    return [(pk,) for pk in AgendaItem.objects.filter(meeting=sweep.coming).values_list("pk", flat=True)]


def _papers() -> list[tuple[Any, ...]]:
    return [(pk,) for pk in Attachment.objects.values_list("pk", flat=True)]


def _treated(sweep: Sweep) -> list[tuple[Any, ...]]:
    """The items of the minutes, released and not."""
    items = AgendaItem.objects.filter(meeting__in=[sweep.meeting, sweep.draft_meeting]).select_related("meeting")
    return [(item.meeting.slug, item.pk) for item in items]


def _decisions() -> list[tuple[Any, ...]]:
    return list(Decision.objects.values_list("item__meeting__slug", "pk"))


def _remarks() -> list[tuple[Any, ...]]:
    return list(Remark.objects.values_list("item__meeting__slug", "pk"))


def _actions() -> list[tuple[Any, ...]]:
    return list(Action.objects.values_list("item__meeting__slug", "pk"))


def _rsvp(sweep: Sweep) -> list[str]:
    """The answer links of a supplier and of the disqualified member."""
    people = (sweep.cast.supplier, sweep.cast.disqualified)
    return [RsvpLink(sweep.coming.pk, world.seat_of(m).pk, m.pk, sweep.coming.start).token() for m in people]


def _wish() -> int:
    """A request to join, with the secretariat's word in it."""
    fields = {"email": "ansoeger@example.dk", "name": WORDS[Audience.SECRETARIAT], "organisation": "X", "why": "Y"}
    return JoinRequest.objects.get_or_create(state=JoinRequest.State.CONFIRMED, defaults=fields)[0].pk


# url name -> the argument tuples to fetch it with; addresses without arguments are found by themselves
SAMPLES: dict[str, Args] = {
    "admin:app_list": lambda sweep: [("forum",), ("meetings",)],
    "forum:outbox_mail": lambda sweep: [(sweep.mail.pk,)],
    "forum:outbox_html": lambda sweep: [(sweep.mail.pk,)],
    "forum:outbox_send": lambda sweep: [(sweep.mail.pk,)],
    "forum:outbox_leave": lambda sweep: [(sweep.mail.pk,)],
    "forum:outbox_file": lambda sweep: [(sweep.mail.pk, 1)],
    "forum:member": lambda sweep: [(sweep.member.pk,)],
    "forum:picture": lambda sweep: [(sweep.member.pk,)],
    "forum:change_address": lambda sweep: [(sweep.member.pk,)],
    "forum:close_account": lambda sweep: [(sweep.member.pk,)],
    "forum:forget_factor": lambda sweep: [(sweep.member.pk,)],
    "forum:unsubscribe": lambda sweep: [
        (UnsubscribeLink(member.pk, choice).token(),)
        for member, choice in ((sweep.cast.supplier, "minutes"), (sweep.cast.disqualified, "digest"))
    ],
    "forum:seat": lambda sweep: [(sweep.seat.pk,)],
    "forum:make_chair": lambda sweep: [(sweep.seat.pk,)],
    "forum:close_seat": lambda sweep: [(sweep.seat.pk,)],
    "forum:end_holding": lambda sweep: [(sweep.seat.pk, 0)],
    "forum:invitation": lambda sweep: [("ikke-vores",)],
    "forum:invitation_send_again": lambda sweep: [(0,)],
    "forum:invitation_withdraw": lambda sweep: [(0,)],
    "forum:mailbox_mail": lambda sweep: [("20261123",)],
    "forum:mailbox_html": lambda sweep: [("20261123",)],
    "forum:mailbox_file": lambda sweep: [("20261123", 0)],
    "recommendations:detail": lambda sweep: [(number,) for number in (1, 2, 3, 4)],
    "recommendations:reword": lambda sweep: [(number,) for number in (1, 4)],
    "recommendations:explain": lambda sweep: [(number,) for number in (1, 4)],
    "recommendations:report": lambda sweep: [(report.pk,) for report in sweep.reports],
    "recommendations:report_file": lambda sweep: [(report.pk,) for report in sweep.reports],
    "recommendations:report_send": lambda sweep: [(report.pk,) for report in sweep.reports],
    "recommendations:report_retry": lambda sweep: [(report.pk,) for report in sweep.reports],
    # Links to what all may see, and to what asks its reader to sign in
    "recommendations:report_link": lambda sweep: [(token,) for token in sweep.report_links],
    "recommendations:report_link_file": lambda sweep: [(token,) for token in sweep.report_links],
    "recommendations:change_state": lambda sweep: [(number,) for number in (1, 4)],
    "recommendations:area": lambda sweep: _areas(),
    "recommendations:amend_area": lambda sweep: _areas(),
    "recommendations:prioritise_area": lambda sweep: _areas(),
    "recommendations:area_status": lambda sweep: _areas(),
    "recommendations:take_back_status": lambda sweep: _statuses(),
    "recommendations:restore_status": lambda sweep: _statuses(),
    "recommendations:area_phase": lambda sweep: _areas(),
    "recommendations:stop_area": lambda sweep: _areas(),
    "recommendations:resume_area": lambda sweep: _areas(),
    "front:calendar_feed": lambda sweep: [(member.calendar_secret,) for member in [sweep.cast.supplier]],
    "meetings:rsvp": lambda sweep: [(token,) for token in _rsvp(sweep)],
    "meetings:item": lambda sweep: _items(sweep),
    "meetings:item_move": lambda sweep: _items(sweep),
    "meetings:item_remove": lambda sweep: _items(sweep),
    "meetings:item_restore": lambda sweep: [(pk, 1) for (pk,) in _items(sweep)],
    "meetings:upload": lambda sweep: _items(sweep),
    "meetings:attachment": lambda sweep: _papers(),
    "meetings:attachment_edit": lambda sweep: _papers(),
    "meetings:attachment_move": lambda sweep: _papers(),
    "meetings:attachment_remove": lambda sweep: _papers(),
    "meetings:attachment_restore": lambda sweep: _papers(),
    **{
        f"meetings:{name}": lambda sweep: [(sweep.meeting.slug,), (sweep.coming.slug,), (sweep.draft_meeting.slug,)]
        for name in (
            "detail",
            "ics",
            "answer",
            "edit",
            "move",
            "cancel",
            "hold",
            "convene",
            "release",
            "attendance",
            "chase",
            "agenda",
            "item_create",
            "minutes",
            "minutes_start",
            "minutes_write",
            "minutes_present",
            "minutes_release",
            "minutes_withdraw",
            "minutes_approve",
            "minutes_reopen",
            "minutes_lock",
            "minutes_paper",
        )
    },
    **{
        f"meetings:{name}": lambda sweep: _treated(sweep)
        for name in ("note_save", "note_keep", "note_discard", "decision_add", "action_add", "remark_send")
    },
    **{
        f"meetings:{name}": lambda sweep: _decisions()
        for name in ("decision_edit", "decision_remove", "decision_restore")
    },
    **{f"meetings:{name}": lambda sweep: _actions() for name in ("action_edit", "action_remove", "action_restore")},
    **{f"meetings:{name}": lambda sweep: _remarks() for name in ("remark_answer", "remark_withdraw")},
    "meetings:action_move": lambda sweep: [(pk,) for _, pk in _actions()],
    "meetings:action_answer": lambda sweep: [
        (ActionLink(pk, member.pk).token(),)
        for _, pk in _actions()
        for member in (sweep.cast.supplier, sweep.cast.disqualified)
    ],
    "meetings:draft_mail": lambda sweep: [
        (sweep.coming.slug, kind, world.seat_of(member).pk)
        for kind in ("indkaldelse", "dagsorden")
        for member in (sweep.cast.supplier, sweep.cast.disqualified)
    ],
    "front:join_confirm": lambda sweep: [("ikke-et-link",)],
    "forum:join_request": lambda sweep: [(_wish(),)],
    "forum:join_request_approve": lambda sweep: [(_wish(),)],
    "forum:join_request_decline": lambda sweep: [(_wish(),)],
    "front:municipality": lambda sweep: [(sweep.municipality.slug,)],
}

# url name -> query strings to try besides the bare address
QUERIES: dict[str, list[str]] = {"front:search": ["q=kanari"]}  # the beginning of every secret word
