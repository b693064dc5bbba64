"""Presence at the meeting as the secretary marks it on the meeting's attendance page: part of the minutes."""

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
    """Note whether each seat (by id) was present; a seat that never answered gets a row of its own.

    Raises NotAllowed when the minutes are approved: presence is part of them.
    """
    if Minutes.objects.filter(meeting=meeting).exists():
        lock_for_edit(meeting.pk)
    rows = [Attendance(meeting=meeting, seat_id=seat, was_present=was) for seat, was in present.items()]
    Attendance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["meeting", "seat"], update_fields=["was_present"]
    )
