"""Recommendations, areas and reports in the admin; wording and states are changed on their own pages."""

from __future__ import annotations

from django.contrib import admin

from forum.panel.base import HouseAdmin, ReadInline
from recommendations.areas.models import Area, AreaUpdate
from recommendations.reports.models import Report, ReportDelivery
from recommendations.wording.models import Recommendation, RecommendationVersion


class VersionInline(ReadInline):
    model = RecommendationVersion
    fields = ("number", "date", "note", "text")


class UpdateInline(ReadInline):
    model = AreaUpdate
    fields = ("date", "colour", "sentence", "next_step", "by")


class DeliveryInline(ReadInline):
    model = ReportDelivery
    fields = ("address", "as_link", "mail", "at")


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


@admin.register(Report)
class ReportAdmin(HouseAdmin):
    list_display = ("kind", "audience", "state", "pages", "requested_by", "requested_at")
    list_filter = ("state", "audience")
    list_select_related = ("requested_by",)
    date_hierarchy = "requested_at"
    inlines = (DeliveryInline,)
