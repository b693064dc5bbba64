"""Minutes and decisions in the admin, to be found and read."""

from __future__ import annotations

from django.contrib import admin

from forum.panel.base import HouseAdmin
from meetings.minutes.models import Decision, Minutes


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
