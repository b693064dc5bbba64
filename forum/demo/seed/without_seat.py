"""The demo's people without a seat: a guest, a substitute for one meeting, and one who is invited to a seat."""

from __future__ import annotations

from datetime import datetime

from forum.demo.seed.calendar import ago, at, today_of
from forum.mail.models import OutboxMail
from forum.membership.actions.invitations import invite
from forum.membership.models import Invitation
from forum.people.models import Member, Seat
from meetings.agenda.models import AgendaItem
from meetings.attendance.models import Attendance, Guest
from meetings.convocation.actions.guests import answer_as_guest, invite_guest
from meetings.convocation.actions.substitutes import answer
from meetings.meeting.models import Meeting

GUEST = ("Louise Kjær", "louise.kjaer@example.dk", "Copenhagen Business School")
ABOUT = "Innovationslommer i kontrakter"  # the item that the guest comes for
AWAY = "sanne.krag@example.dk"  # whose substitute is called
STAND_IN = ("Frederik Bang", "frederik.bang@example.dk")
INVITED = ("Kasper Dalgaard", "kasper.dalgaard@example.dk", "Vejle")


def seed(*, now: datetime, scale: int) -> None:
    secretary = Member.objects.secretariat().order_by("pk")[0]
    meeting = Meeting.objects.filter(start__gt=now).standing().order_by("start").first()
    if meeting and not Guest.objects.filter(meeting=meeting).exists():
        _guest(meeting, secretary, now)
        _substitute(meeting, now)
    _invited(secretary, now)


def _guest(meeting: Meeting, secretary: Member, now: datetime) -> None:
    (name, email, organisation), day = GUEST, today_of(now)
    items = list(AgendaItem.objects.filter(meeting=meeting, title=ABOUT))
    guest = invite_guest(
        meeting=meeting, name=name, email=email, organisation=organisation, items=items, audience="members",
        is_online=False, by=secretary, now=at(ago(day, 11), 11),
    )  # fmt: skip
    answer_as_guest(
        guest=guest, answer="yes", by=guest.member or secretary, now=at(ago(day, 9), 9, 40), via=Attendance.Via.MAIL,
        start=meeting.start,
    )  # fmt: skip
    _left_for_the_sender(now, about__guest=guest.pk)


def _substitute(meeting: Meeting, now: datetime) -> None:
    name, email = STAND_IN
    seat = Seat.objects.get(holdings__member__email=AWAY, holdings__until=None)
    answer(
        meeting=meeting, seat=seat, answer="substitute", substitute_name=name, substitute_email=email,
        by=Member.objects.get(email=AWAY), now=at(ago(today_of(now), 8), 13, 15), via=Attendance.Via.PAGE,
    )  # fmt: skip
    _left_for_the_sender(now, to_address=email)


def _invited(secretary: Member, now: datetime) -> None:
    name, email, organisation = INVITED
    seat = Seat.objects.filter(organisation__name=organisation).exclude(holdings__until=None).first()
    if seat is None or Invitation.objects.filter(email=email).exists():
        return
    then = at(ago(today_of(now), 7), 10, 5)
    invitation = invite(email=email, name=name, seat=seat, by=secretary, now=then)
    Invitation.objects.filter(pk=invitation.pk).update(created_at=then)
    _left_for_the_sender(now, about__invitation=invitation.pk)


def _left_for_the_sender(now: datetime, **which: object) -> None:
    """As the cast's convocations: in the demo's mailbox, to be answered from."""
    mails = OutboxMail.objects.filter(**which, state=OutboxMail.State.QUEUED)
    mails.update(created_at=now, not_before=now)
