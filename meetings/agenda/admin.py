"""Agenda items in the admin, to be found and read."""

from __future__ import annotations

from django.contrib import admin

from forum.panel.base import HouseAdmin
from meetings.agenda.models import AgendaItem


@admin.register(AgendaItem)
class AgendaItemAdmin(HouseAdmin):
    list_display = ("meeting", "number", "title", "kind", "audience")
    list_display_links = ("title",)
    list_filter = ("kind", "audience", "meeting")
    list_select_related = ("meeting",)
    search_fields = ("title", "background", "motion")
