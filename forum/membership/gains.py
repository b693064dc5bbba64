"""What somebody who is given a seat is asked at once: each app hands over the questions of its subjects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from forum.people.models import SeatHolding


@dataclass(frozen=True)
class Question:
    """A question in the mail about the seat, with an address for each answer."""

    text: str
    choices: list[tuple[str, str]]  # (wording, address)


Asker = Callable[[SeatHolding, datetime], list[Question]]
_ASKERS: list[Asker] = []


def register(asker: Asker) -> None:
    """Take over, when the site starts, an app's questions to a new holder; the same once more is no other."""
    if asker not in _ASKERS:
        _ASKERS.append(asker)


def questions(holding: SeatHolding, now: datetime) -> list[Question]:
    """All that the holding's member is asked."""
    return [question for asker in _ASKERS for question in asker(holding, now)]
