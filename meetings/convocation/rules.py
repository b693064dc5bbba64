"""Why a released agenda cannot be released again, and a convocation no longer greeted in."""

from __future__ import annotations

from meetings.agenda.models import has_changed_since_release
from meetings.meeting.models import Meeting


def why_not_again(meeting: Meeting) -> str:
    """Why no new version can be released, a Danish sentence; "" when something in the agenda is new."""
    if not meeting.is_released or has_changed_since_release(meeting):
        return ""
    return f"Dagsordenen er ikke ændret, siden version {meeting.agenda_version} blev frigivet."


def why_not_greet(meeting: Meeting) -> str:
    """Why the chair's greeting cannot be written or changed, a Danish sentence; "" when it can."""
    if meeting.state == Meeting.State.PLANNED:
        return ""
    return "Indkaldelsen er sendt, så hilsenen kan ikke ændres mere."
