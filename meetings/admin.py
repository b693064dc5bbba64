"""Meetings and what comes of them in the admin, to be found and read; they are changed on their own pages."""

from __future__ import annotations

from django.contrib import admin

from forum.panel.base import HouseAdmin, ReadInline
from meetings.agenda.models import AgendaItem
from meetings.attendance.models import Attendance
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.models import Decision, Minutes


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


@admin.register(AgendaItem)
class AgendaItemAdmin(HouseAdmin):
    list_display = ("meeting", "number", "title", "kind", "audience")
    list_display_links = ("title",)
    list_filter = ("kind", "audience", "meeting")
    list_select_related = ("meeting",)
    search_fields = ("title", "background", "motion")


@admin.register(Attendance)
class AttendanceAdmin(HouseAdmin):
    list_display = ("meeting", "seat", "answer", "substitute_name", "answered_at", "via", "was_present")
    list_filter = ("answer", "via", "was_present", "meeting")
    list_select_related = ("meeting", "seat__organisation")
    search_fields = ("seat__organisation__name", "substitute_name", "answered_by__name")


@admin.register(Minutes)
class MinutesAdmin(HouseAdmin):
    list_display = ("meeting", "state", "released_at", "remarks_due", "approved_at", "approved_by")
    list_filter = ("state",)
    list_select_related = ("meeting", "approved_by")
    search_fields = ("meeting__title",)


@admin.register(Decision)
class DecisionAdmin(HouseAdmin):
    list_display = ("item", "kind", "text", "recommendation", "area", "lead")
    list_filter = ("kind", "recommendation", "item__meeting")
    list_select_related = ("item", "recommendation", "area", "lead")
    search_fields = ("text", "item__title", "area__title")


@admin.register(Action)
class ActionAdmin(HouseAdmin):
    list_display = ("text", "owner_name", "due", "state", "item")
    exclude = ("owner",)
    readonly_fields = ("owner_name",)
    list_filter = ("state", "owner__organisation", "item__meeting")
    list_select_related = ("owner__organisation", "item")
    search_fields = ("text", "owner__organisation__name")
    date_hierarchy = "due"

    @admin.display(description="ansvarlig", ordering="owner__organisation__name")
    def owner_name(self, action: Action) -> str:
        """The seat, or the secretariat itself."""
        return str(action.owner) if action.owner else action.owner_name
