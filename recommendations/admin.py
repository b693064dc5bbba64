"""The index of the admin's pages, for Django alone."""

from recommendations.areas.admin import AreaAdmin, AreaUpdateAdmin
from recommendations.reports.admin import ReportAdmin
from recommendations.wording.admin import RecommendationAdmin, RecommendationVersionAdmin

__all__ = ["AreaAdmin", "AreaUpdateAdmin", "RecommendationAdmin", "RecommendationVersionAdmin", "ReportAdmin"]
