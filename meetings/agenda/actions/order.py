"""The order of an agenda: items and pauses in one list, from which the items' numbers follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from forum.base.stale import StaleError
from meetings.agenda.models import AgendaItem, Pause
from meetings.meeting.models import Meeting

Row = AgendaItem | Pause
# What a meeting ends with: new items come before it
CLOSING = re.compile(r"(?:næste møde|eventuelt|evt\b|evaluering af mødet|afslutning|tak for i dag)", re.IGNORECASE)
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
    """Place new rows, which stand last: after the row of that name, otherwise before what the meeting closes with.

    Late items stay at the very end: what members see keeps its numbers.
    """
    keys = {row.key for row in made}
    rows = [row for row in standing(meeting) if row.key not in keys]
    at = len(rows)
    is_late = any(isinstance(row, AgendaItem) and row.awaits_release for row in made)
    if not is_late:
        if not all(map(_is_other, made)):
            at = _closing(rows, _is_other if all(map(_closes, made)) else _closes)
        at = next((n + 1 for n, row in enumerate(rows) if row.key == after), at)
    number([*rows[:at], *made, *rows[at:]])


def _is_other(row: Row) -> bool:
    """An "Eventuelt": by itself it goes last."""
    return isinstance(row, AgendaItem) and row.kind == AgendaItem.Kind.OTHER


def _closes(row: Row) -> bool:
    return _is_other(row) or (isinstance(row, AgendaItem) and bool(CLOSING.match(row.title)))


def _closing(rows: Sequence[Row], closes: Callable[[Row], bool]) -> int:
    """Where the items begin with which the meeting ends, and the pauses between them; the end when there are none."""
    at = len(rows)
    for n in range(len(rows) - 1, -1, -1):
        if closes(rows[n]):
            at = n
        elif isinstance(rows[n], AgendaItem):
            break
    return at


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
    """When the agenda is released: late items become part of it, before what the meeting closes with."""
    rows = standing(meeting)
    out = [n for n, row in enumerate(rows) if isinstance(row, AgendaItem) and not row.awaits_release]
    last = out[-1] if out else -1
    late_from = next((n for n in range(last + 1, len(rows)) if isinstance(rows[n], AgendaItem)), None)
    if late_from is not None:
        at = _closing(rows[: last + 1], _closes)
        at = late_from if at > last else at
        number([*rows[:at], *rows[late_from:], *rows[at:late_from]])
    AgendaItem.objects.filter(meeting=meeting).update(awaits_release=False)
