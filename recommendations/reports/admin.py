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
    list_filter = ("job__state", "audience")
    list_select_related = ("requested_by", "job")
    date_hierarchy = "requested_at"
    inlines = (DeliveryInline,)

    @admin.display(description="tilstand", ordering="job__state")
    def state(self, report: Report) -> str:
        return report.job.get_state_display()
