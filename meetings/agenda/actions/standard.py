"""The standard items: rewritten by the secretariat, and put on an agenda that lacks them."""

from __future__ import annotations

from datetime import datetime

from forum.audit.context import audited
from forum.base.stale import StaleError, require_current
from forum.people.models import Member
from meetings.agenda.actions.items import add_lines
from meetings.agenda.lines import Line, LineReader
from meetings.agenda.models import AgendaItem, Pause, StandardAgenda
from meetings.meeting.models import Meeting


@audited("Rettede de faste punkter")
def save_standard(*, text: str, revision: str, by: Member, now: datetime) -> None:
    """Raises StaleError when somebody else has saved them since."""
    saved = StandardAgenda.objects.select_for_update().first()
    if saved is None:
        if revision != "1":
            raise StaleError("En anden har rettet de faste punkter, mens du skrev. Se dem efter, og gem igen.")
        StandardAgenda.objects.create(text=text, revision=2)
        return
    current = require_current(saved, revision)
    current.text, current.revision = text, current.revision + 1
    current.save(update_fields=["text", "revision"])


def lacking(meeting: Meeting) -> list[Line]:
    """The standard items whose titles are not on the agenda yet; pauses only for an agenda without any."""
    titles = {title.casefold() for title in _titles(meeting)}
    has_pause = Pause.objects.filter(meeting=meeting, removed_at=None).exists()
    lines = LineReader.of_today().read(StandardAgenda.current().text).lines
    return [line for line in lines if line.title.casefold() not in titles and not (line.is_pause and has_pause)]


def _titles(meeting: Meeting) -> list[str]:
    return list(AgendaItem.objects.filter(meeting=meeting, removed_at=None).values_list("title", flat=True))


@audited("Satte de faste punkter på dagsordenen")
def add_standard(*, meeting: Meeting, by: Member, now: datetime) -> int:
    """Add the standard items that the agenda lacks; returns how many."""
    return len(add_lines(meeting=meeting, lines=lacking(meeting), by=by, now=now))
