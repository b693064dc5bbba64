"""When the forum meets next, for mails and pages of those who are asked in: the app that holds meetings says it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Ask = Callable[[datetime], datetime | None]
_ASK: list[Ask] = []


def register(ask: Ask) -> None:
    """Take over, when the site starts, how the next meeting that everyone may know of is found."""
    _ASK[:] = [ask]


def next_meeting(now: datetime) -> datetime | None:
    """The start of the next meeting of the whole forum; None when none is called."""
    return _ASK[0](now) if _ASK else None
