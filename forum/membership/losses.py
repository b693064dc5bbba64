"""What else ends for somebody who is no longer called for a seat: each app hands over what its subjects do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from forum.people.models import SeatHolding

# Told when the holding has ended, or has given way to a new holder's; returns how many mails it queued to the person
Consequence = Callable[[SeatHolding, datetime], int]
_CONSEQUENCES: list[Consequence] = []


def register(consequences: Iterable[Consequence]) -> None:
    """Take over, when the site starts, what an app does when somebody loses a seat; the same once more is no other."""
    _CONSEQUENCES.extend(each for each in consequences if each not in _CONSEQUENCES)


def follow(holding: SeatHolding, now: datetime) -> int:
    """Do all of it, in the transaction of whoever took the seat; returns the number of mails queued to the person."""
    return sum(consequence(holding, now) for consequence in _CONSEQUENCES)
