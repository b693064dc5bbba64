"""The planner: what should be in the outbox by now. It may run at any time and any number of times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from forum.base.dates import local
from forum.base.visibility import SYSTEM
from forum.base.workdays import add_workdays
from forum.mail import outbox
from forum.people.models import Member, NotificationChoice
from forum.undo.models import Undo
from meetings.attendance.attendees import Attendee, attendees
from meetings.attendance.models import Attendance
from meetings.convocation.actions import guest_mail, queue_mail
from meetings.convocation.actions.convene import call_newcomers, newcomers
from meetings.convocation.actions.meeting import hold_past
from meetings.convocation.mail import ANSWER_REMINDER, REMINDER, MeetingKind
from meetings.meeting.models import Meeting

LOCK = 20190822  # pg advisory lock: one planner at a time, wherever it runs
NAG_AT = time(9)
Pace = NotificationChoice.Pace
REMINDED = ("", *Attendance.COMING)


@dataclass(frozen=True)
class Due:
    """A reminder's window: from its moment until it would be absurd."""

    occasion: str  # which reminder of its kind
    kind: MeetingKind
    at: datetime
    until: datetime
    paces: frozenset[str]  # the paces that still get it
    answers: tuple[str, ...]

    def is_due(self, now: datetime, told: datetime | None) -> bool:
        """Who was called after the reminder's moment has just had a mail about it."""
        return self.at <= now < self.until and (told is None or told < self.at)


def days_before(moment: datetime, days: int) -> datetime:
    """The same wall clock time, `days` earlier. An hour that is missing or double that night gives one moment."""
    return _instant(local(moment).replace(tzinfo=None) - timedelta(days=days))


def _instant(wall_clock: datetime) -> datetime:
    """In UTC, because Python compares two times of the same zone by their wall clocks alone."""
    return wall_clock.replace(tzinfo=ZoneInfo(settings.TIME_ZONE), fold=0).astimezone(UTC)


def dues(meeting: Meeting) -> list[Due]:
    """Weekly readers get no 7-day reminder (their digest tells) but the two that a digest would bring too late."""
    nag_day = add_workdays(local(meeting.rsvp_deadline).date(), -2)
    week, day = days_before(meeting.start, 7), days_before(meeting.start, 1)
    at_once, weekly = frozenset({Pace.AT_ONCE}), frozenset({Pace.AT_ONCE, Pace.WEEKLY})
    return [
        Due("7d", REMINDER, week, day, at_once, REMINDED),
        Due("1d", REMINDER, day, meeting.start, weekly, REMINDED),
        Due(
            "deadline",
            ANSWER_REMINDER,
            _instant(datetime.combine(nag_day, NAG_AT)),
            meeting.rsvp_deadline,
            weekly,
            ("",),
        ),
    ]


def plan_mail(*, now: datetime) -> int:
    """Bring the outbox up to date; returns how many mails were added."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return 0
        hold_past(now=now)
        # What can still be undone is told to nobody: the next round does it
        final = Meeting.objects.taking_answers(now).exclude(pk__in=Undo.objects.open(now).things(Meeting))
        return sum(_bring_up_to_date(meeting, now) for meeting in final)


def _bring_up_to_date(meeting: Meeting, now: datetime) -> int:
    told = meeting.moved_at or meeting.convened_at
    due_now = [due for due in dues(meeting) if due.is_due(now, told)]
    new = newcomers(meeting)
    if not due_now and not new:
        return 0
    reminded = guest_mail.remind(meeting, [(due.occasion, due.at) for due in due_now if due.kind is REMINDER], now)
    who = attendees(meeting, SYSTEM, now)
    called = call_newcomers(meeting, new, now, who) if new else 0
    return called + reminded + (_remind(meeting, due_now, who, new, now) if due_now else 0)


def _remind(
    meeting: Meeting, due_now: list[Due], recipients: list[Attendee], new: dict[tuple[int, int], date], now: datetime
) -> int:
    told = {member for attendee in recipients for member in attendee.reminded}
    paces = NotificationChoice.paces(NotificationChoice.Kind.REMINDERS, told)
    wanted = [
        (due, attendee, member)
        for due in due_now
        for attendee, member in _receivers(due, recipients, paces)
        # The convocation of one who came after the reminder's day tells as much
        if new.get((attendee.seat.pk, member.pk), date.min) <= local(due.at).date()
    ]
    keyed = {
        queue_mail.key(due.kind, meeting, attendee.seat, member, occasion=due.occasion): (due, attendee, member)
        for due, attendee, member in wanted
    }
    there = outbox.known(keyed)
    missing = [reminder for key, reminder in keyed.items() if key not in there]
    for due, attendee, member in missing:
        queue_mail.queue(due.kind, meeting, attendee, now, occasion=due.occasion, to=member)
    return len(missing)


def _receivers(due: Due, recipients: list[Attendee], paces: dict[int, str]) -> Iterator[tuple[Attendee, Member]]:
    for attendee in recipients:
        for member in attendee.reminded:
            if attendee.answer in due.answers and paces[member.pk] in due.paces:
                yield attendee, member
