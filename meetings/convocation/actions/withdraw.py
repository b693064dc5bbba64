"""Whoever loses a seat is no longer called: the meetings to come go out of that person's calendar."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, QuerySet

from forum.base.visibility import SYSTEM
from forum.mail.models import OutboxMail
from forum.membership.models import Invitation
from forum.people.models import Member, Seat, SeatHolding
from meetings.attendance.attendees import Attendee
from meetings.attendance.own_answers import own_answers
from meetings.convocation.actions import queue_mail
from meetings.convocation.mail import WITHDRAWN, News
from meetings.meeting.models import Meeting

# A mail in one of these states may have reached its receiver; one still in the queue is dropped when its turn comes
ARRIVED = (OutboxMail.State.CLAIMED, OutboxMail.State.SENT, OutboxMail.State.UNCERTAIN)


def withdraw(holding: SeatHolding, now: datetime) -> int:
    """Take the meetings to come out of the calendar of the one who had the seat; returns how many mails that takes.

    Only those that this person had in the calendar from us, and is not called to for another seat. They are sent to the
    address, as to one who left.
    """
    member = holding.member
    ids = set(_calendared(holding.seat_id, member).values_list("about__meeting", flat=True))
    coming = list(Meeting.objects.visible_to(SYSTEM).standing().filter(pk__in=ids, start__gt=now).order_by("start"))
    if not coming:
        return 0
    answers = own_answers(member, coming)
    gone = [meeting for meeting in coming if not answers[meeting.pk].seats]
    for meeting in gone:
        attendee = Attendee(holding.seat, holder=member)
        _take_out(meeting, attendee, now, occasion=f"holding-{holding.pk}")
    return len(gone)


def withdraw_stand_in(meeting: Meeting, seat: Seat, person: Member, instead_of: str, now: datetime) -> None:
    """Tell whoever was to stand in for the seat's holder that they are not to come, if they were told to."""
    if _calendared(seat.pk, person).filter(about__meeting=meeting.pk).exists():
        attendee, news = Attendee(seat, holder=person), {"instead_of": instead_of}
        _take_out(meeting, attendee, now, occasion=f"standin-{int(now.timestamp())}", news=news)


def _calendared(seat_id: int, member: Member) -> QuerySet[OutboxMail]:
    """The mails that may have put a meeting in the member's calendar for this seat, the one as invited to it, too."""
    mine = Q(about__contains={"seat": seat_id, "member": member.pk})
    for asked in Invitation.objects.visible_to(SYSTEM).filter(member=member, seat=seat_id):
        mine |= Q(about__contains={"invitation": asked.pk}, to_address=asked.email)
    return OutboxMail.objects.filter(mine, calendar_method="REQUEST", state__in=ARRIVED)


def _take_out(meeting: Meeting, attendee: Attendee, now: datetime, *, occasion: str, news: News | None = None) -> None:
    # What takes an entry out of one calendar is a revision of it (RFC 5546, 3.2.5)
    Meeting.objects.filter(pk=meeting.pk).update(sequence=F("sequence") + 1)
    meeting.refresh_from_db(fields=["sequence"])
    address = attendee.holder.email if attendee.holder else ""
    queue_mail.queue(WITHDRAWN, meeting, attendee, now, occasion=occasion, address=address, news=news)
