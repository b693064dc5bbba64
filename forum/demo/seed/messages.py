"""The demo's list of receivers, and a message in the log of the next meeting."""

from __future__ import annotations

from datetime import datetime, timedelta

from forum.demo.seed.calendar import ago, at, today_of
from forum.mail.models import OutboxMail
from forum.people.models import Member
from forum.receivers import actions as lists
from forum.receivers.models import ReceiverList
from meetings.meeting.models import Meeting
from meetings.messages.actions import draft, revision_of, send
from meetings.messages.mail import MESSAGE
from meetings.messages.models import Message
from meetings.messages.receivers import receivers_of

BOARD = "Styregruppen"
MEMBERS = ("henrik.oestergaard@example.dk", "anne.storm@example.dk", "peter.ravn@example.dk")
OUTSIDE = ("direktion.aarhus@example.dk", "direktion.kl@example.dk", "indkoeb.kl@example.dk")
SUBJECT = "Vejen til mødet og kaffe fra kl. 9.30"
TEXT = (
    "Vi mødes i KL-Huset, Weidekampsgade 10. Der er kaffe fra kl. 9.30, og vi begynder kl. 10.00.\n\n"
    "- Metro: Islands Brygge, fem minutter til fods\n- Bil: parkering i kælderen, skriv til os om en plads\n\n"
    "Kommer du med tog efter kl. 10? Ring, så venter vi med punkt 3."
)


def seed(*, now: datetime, scale: int) -> None:
    secretary, day = Member.objects.secretariat().order_by("pk")[0], today_of(now)
    if not ReceiverList.named(BOARD).exists():
        members = Member.objects.filter(email__in=MEMBERS)
        lists.create(name=BOARD, members=members, addresses=OUTSIDE, by=secretary, now=at(ago(day, 30), 9))
    meeting = Meeting.objects.filter(start__gt=now).standing().order_by("start").first()
    if meeting and not Message.objects.filter(meeting=meeting).exists():
        _message(meeting, secretary, at(ago(day, 7), 14, 10))


def _message(meeting: Meeting, secretary: Member, then: datetime) -> None:
    message = draft(
        meeting=meeting, to=Message.To.WITH_GUESTS, list=None, subject=SUBJECT, text=TEXT, by=secretary, now=then
    )
    send(message=message, revision=revision_of(message, receivers_of(message, then)), by=secretary, now=then)
    mails = OutboxMail.objects.filter(kind=MESSAGE.name, about__message=message.pk)
    mails.update(state=OutboxMail.State.SENT, sent_at=then + timedelta(minutes=1), attempts=1)
