"""Actions in the admin, to be found and read."""

from __future__ import annotations

from django.contrib import admin

from forum.panel.base import HouseAdmin
from meetings.followup.models import Action


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
