"""The silent: who they are, when they were last reminded to answer, and one more reminder when the secretariat asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from forum.audit.context import name_of
from forum.base.dates import local
from forum.base.refusal import NotAllowed, refuse
from forum.base.visibility import SYSTEM
from forum.people.models import Member
from forum.undo.acts import undoable
from forum.undo.models import Undo
from meetings.attendance.attendees import Attendee, Attendees, attendees
from meetings.convocation.actions import queue_mail
from meetings.convocation.actions.reached import Reached, reached_of
from meetings.convocation.mail import ANSWER_REMINDER
from meetings.meeting import rules
from meetings.meeting.models import Meeting

STILL_OPEN = "Mailen om mødet er ikke gået ud endnu, for den kan stadig fortrydes. Vent et minut, og påmind så."


@dataclass
class Reminders:
    """Whom a reminder would reach now, and who of the silent it would not."""

    recipients: list[Attendee] = field(default_factory=list)
    reminded_today: int = 0
    unwilling: int = 0  # have chosen to get no reminders by mail
    last: datetime | None = None  # when anybody was last reminded to answer


def reminders_of(
    meeting: Meeting, now: datetime, who: Attendees | None = None, reached: Reached | None = None
) -> Reminders:
    """The silent with somebody to write to, less those who had a reminder today or want none (one query)."""
    found = attendees(meeting, SYSTEM, now) if who is None else who
    reached = reached or reached_of([meeting])[meeting.pk]
    return _reminders([attendee for attendee in found.silent if attendee.receiver], reached, now)


def _reminders(silent: list[Attendee], reached: Reached, now: datetime) -> Reminders:
    reminders = Reminders(last=max(reached.reminded.values(), default=None))
    for attendee in silent:
        member = attendee.receiver.pk if attendee.receiver else 0
        last = reached.reminded.get(member)
        if last and local(last).date() == local(now).date():
            reminders.reminded_today += 1
        elif member in reached.unwilling:
            reminders.unwilling += 1
        else:
            reminders.recipients.append(attendee)
    return reminders


@undoable(
    "Påmindede dem, der ikke har svaret",
    of="meeting",
    day=attrgetter("start"),
    sends="Påmindelsen",
    done="",
    too_late="Skriv til dem i stedet.",
    formerly="chase_silent",
)
def remind_silent(*, meeting: Meeting, by: Member, now: datetime) -> list[Attendee]:
    """Remind those who have not answered, each at most once a day however often it is asked for."""
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    refuse(rules.why_not_remind(locked, now))
    others = Undo.objects.open(now).exclude(verb=name_of(remind_silent))
    if others.things(Meeting).filter(thing_id=locked.pk).exists():
        raise NotAllowed(STILL_OPEN)
    recipients = reminders_of(locked, now).recipients
    for attendee in recipients:
        queue_mail.queue(ANSWER_REMINDER, locked, attendee, now, occasion=local(now).date().isoformat())
    return recipients
