"""The kinds of mail about a meeting, and what is asked again about each just before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.base.visibility import SYSTEM
from forum.mail.kinds import Content, Kind
from forum.mail.models import OutboxMail
from forum.membership.mail import invitation_still_open
from forum.people.models import Member, NotificationChoice, Seat, SeatHolding
from meetings.agenda.models import AgendaItem
from meetings.attendance.models import Attendance
from meetings.attendance.own_answers import own_answers
from meetings.convocation.mail import rendering
from meetings.convocation.mail.rendering import RenderedMail
from meetings.meeting.models import Meeting

REMINDERS = NotificationChoice.Kind.REMINDERS
News = dict[str, Any]  # what one mail tells beside the meeting: of a move, what changed


@dataclass(frozen=True, kw_only=True)
class MeetingKind(Kind):
    """A kind of mail about a meeting: how it is rendered, and what it does in the receiver's calendar."""

    build: Callable[..., RenderedMail]  # (kind, meeting, seat, member, answer, now=)
    calendar_method: str = ""  # of iTIP (RFC 5546): REQUEST, CANCEL, or "" for a mail without a calendar part
    asks_to_answer: bool = False  # it says by when, counted from the day it is written

    def render(
        self, meeting: Meeting, seat: Seat, member: Member, answer: str, news: News, now: datetime, **draft: bool
    ) -> RenderedMail:
        """The mail to one receiver, for one seat. `draft`: is_draft; as_released when sending releases the agenda."""
        asked = {"answer_by": meeting.answer_by(now)} if self.asks_to_answer else {}
        return self.build(self, meeting, seat, member, answer, now=now, **news, **asked, **draft)


def not_held_then(meeting: Meeting | None, mail: OutboxMail, now: datetime) -> str:
    """Why the meeting is not to be held at the time in the mail, "" when it is."""
    if meeting is None or not meeting.is_standing:
        return "Mødet er aflyst."
    if meeting.state == Meeting.State.PLANNED:
        return "Indkaldelsen er fortrudt."
    if meeting.start != datetime.fromisoformat(mail.about["start"]):
        return "Mødet er flyttet, siden mailen blev skrevet."
    return "Mødet er begyndt." if meeting.start <= now else ""


def _still_right(mail: OutboxMail, now: datetime) -> str:
    """The meeting is still to be held at the time in the mail, and the receiver still has the seat and may see it."""
    viewer, pk = mail.viewer(now), mail.about["meeting"]
    seen = Meeting.objects.visible_to(viewer).filter(pk=pk).first() if viewer else None
    if why_not := not_held_then(seen or Meeting.objects.visible_to(SYSTEM).filter(pk=pk).first(), mail, now):
        return why_not
    seat = mail.about["seat"]
    if viewer is None or not (seat in viewer.seat_ids or Attendance.stands_in(viewer, pk, seat)):
        return "Modtageren har ikke længere pladsen."
    return "" if seen else "Modtageren kan ikke længere se mødet."


def _still_invited_to(mail: OutboxMail, now: datetime) -> str:
    """The invitation is open, and the meeting is still to be held at the time in the mail."""
    meeting = Meeting.objects.visible_to(SYSTEM).filter(pk=mail.about["meeting"]).first()
    return not_held_then(meeting, mail, now) or invitation_still_open(mail, now)


def _still_not_invited(mail: OutboxMail, now: datetime) -> str:
    """The meeting is to come or cancelled, and its receiver has not become a member whom it calls."""
    meeting = Meeting.objects.visible_to(SYSTEM).get(pk=mail.about["meeting"])
    if meeting.start <= now:
        return "Mødet er begyndt."
    member = Member.objects.visible_to(SYSTEM).active().filter(email=mail.to_address).first()
    is_called = bool(member and meeting.is_standing and own_answers(member, [meeting])[meeting.pk].seats)
    return "Modtageren er indkaldt." if is_called else ""


def _still_coming(mail: OutboxMail, now: datetime) -> str:
    """A reminder is for a seat that has not said no."""
    if why_not := _still_right(mail, now):
        return why_not
    return "Modtageren har meldt afbud i mellemtiden." if _answer(mail) == Attendance.Answer.NO else ""


def _still_silent(mail: OutboxMail, now: datetime) -> str:
    """A reminder to answer is for a seat that has not answered."""
    return _still_right(mail, now) or ("Modtageren har svaret i mellemtiden." if _answer(mail) else "")


def _still_cancelled(mail: OutboxMail, now: datetime) -> str:
    """The meeting is cancelled, as the mail says."""
    meeting = Meeting.objects.visible_to(SYSTEM).filter(pk=mail.about["meeting"]).first()
    return "" if meeting and not meeting.is_standing else "Mødet er ikke længere aflyst."


def _still_not_called(mail: OutboxMail, now: datetime) -> str:
    """The meeting is to come, and its receiver has not got a seat again that it calls."""
    meeting = Meeting.objects.visible_to(SYSTEM).get(pk=mail.about["meeting"])
    if meeting.start <= now:
        return "Mødet er begyndt."
    member = Member.objects.visible_to(SYSTEM).get(pk=mail.about["member"])
    return "Modtageren er indkaldt igen." if own_answers(member, [meeting])[meeting.pk].seats else ""


def _answer(mail: OutboxMail) -> str:
    """What the mail's seat has answered by now, "" for nothing, or for what a predecessor of the receiver answered.

    To a substitute, what that one has answered.
    """
    answers = Attendance.objects.visible_to(SYSTEM)
    mine = answers.filter(meeting=mail.about["meeting"], seat=mail.about["seat"]).first()
    if mail.about["told"].get("instead_of"):
        return stand_ins_answer(mine)
    if mine is None:
        return ""
    held = SeatHolding.objects.present().filter(seat=mine.seat_id, member=mail.to_member_id, is_substitute=False)
    return "" if any(mine.is_inherited_by(holding) for holding in held) else mine.answer


def stand_ins_answer(said: Attendance | None) -> str:
    """What the one who comes instead has answered, "" for nothing yet."""
    return said.stand_ins_answer if said else ""


def _without_closed_items(mail: OutboxMail, now: datetime) -> Content | None:
    """The mail written anew when it names an item that the receiver may no longer see; None when it names none."""
    member, viewer, shown = mail.to_member, mail.viewer(now), set(mail.about["shown_items"])
    if member is None or viewer is None or not shown:
        return None
    rows = AgendaItem.objects.filter(pk__in=shown).visible_to(viewer).select_related("meeting")
    if shown == {item.pk for item in rows if not item.is_closed}:
        return None
    kind = next(kind for kind in KINDS if kind.name == mail.kind)
    meeting = Meeting.objects.visible_to(SYSTEM).get(pk=mail.about["meeting"])
    seat = Seat.objects.get(pk=mail.about["seat"])
    made = kind.render(meeting, seat, member, _answer(mail), mail.about["told"], now)
    return Content(made.rendered.text, made.rendered.html, {**mail.about, "shown_items": made.shown_items})


CONVOCATION = MeetingKind(
    "meetings.convocation",
    "Indkaldelse",
    build=rendering.convocation,
    calendar_method="REQUEST",
    asks_to_answer=True,
    check=_still_right,
    rerender=_without_closed_items,
)
AGENDA = MeetingKind(
    "meetings.agenda",
    "Dagsorden",
    build=rendering.agenda,
    calendar_method="REQUEST",
    check=_still_right,
    rerender=_without_closed_items,
)
MOVED = MeetingKind(
    "meetings.moved",
    "Møde flyttet",
    build=rendering.moved,
    calendar_method="REQUEST",
    check=_still_right,
    rerender=_without_closed_items,
)
CANCELLED = MeetingKind(
    "meetings.cancelled",
    "Møde aflyst",
    build=rendering.cancelled,
    calendar_method="CANCEL",
    check=_still_cancelled,
)
WITHDRAWN = MeetingKind(
    "meetings.withdrawn",
    "Ikke længere indkaldt",
    build=rendering.withdrawn,
    calendar_method="CANCEL",
    check=_still_not_called,
)
REMINDER = MeetingKind(
    "meetings.reminder",
    "Påmindelse om møde",
    REMINDERS,
    build=rendering.reminder,
    calendar_method="REQUEST",
    check=_still_coming,
    rerender=_without_closed_items,
)
ANSWER_REMINDER = MeetingKind(
    "meetings.answer_reminder",
    "Husk at svare",
    REMINDERS,
    build=rendering.answer_reminder,
    calendar_method="REQUEST",
    check=_still_silent,
    rerender=_without_closed_items,
)
SUBSTITUTE = MeetingKind(
    "meetings.substitute",
    "Om stedfortræder",
    build=rendering.substitute,
    calendar_method="REQUEST",  # the holder's time is free, or is not any more
    check=_still_right,
)
INVITED = Kind("meetings.invited", "Invitation og indkaldelse", is_secret=True, check=_still_invited_to)
INVITED_OFF = Kind("meetings.invited_off", "Ikke længere inviteret til møde", check=_still_not_invited)
KINDS = [CONVOCATION, AGENDA, MOVED, CANCELLED, WITHDRAWN, REMINDER, ANSWER_REMINDER, SUBSTITUTE]
ALL_KINDS: list[Kind] = [*KINDS, INVITED, INVITED_OFF]
