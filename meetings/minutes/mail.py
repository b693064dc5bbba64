"""The mails of minutes: they are out for remarks, they are corrected, a remark is answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from forum.base.visibility import NOBODY, OPEN, SYSTEM, Audience, audience_viewer
from forum.mail import outbox, unsubscribe
from forum.mail.kinds import Content, Kind
from forum.mail.models import OutboxMail
from forum.mail.outbox import Rendered
from forum.mail.render import link, render
from forum.mail.signed_link import SignedLink
from forum.people.models import NotificationChoice
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.corrections import Corrections, last_correction
from meetings.minutes.document import document
from meetings.minutes.models import Minutes, Recipient, Remark, recipients_of


@dataclass(frozen=True)
class NoRemarksLink(SignedLink):
    """What the mail's link is good for: one member's »Ingen bemærkninger« to the text that the mail was about."""

    salt = "meetings.no_remarks"
    term = timedelta(days=60)

    minutes_id: int
    member_id: int
    sending: str  # `Minutes.sending`


def queue_released(minutes: Minutes, *, now: datetime) -> None:
    """Queue one mail to each recipient of the minutes who wants one, with the reader's own actions."""
    promised = _promises(minutes.meeting, found := recipients_of(minutes.meeting, now))
    for reader in found:
        if reader.wants_mail:
            _queue(RELEASED, minutes, reader, now, released(minutes, reader, promised[reader.member.pk]))


def queue_corrected(minutes: Minutes, *, now: datetime) -> None:
    """Queue one mail to every recipient: nobody may be counted as agreed with a text that they were not sent."""
    changed = last_correction(minutes)
    for reader in recipients_of(minutes.meeting, now):
        rendered, items = corrected(minutes, reader, changed)
        _queue(CORRECTED, minutes, reader, now, rendered, items=items)


def _queue(
    kind: Kind, minutes: Minutes, reader: Recipient, now: datetime, rendered: Rendered, **about: list[int]
) -> None:
    """The key names the sending: the minutes sent again are told anew."""
    assert minutes.released_at is not None
    outbox.queue(
        key=kind.key(minutes.pk, minutes.sending, f"member-{reader.member.pk}"),
        kind=kind,
        to=reader.member,
        rendered=rendered,
        now=now,
        about={"minutes": minutes.pk, "released_at": minutes.released_at.isoformat(), **about},
    )


def released(minutes: Minutes, reader: Recipient, promised: list[Action]) -> Rendered:
    """The mail to one reader, with the decisions that all members may read and the reader is not disqualified from."""
    meeting = minutes.meeting
    seen = audience_viewer(Audience.MEMBERS, [reader.member.pk])
    asked = "Er der noget, der skal rettes?" if reader.is_asked else "Referatet er klar:"
    return _render(
        RELEASED,
        f"{asked} {meeting.mail_name}",
        minutes,
        reader,
        decided=[] if meeting.is_closed else document(minutes, seen).decided,
        promised=promised,
        actions_page=link("meetings:actions"),
        unsubscribe_url=unsubscribe.address(reader.member, RELEASED),
    )


def corrected(minutes: Minutes, reader: Recipient, changed: Corrections | None) -> tuple[Rendered, list[int]]:
    """The mail with what is changed, and the ids of the items it quotes: never those of a closed item."""
    quoted = changed.in_mail(reader.viewer) if changed else []
    seen = changed.of(reader.viewer) if changed else []
    told = "Referatet er rettet. Er det rigtigt nu?" if reader.is_asked else "Referatet er rettet:"
    rendered = _render(
        CORRECTED,
        f"{told} {minutes.meeting.mail_name}",
        minutes,
        reader,
        is_compared=changed is not None,
        changed=quoted,
        has_closed=[one.parts for one in quoted] != [one.parts for one in seen],
    )
    return rendered, [one.item_id for one in quoted if one.item_id]


def _render(kind: Kind, subject: str, minutes: Minutes, reader: Recipient, **context: Any) -> Rendered:
    token = NoRemarksLink(minutes.pk, reader.member.pk, minutes.sending).token()
    return render(
        kind,
        subject,
        meeting=minutes.meeting,
        minutes=minutes,
        member=reader.member,
        is_asked=reader.is_asked,
        page=link("meetings:minutes", minutes.meeting.slug),
        no_remarks=link("meetings:no_remarks_answer", token),
        **context,
    )


def queue_answered(remark: Remark, *, now: datetime) -> None:
    """Queue the secretariat's answer to the one who sent the remark."""
    if not remark.by.is_active:
        return
    item = remark.item
    rendered = render(
        ANSWERED,
        f"Svar på din bemærkning til referatet: {item.meeting.mail_name}",
        remark=remark,
        item=item,
        meeting=item.meeting,
        member=remark.by,
        page=link("meetings:minutes", item.meeting.slug) + f"#{remark.anchor}",
    )
    outbox.queue(
        key=ANSWERED.key(remark.pk, f"{now:%Y-%m-%dT%H:%M:%S}"),
        kind=ANSWERED,
        to=remark.by,
        rendered=rendered,
        now=now,
        about={"remark": remark.pk, "revision": remark.revision, "closed": item.is_closed},
    )


def _promises(meeting: Meeting, found: list[Recipient]) -> dict[int, list[Action]]:
    """Each recipient's open actions from the meeting, by the member's id. A mail never names those of closed items."""
    promised: dict[int, list[Action]] = defaultdict(list)
    if meeting.is_closed:
        return promised
    named = Q(item__meeting=meeting, item__audience__in=OPEN, audience__in=OPEN)
    for reader in found:
        for action in Action.objects.visible_to(reader.viewer).filter(named).open().owned_by(reader.viewer):
            promised[reader.member.pk].append(action)
    return promised


def _why_not_send(mail: OutboxMail, now: datetime) -> str:
    """The minutes are still out for remarks, as they were when the mail was made, and the receiver may read them."""
    viewer = mail.viewer(now)
    if viewer is None:
        return "Modtageren findes ikke længere."
    minutes = Minutes.objects.visible_to(viewer).filter(pk=mail.about["minutes"]).first()
    if minutes is None or not minutes.is_released:
        return "Referatet er trukket tilbage, eller modtageren kan ikke længere se det."
    if minutes.released_at != datetime.fromisoformat(mail.about["released_at"]):
        return "Referatet er siden sendt til bemærkninger på ny."
    return ""


def _without_closed_items(mail: OutboxMail, now: datetime) -> Content | None:
    """The mail written anew when it quotes an item that the receiver may not read any more, or not in a mail."""
    minutes = Minutes.objects.visible_to(SYSTEM).select_related("meeting").get(pk=mail.about["minutes"])
    reader = next((one for one in recipients_of(minutes.meeting, now) if one.member.pk == mail.to_member_id), None)
    if reader is None:
        return None
    rendered, items = corrected(minutes, reader, last_correction(minutes))
    if set(items) == set(mail.about["items"]):
        return None
    return Content(rendered.text, rendered.html, {**mail.about, "items": items})


def _as_it_is_open_now(mail: OutboxMail, now: datetime) -> Content | None:
    """The mail written anew: what is closed since it was queued is in no mail."""
    minutes = Minutes.objects.visible_to(SYSTEM).select_related("meeting").get(pk=mail.about["minutes"])
    reader = next((one for one in recipients_of(minutes.meeting, now) if one.member.pk == mail.to_member_id), None)
    if reader is None:
        return None
    made = released(minutes, reader, _promises(minutes.meeting, [reader])[reader.member.pk])
    return Content(made.text, made.html, mail.about)


def _why_not_answer(mail: OutboxMail, now: datetime) -> str:
    """The remark has the answer that the mail tells, its author may still see it, and its item is as open as it was."""
    viewer = mail.viewer(now)
    remarks = Remark.objects.visible_to(viewer or NOBODY).select_related("item__meeting")
    remark = remarks.filter(pk=mail.about["remark"]).first()
    if remark is None:
        return "Modtageren kan ikke længere se bemærkningen."
    if remark.item.is_closed and not mail.about["closed"]:
        return "Punktet er lukket, siden mailen blev skrevet."
    return "" if remark.revision == mail.about["revision"] else "Sekretariatet har siden rettet svaret."


RELEASED = Kind(
    "meetings.minutes_released",
    "Referat",
    NotificationChoice.Kind.MINUTES,
    check=_why_not_send,
    rerender=_as_it_is_open_now,
)
# Nobody may stop these two: silence about a corrected text counts, and an answer is to a person who asked
CORRECTED = Kind("meetings.minutes_corrected", "Rettet referat", check=_why_not_send, rerender=_without_closed_items)
ANSWERED = Kind("meetings.remark_answered", "Svar på bemærkning", check=_why_not_answer)
KINDS = [RELEASED, CORRECTED, ANSWERED]
