"""Who was at the meeting: part of its minutes."""

from __future__ import annotations

from datetime import datetime

from forum.audit.context import audited
from forum.people.models import Member
from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting
from meetings.minutes.actions.lock import lock_for_edit
from meetings.minutes.models import Minutes


@audited("Noterede fremmøde")
def mark_presence(*, meeting: Meeting, present: dict[int, bool], by: Member, now: datetime) -> None:
    """Who was there, by seat; seats that never answered get a row of their own.

    It is part of the minutes: NotAllowed when they are approved.
    """
    if Minutes.objects.filter(meeting=meeting).exists():
        lock_for_edit(meeting.pk)
    rows = [Attendance(meeting=meeting, seat_id=seat, was_present=was) for seat, was in present.items()]
    Attendance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["meeting", "seat"], update_fields=["was_present"]
    )
