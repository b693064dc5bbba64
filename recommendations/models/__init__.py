"""Recommendations, innovation areas and reports; one file per concept."""

from recommendations.models.areas import Area, AreaUpdate
from recommendations.models.recommendations import Recommendation, RecommendationVersion
from recommendations.models.reports import Report, ReportDelivery

__all__ = ["Area", "AreaUpdate", "Recommendation", "RecommendationVersion", "Report", "ReportDelivery"]
