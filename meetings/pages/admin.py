"""Meetings in the admin, with their items and answers, to be found and read."""

from __future__ import annotations

from django.contrib import admin

from forum.panel.base import HouseAdmin, ReadInline
from meetings.agenda.models import AgendaItem
from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting


class ItemInline(ReadInline):
    model = AgendaItem
    fields = ("number", "title", "kind", "minutes", "audience", "responsible")


class AttendanceInline(ReadInline):
    model = Attendance
    fields = ("seat", "answer", "substitute_name", "answered_at", "via", "was_present")


@admin.register(Meeting)
class MeetingAdmin(HouseAdmin):
    list_display = ("title", "start", "place", "state", "audience")
    list_filter = ("state", "audience")
    search_fields = ("title", "place", "slug")
    date_hierarchy = "start"
    inlines = (ItemInline, AttendanceInline)
