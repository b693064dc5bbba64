"""The agenda for the meeting's page: the items with what this viewer may see of all that hangs on them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from forum.base.compiled_queries import Param, compiled
from forum.base.dates import near_day
from forum.base.visibility import Viewer, is_wider
from forum.files.models import StoredFile
from meetings.agenda.models import AgendaItem, Attachment, Programme, programme, scan_remark
from meetings.meeting.models import Meeting
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation


@dataclass(frozen=True)
class Agenda(Programme):
    """The programme, each item with its visible attachments, recommendation and area."""

    scan_remark: str  # what is said once of all the attachments


def of(meeting: Meeting, viewer: Viewer) -> Agenda:
    """The meeting's agenda (4 queries, and one each for the recommendations and the areas that are treated)."""
    shown = programme(meeting, viewer)
    items = shown.items
    # Nothing is asked when nothing is treated
    recommendations = _by_pk(_recommendations, meeting, viewer) if any(item.recommendation_id for item in items) else {}
    areas = _by_pk(_areas, meeting, viewer) if any(item.area_id for item in items) else {}
    attachments = _attachments(viewer, meeting=meeting.pk)
    scans = [attachment.file.scan for attachment in attachments]
    remark = scan_remark(scans) if viewer.is_secretariat else ""  # a reader can do nothing about it
    for item in items:
        item.visible_recommendation = recommendations.get(item.recommendation_id)
        item.visible_area = areas.get(item.area_id)
        item.visible_attachments = []
    by_pk = {item.pk: item for item in items}
    for attachment in attachments:
        its_item = by_pk.get(attachment.item_id)
        if its_item:  # or it was added since the items were read
            attachment.item = its_item
            attachment.note = _note(attachment, says_scan=viewer.is_secretariat and not remark)
            its_item.visible_attachments.append(attachment)
    for item in items:
        item.content = _content(item)
    return Agenda(shown.lines, shown.starts, shown.meeting_ends, remark)


def _content(item: Any) -> Hashable:
    recommendation, area = item.visible_recommendation, item.visible_area
    return (
        item.loaded,
        item.narrowest,
        recommendation and recommendation.loaded,
        area and area.loaded,
        tuple((attachment.loaded, attachment.note) for attachment in item.visible_attachments),
    )


def _note(attachment: Attachment, *, says_scan: bool) -> str:
    """What stands beside the attachment: that it is new, who may read it, when the item has more readers; unscanned."""
    notes = [f"ny version {near_day(attachment.renewed_at, timezone.now())}"] if attachment.renewed_at else []
    if is_wider(attachment.item.audience, attachment.audience):
        notes.append(attachment.get_audience_display().lower())
    if attachment.file.scan == StoredFile.Scan.UNSCANNED and says_scan:
        notes.append("ikke scannet for virus")
    return ", ".join(notes)


@compiled
def _attachments(viewer: Viewer) -> QuerySet[Attachment]:
    rows: QuerySet[Attachment] = Attachment.objects.visible_to(viewer).filter(item__meeting=Param("meeting"))
    return rows.select_related("file")


@compiled
def _recommendations(viewer: Viewer) -> QuerySet[Recommendation]:
    treated = AgendaItem.objects.visible_to(viewer).filter(meeting=Param("meeting")).order_by()
    return Recommendation.objects.visible_to(viewer).filter(pk__in=treated.values("recommendation"))


@compiled
def _areas(viewer: Viewer) -> QuerySet[Area]:
    treated = AgendaItem.objects.visible_to(viewer).filter(meeting=Param("meeting")).order_by()
    return Area.objects.visible_to(viewer).filter(pk__in=treated.values("area"))


def _by_pk(query: Any, meeting: Meeting, viewer: Viewer) -> dict[int | None, Any]:
    return {row.pk: row for row in query(viewer, meeting=meeting.pk)}
