"""What the planner says of attachments: each PDF and picture should have its copy that opens in the browser."""

from __future__ import annotations

from datetime import datetime

from forum.copies.actions import ask_for_missing
from forum.files.models import StoredFile
from meetings.agenda.models import Attachment


def plan_copies(*, now: datetime) -> int:
    """Ask for the copies that attachments lack: those from before there were any, and those of another recipe."""
    shown = Attachment.objects.filter(Attachment.not_removed)
    among = StoredFile.objects.filter(pk__in=shown.values("file")).order_by("-created_at")
    return ask_for_missing(among=among, by=None, now=now)
