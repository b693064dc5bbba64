"""Answers in the admin, to be found and read."""

from __future__ import annotations

from django.contrib import admin

from forum.panel.base import HouseAdmin
from meetings.attendance.models import Attendance, Guest


@admin.register(Attendance)
class AttendanceAdmin(HouseAdmin):
    list_display = ("meeting", "seat", "answer", "substitute_name", "answered_at", "via", "was_present")
    list_filter = ("answer", "via", "was_present", "meeting")
    list_select_related = ("meeting", "seat__organisation")
    search_fields = ("seat__organisation__name", "substitute_name", "answered_by__name")


@admin.register(Guest)
class GuestAdmin(HouseAdmin):
    list_display = ("meeting", "name", "organisation", "answer", "answered_at", "was_present")
    list_filter = ("answer", "was_present", "meeting")
    list_select_related = ("meeting",)
    search_fields = ("name", "organisation")
