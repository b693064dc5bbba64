"""When the forum meets next, for mails and pages of those who are asked in: the app that holds meetings says it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from forum.base.dates import near_day
from forum.membership.models import Invitation

Ask = Callable[[datetime], datetime | None]
Told = Callable[[Invitation, datetime], datetime | None]
_ASK: list[Ask] = []
_TOLD: list[Told] = []


def register(ask: Ask, told: Told) -> None:
    """Take over, when the site starts, how to find the next meeting that everyone may know of, and the one told of."""
    _ASK[:], _TOLD[:] = [ask], [told]


def next_meeting(now: datetime) -> str:
    """The day of the next meeting of the whole forum, »7. januar«; "" when none is called."""
    meets = _ASK[0](now) if _ASK else None
    return near_day(meets, now) if meets else ""


def meeting_told_of(invitation: Invitation, now: datetime) -> str:
    """The day of the meeting that the invitation's own mail convened to, »18. marts«; "" when it was none."""
    meets = _TOLD[0](invitation, now) if _TOLD else None
    return near_day(meets, now) if meets else ""
