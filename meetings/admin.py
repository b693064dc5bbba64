"""The index of the admin's pages, for Django alone."""

from meetings.agenda.admin import AgendaItemAdmin
from meetings.attendance.admin import AttendanceAdmin, GuestAdmin
from meetings.followup.admin import ActionAdmin
from meetings.minutes.admin import DecisionAdmin, MinutesAdmin
from meetings.pages.admin import MeetingAdmin

__all__ = [
    "ActionAdmin", "AgendaItemAdmin", "AttendanceAdmin", "DecisionAdmin", "GuestAdmin", "MeetingAdmin",
    "MinutesAdmin",
]  # fmt: skip
