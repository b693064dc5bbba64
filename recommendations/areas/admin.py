"""Areas in the admin; their states are changed on their own pages."""

from __future__ import annotations

from django.contrib import admin

from forum.panel.base import HouseAdmin, ReadInline
from recommendations.areas.models import Area, AreaUpdate


class UpdateInline(ReadInline):
    model = AreaUpdate
    fields = ("date", "colour", "sentence", "next_step", "by")


@admin.register(Area)
class AreaAdmin(HouseAdmin):
    list_display = ("title", "state", "lead", "recommendation", "audience", "delegated_on")
    list_filter = ("state", "audience", "recommendation")
    list_select_related = ("lead", "recommendation")
    search_fields = ("title", "description", "lead__name")
    editable = ("title", "description", "audience", "recommendation")
    inlines = (UpdateInline,)


@admin.register(AreaUpdate)
class AreaUpdateAdmin(HouseAdmin):
    list_display = ("area", "colour", "sentence", "date", "by")
    list_filter = ("colour", "area")
    list_select_related = ("area", "by")
    search_fields = ("sentence", "next_step", "area__title")
    date_hierarchy = "date"
