"""The demo is sown with meetings: their clock and the meeting that is called."""

from tests.meetings.conftest import at, meeting

__all__ = ["at", "meeting"]
