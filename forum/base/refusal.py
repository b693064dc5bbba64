"""Refusals: what an action answers when it is not carried out, as a sentence for the person who asked."""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """An action was not carried out. The message is a Danish sentence that says why, and what to do instead.

    `status` is the HTTP status of the page that shows it.
    """

    status: ClassVar[int] = 409


class NotAllowed(Refusal):
    """A rule or a table of states forbids the action as things are now."""


def refuse(why_not: str) -> None:
    """Raise NotAllowed with the sentence that a rule answers with; "" refuses nothing."""
    if why_not:
        raise NotAllowed(why_not)
