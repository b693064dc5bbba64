"""A line of the desk, and the order of lines: what is late first, then by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from forum.base.dates import DAYS, local, near_day


@dataclass(frozen=True)
class Line:
    what: str  # a short sentence without its full stop
    verb: str  # of the button
    url: str  # where the verb leads, or what it posts to
    about: str = ""
    day: date | None = None  # the day it is due, or since when it waits
    since: str | None = None  # said instead of the day by what waits but is due on no day; "" when many wait
    is_late: bool = False
    is_post: bool = False
    of: str = ""  # the meeting that it is a step of, by its day: »mødet 7. januar«

    @property
    def name(self) -> str:
        """What the verb is about, for who hears the verbs alone: no two lines are called the same."""
        return ", ".join(filter(None, [self.what, self.of or self.about]))

    def when(self, now: datetime) -> str:
        """»3 dage over fristen«, »I dag«, »Fredag«, »12. december«; "" for what has no day."""
        if self.since is not None:
            return self.since
        return said_of(self.day, now) if self.day else ""


def said_of(day: date, now: datetime) -> str:
    """How far a day is from today, as one would say it."""
    days = (day - local(now).date()).days
    if days < 0:
        return "1 dag over fristen" if days == -1 else f"{-days} dage over fristen"
    if days < 2:
        return "I morgen" if days else "I dag"
    return DAYS[day.weekday()].capitalize() if days < 7 else near_day(day, now)


def by_lateness(lines: Iterable[Line]) -> list[Line]:
    """Late lines first, of them those of no day (a fault is late at once); then by day, those of no day last."""
    return sorted(lines, key=lambda line: (not line.is_late, line.day or (date.min if line.is_late else date.max)))
