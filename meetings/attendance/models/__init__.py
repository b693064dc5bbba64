"""The answers of the seats, what people need at a meeting, and the guests."""

from meetings.attendance.models.attendance import Attendance, Wish
from meetings.attendance.models.guests import Guest, GuestItem

__all__ = ["Attendance", "Guest", "GuestItem", "Wish"]
