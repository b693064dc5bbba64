"""The index of the models, for Django alone."""

from recommendations.areas.models import Area, AreaPartner, AreaUpdate
from recommendations.reports.models import Report, ReportDelivery, ReportSending
from recommendations.wording.models import Recommendation, RecommendationVersion

__all__ = [
    "Area",
    "AreaPartner",
    "AreaUpdate",
    "Recommendation",
    "RecommendationVersion",
    "Report",
    "ReportDelivery",
    "ReportSending",
]
