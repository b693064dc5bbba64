"""Answers that no longer count: an answer is given to a convocation and to a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from meetings.attendance.models import Attendance
from meetings.convocation.actions import substitutes
from meetings.meeting.models import Meeting


def ask_anew(meeting: Meeting, now: datetime) -> None:
    """Empty the meeting's answers. The history keeps them. Whoever was called to stand in for somebody is told."""
    for said in Attendance.objects.filter(meeting=meeting, substitute__isnull=False).select_related("seat"):
        substitutes.call_off(meeting, said.seat, now)
    Attendance.objects.filter(meeting=meeting).update(
        answer="", substitute_name="", answered_by=None, answered_at=None, via=""
    )


def void_answers(meeting: Meeting, before: Any) -> None:
    """Empty the answers to what is being undone: a first convocation, or another start than the one `before`.

    The answers that a move emptied are put back after this.
    """
    if before.convened_at is None or before.start != meeting.start:
        ask_anew(meeting, timezone.now())
