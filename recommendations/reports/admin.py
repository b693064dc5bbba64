"""Reports in the admin, to be found and read."""

from __future__ import annotations

from django.contrib import admin

from forum.panel.base import HouseAdmin, ReadInline
from recommendations.reports.models import Report, ReportDelivery


class DeliveryInline(ReadInline):
    model = ReportDelivery
    fields = ("address", "as_link", "mail", "at")


@admin.register(Report)
class ReportAdmin(HouseAdmin):
    list_display = ("kind", "audience", "state", "pages", "requested_by", "requested_at")
    list_filter = ("state", "audience")
    list_select_related = ("requested_by",)
    date_hierarchy = "requested_at"
    inlines = (DeliveryInline,)
