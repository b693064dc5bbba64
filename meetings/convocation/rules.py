"""Why a released agenda cannot be released again."""

from __future__ import annotations

from meetings.agenda.models import has_changed_since_release
from meetings.meeting.models import Meeting


def why_not_again(meeting: Meeting) -> str:
    """Why no new version can be released, a Danish sentence; "" when something in the agenda is new."""
    if not meeting.is_released or has_changed_since_release(meeting):
        return ""
    return f"Dagsordenen er ikke ændret, siden version {meeting.agenda_version} blev frigivet."
