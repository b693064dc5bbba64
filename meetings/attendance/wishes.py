"""What people need at a meeting, of food or of access, as the one who looks may know it."""

from __future__ import annotations

from collections import defaultdict

from forum.base.visibility import Viewer
from meetings.attendance.models import Wish
from meetings.meeting.models import Meeting

KEPT_DAYS = 14  # after the meeting


def own_wishes(meeting: Meeting, viewer: Viewer) -> dict[int, str]:
    """What the viewer has written, by seat (one query, none for a meeting that does not ask)."""
    if not meeting.asks_wishes:
        return {}
    mine = Wish.objects.visible_to(viewer).filter(meeting=meeting, by=viewer.member_id)
    return dict(mine.values_list("seat", "text"))


def wishes_of(meeting: Meeting, viewer: Viewer) -> dict[int, str]:
    """What was written for each seat, for the secretariat; nothing for others (one query)."""
    found: dict[int, list[str]] = defaultdict(list)
    if viewer.is_secretariat:
        rows = Wish.objects.visible_to(viewer).filter(meeting=meeting).order_by("pk")
        for seat, text in rows.values_list("seat", "text"):
            found[seat].append(text)
    return {seat: "; ".join(texts) for seat, texts in found.items()}
