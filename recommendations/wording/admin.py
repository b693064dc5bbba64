"""Recommendations in the admin; wording and states are changed on their own pages."""

from __future__ import annotations

from django.contrib import admin

from forum.panel.base import HouseAdmin, ReadInline
from recommendations.wording.models import Recommendation, RecommendationVersion


class VersionInline(ReadInline):
    model = RecommendationVersion
    fields = ("number", "date", "note", "text")


@admin.register(Recommendation)
class RecommendationAdmin(HouseAdmin):
    list_display = ("number", "text", "version", "state", "audience")
    list_display_links = ("number", "text")
    list_filter = ("state", "audience")
    search_fields = ("=number", "text", "why")
    editable = ("audience", "source", "source_date")
    inlines = (VersionInline,)


@admin.register(RecommendationVersion)
class RecommendationVersionAdmin(HouseAdmin):
    list_display = ("recommendation", "number", "date", "note")
    list_filter = ("recommendation",)
    list_select_related = ("recommendation",)
    search_fields = ("text", "note")
