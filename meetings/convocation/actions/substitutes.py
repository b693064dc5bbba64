"""Who comes instead: called, told when they are not to come after all, and the seat's holder told of their word."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from forum.audit.context import audited
from forum.people.models import Grant, Member, Seat, SeatHolding
from meetings.attendance import actions
from meetings.attendance.attendees import Attendee, receiver_of
from meetings.attendance.models import Attendance
from meetings.convocation.actions import queue_mail
from meetings.convocation.actions.withdraw import withdraw_stand_in
from meetings.convocation.mail import CONVOCATION, SUBSTITUTE
from meetings.meeting.models import Meeting

Via = Attendance.Via


@audited("Svarede på indkaldelse")
def answer(*, meeting: Meeting, seat: Seat, by: Member, now: datetime, via: str, **said: Any) -> Attendance:
    """As `attendance.actions.answer`; whoever comes instead gets the convocation, and who no longer does is told.

    Where somebody was named by a mail's link, the seat's holder is told who: the mail may be in others' hands.
    """
    before = stand_in_of(meeting, seat)
    made = actions.answer(meeting=meeting, seat=seat, by=by, now=now, via=via, **said)
    holder = receiver_of(seat)
    if before and before != made.substitute:
        withdraw_stand_in(meeting, seat, before, holder.name if holder else "", now)
    if made.substitute and made.substitute != before and holder:
        attendee = Attendee(seat, holder=holder, attendance=made)
        queue_mail.queue(
            CONVOCATION, meeting, attendee, now, occasion=_which(meeting, made.substitute), to=made.substitute
        )
        if via == Via.MAIL:
            news = {"stand_in": made.substitute_name, "comes": True}
            queue_mail.queue(SUBSTITUTE, meeting, attendee, now, occasion=_which(meeting, made.substitute), news=news)
    return made


@audited("Svarede som stedfortræder")
def answer_as_stand_in(
    *, meeting: Meeting, seat: Seat, answer: str, by: Member, now: datetime, via: str, start: datetime
) -> Attendance:
    """As `attendance.actions.answer_as_stand_in`; a no is told to the seat's holder, and ends the calendar entry."""
    which = _which(meeting, by)
    made = actions.answer_as_stand_in(meeting=meeting, seat=seat, answer=answer, by=by, now=now, via=via, start=start)
    holder = receiver_of(seat)
    if answer == Attendance.Answer.NO and holder:
        withdraw_stand_in(meeting, seat, by, holder.name, now)
        news = {"stand_in": by.name, "comes": False}
        queue_mail.queue(SUBSTITUTE, meeting, Attendee(seat, holder=holder), now, occasion=f"{which}-no", news=news)
    return made


def call_off(meeting: Meeting, seat: Seat, now: datetime) -> None:
    """Nobody comes instead of the seat's holder any more: part of an act that empties the answers."""
    holder = receiver_of(seat)
    person = actions.end_stand_in(meeting=meeting, seat=seat, by=None, now=now)
    if person:
        withdraw_stand_in(meeting, seat, person, holder.name if holder else "", now)


def end_with_seat(holding: SeatHolding, now: datetime) -> int:
    """When nobody is left in a seat, nobody comes instead of its holder. Returns how many mails that one gets: none."""
    if not SeatHolding.objects.present().filter(seat=holding.seat_id).exists():
        named = Attendance.objects.filter(seat=holding.seat_id, substitute__isnull=False, meeting__start__gt=now)
        for said in named.select_related("meeting"):
            call_off(said.meeting, holding.seat, now)
            Attendance.objects.filter(pk=said.pk).update(answer="", substitute_name="")
    return 0


def stand_in_of(meeting: Meeting, seat: Seat) -> Member | None:
    """Who is called instead of the seat's holder."""
    said = Attendance.objects.filter(meeting=meeting, seat=seat).select_related("substitute").first()
    return said.substitute if said else None


def _which(meeting: Meeting, person: Member) -> str:
    """Tells apart the times that one person is called to one meeting: named, called off, and named again."""
    mine = Grant.objects.on(meeting).filter(kind=Grant.Kind.SUBSTITUTE, member=person)
    return f"grant-{mine.order_by('-pk').values_list('pk', flat=True).first()}"
