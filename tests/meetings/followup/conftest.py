"""The meeting that was held, as the minutes' tests have it."""

from tests.meetings.minutes.conftest import held

__all__ = ["held"]
