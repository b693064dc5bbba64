"""Meetings as calendar entries: in mails, as a single file, in a member's own feed.

No entry holds the agenda, or the title of a closed meeting: calendars are shared with colleagues and copied to phones.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from forum.base.calendars import CalendarEvent, calendar
from forum.base.dates import long_moment
from forum.mail.render import link
from forum.people.models import Member
from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting

PARTSTAT = {"": "NEEDS-ACTION", "yes": "ACCEPTED", "online": "ACCEPTED", "no": "DECLINED", "substitute": "DECLINED"}


def invitation(meeting: Meeting, member: Member, answer: str, now: datetime) -> str:
    """For convocations and moves: the mail client offers to put it in the calendar, or moves what lies there."""
    return calendar([_event(meeting, answer, member=member, stamp=now)], method="REQUEST")


def cancellation(meeting: Meeting, member: Member, now: datetime) -> str:
    return calendar([_event(meeting, "", member=member, stamp=now)], method="CANCEL")


def single(meeting: Meeting, answer: str) -> str:
    return calendar([_event(meeting, answer)], method="PUBLISH")


def feed(meetings: Iterable[Meeting], answers: dict[int, str]) -> str:
    """A member's meetings; the same meetings give the same text, so that the feed's ETag holds."""
    events = [_event(meeting, answers.get(meeting.pk, "")) for meeting in meetings]
    return calendar(events, method="PUBLISH", name=settings.SITE_NAME)


def _event(
    meeting: Meeting, answer: str, *, member: Member | None = None, stamp: datetime | None = None
) -> CalendarEvent:
    cancelled = not meeting.is_standing
    page = link("meetings:detail", meeting.slug)
    return CalendarEvent(
        uid=f"{meeting.uid}@forum",
        sequence=meeting.sequence,
        stamp=stamp or meeting.changed_at,
        start=meeting.start,
        end=meeting.end,
        title=f"Aflyst: {meeting.mail_name}" if cancelled else meeting.mail_name,
        place=meeting.place or meeting.online_link,
        description=_description(meeting, answer, page, meeting.answer_by(stamp) if stamp else meeting.rsvp_deadline),
        url=page,
        is_cancelled=cancelled,
        organiser=(settings.SITE_NAME, settings.CONTACT_MAIL),
        attendee=(member.name, member.email, PARTSTAT[answer]) if member else None,
        is_free=answer in {Attendance.Answer.NO, Attendance.Answer.SUBSTITUTE},
    )


def _description(meeting: Meeting, answer: str, page: str, answer_by: datetime) -> str:
    if not meeting.is_standing:
        why = "" if meeting.is_closed else f": {meeting.cancel_reason}"
        return f"Mødet er aflyst{why}\n{page}"
    lines = [f"Dit svar: {Attendance.Answer(answer).label}" if answer else f"Svar senest {long_moment(answer_by)}."]
    if meeting.online_link:
        lines.append(f"Deltag online: {meeting.online_link}")
    return "\n".join([*lines, f"Dagsorden, bilag og svar: {page}"])
