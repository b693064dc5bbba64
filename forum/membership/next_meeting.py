"""When the forum meets next, for mails and pages of those who are asked in: the app that holds meetings says it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from forum.base.dates import near_day

Ask = Callable[[datetime], datetime | None]
_ASK: list[Ask] = []


def register(ask: Ask) -> None:
    """Take over, when the site starts, how the next meeting that everyone may know of is found."""
    _ASK[:] = [ask]


def next_meeting(now: datetime) -> str:
    """The day of the next meeting of the whole forum, »7. januar«; "" when none is called."""
    meets = _ASK[0](now) if _ASK else None
    return near_day(meets, now) if meets else ""
