"""Actions as their owners bring them to an end. The minutes write them, see `meetings/minutes/actions/promises.py`."""

from __future__ import annotations

from datetime import datetime

from forum.audit.context import audited
from forum.base import states
from forum.base.text import clean_line
from forum.people.models import Member
from meetings.followup.models import Action


@audited("Flyttede opgave")
def move_action(
    *, action: Action, to: str, by: Member, now: datetime, reason: str = "", result: str = "", via: str = ""
) -> Action:
    """Begin, finish (with a line of what came of it), drop (with a reason) or take up again.

    Raises NotAllowed when the action cannot go from its state to `to`, StaleError when somebody moved it first.
    """
    ended = to in {Action.State.DONE, Action.State.LAPSED}
    why = clean_line(reason) if to == Action.State.LAPSED else ""
    came_of_it = clean_line(result) if to == Action.State.DONE else ""
    states.move(action, to, reason=why, result=came_of_it, finished_at=now if ended else None)
    return action
