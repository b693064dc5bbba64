"""Signs that somebody writes on an item: kept for an hour, worth something for a minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from forum.people.models import Member
from meetings.agenda.models import AgendaItem, Writer

KEPT = timedelta(hours=1)


def note_writing(*, item: AgendaItem, by: Member, now: datetime) -> None:
    """The member writes on the item now. What is older than an hour goes, whoever wrote it."""
    Writer.objects.update_or_create(item=item, member=by, defaults={"at": now})
    Writer.objects.filter(at__lt=now - KEPT).delete()


def stop_writing(*, item: AgendaItem, by: Member) -> None:
    """The member has saved, or left."""
    Writer.objects.filter(item=item, member=by).delete()
