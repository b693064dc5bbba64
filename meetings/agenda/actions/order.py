"""The order of an agenda: items and pauses in one list, from which the items' numbers follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from forum.base.stale import StaleError
from meetings.agenda.models import AgendaItem, Pause
from meetings.meeting.models import Meeting

Row = AgendaItem | Pause
GONE = "Punktet er allerede fjernet fra dagsordenen."
PAUSE_GONE = "Pausen er allerede fjernet fra dagsordenen."
MOVED_MEANWHILE = "En anden har ændret dagsordenen, mens du flyttede. Se, hvordan den står nu, og flyt igen."


def standing(meeting: Meeting) -> list[Row]:
    """The meeting's items and pauses in order. The meeting is locked: two people reordering take turns."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    items = AgendaItem.objects.filter(meeting=meeting, removed_at=None)
    pauses = Pause.objects.filter(meeting=meeting, removed_at=None)
    placed: list[tuple[int, int, int, Row]] = [(item.number, 0, 0, item) for item in items]
    placed += [(pause.after, 1, at, pause) for at, pause in enumerate(pauses)]  # in the model's own order
    return [row for *_, row in sorted(placed, key=lambda one: one[:3])]


def number(rows: Sequence[Row]) -> None:
    """Give the items their numbers, and the pauses the number they come after, by the order of the list."""
    items, pauses = list[AgendaItem](), list[Pause]()
    for place, row in enumerate(rows):
        if isinstance(row, Pause):
            row.after, row.place = len(items), place
            pauses.append(row)
        else:
            items.append(row)
            row.number = len(items)
    AgendaItem.objects.bulk_update(items, ["number"])
    Pause.objects.bulk_update(pauses, ["after", "place"])


def put_in(meeting: Meeting, made: Sequence[Row], *, after: str = "") -> None:
    """Place new rows, which stand last: after the row of that name, otherwise before "Eventuelt" when it is last.

    Late items stay at the very end: what members see keeps its numbers.
    """
    keys = {row.key for row in made}
    rows = [row for row in standing(meeting) if row.key not in keys]
    at = len(rows)
    last = next((row for row in reversed(rows) if isinstance(row, AgendaItem)), None)
    is_late = any(isinstance(row, AgendaItem) and row.awaits_release for row in made)
    if not is_late:
        if last and last.kind == AgendaItem.Kind.OTHER and not _are_other(made):
            at = rows.index(last)
        at = next((n + 1 for n, row in enumerate(rows) if row.key == after), at)
    number([*rows[:at], *made, *rows[at:]])


def _are_other(made: Sequence[Row]) -> bool:
    """True for an "Eventuelt" by itself: it goes last."""
    return len(made) == 1 and isinstance(made[0], AgendaItem) and made[0].kind == AgendaItem.Kind.OTHER


def move(row: Row, *, way: str = "", before: str | None = None, now: datetime) -> int:
    """One place "up" or "down", or before the row of that name ("" is the end). Returns the row's place, from 1.

    At the ends nothing happens. Raises StaleError when the row, or the one it is to stand before, is gone.
    """
    rows = standing(row.meeting)
    at = _index(rows, row.key)
    if at is None:
        raise StaleError(PAUSE_GONE if isinstance(row, Pause) else GONE)
    moved = rows.pop(at)
    if before is None:
        to = min(max(at - 1 if way == "up" else at + 1, 0), len(rows))
    else:
        found = len(rows) if before == "" else at if before == row.key else _index(rows, before)
        if found is None:
            raise StaleError(MOVED_MEANWHILE)
        to = found
    if to != at:
        neighbour = rows[min(at, to)] if abs(to - at) == 1 else None
        rows.insert(to, moved)
        number(rows)
        for changed in (moved, neighbour):
            if changed is not None:
                type(changed).objects.filter(pk=changed.pk).update(changed_at=now)
    return to + 1


def _index(rows: Sequence[Row], key: str) -> int | None:
    return next((n for n, row in enumerate(rows) if row.key == key), None)


def put_back(row: Row, rows: list[Row], place: int) -> None:
    """A row that is brought back stands as number `place` among all rows, or as near as the agenda allows."""
    rows.insert(min(max(place - 1, 0), len(rows)), row)
    number(rows)


def take_in_late(meeting: Meeting) -> None:
    """When the agenda is released: late items become part of it, before "Eventuelt" when that was last."""
    rows = standing(meeting)
    out = [(n, row) for n, row in enumerate(rows) if isinstance(row, AgendaItem) and not row.awaits_release]
    last, item = out[-1] if out else (-1, None)
    late_from = next((n for n in range(last + 1, len(rows)) if isinstance(rows[n], AgendaItem)), None)
    if late_from is not None:
        at = last if item and item.kind == AgendaItem.Kind.OTHER else late_from
        number([*rows[:at], *rows[late_from:], *rows[at:late_from]])
    AgendaItem.objects.filter(meeting=meeting).update(awaits_release=False)
