"""The meeting that was held and the clock, as the minutes' tests have them."""

from tests.meetings.minutes.conftest import _clock, held

__all__ = ["_clock", "held"]
