"""Stale pages: a change that was begun from a row that somebody else has changed since."""

from __future__ import annotations

from forum.base.refusal import Refusal


class StaleError(Refusal):
    """Somebody else changed the row first."""
