"""The agenda for the meeting's page: the items with what this viewer may see of all that hangs on them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, IntegerField, QuerySet, Value
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

    @property
    def papers(self) -> list[tuple[int, Attachment]]:
        """All the attachments in the order of the agenda, each with its item's number."""
        return [(row.number, paper) for row in self.rows if row.item for paper in row.item.visible_attachments]


def of(meeting: Meeting, viewer: Viewer) -> Agenda:
    """The meeting's agenda (3 queries, and one where recommendations or areas are treated)."""
    shown = programme(meeting, viewer)
    items = shown.items
    recommendations, areas = dict[int | None, Recommendation](), dict[int | None, Area]()
    for pk, number, slug, title in _treated(viewer, meeting=meeting.pk) if any(map(_treats, items)) else ():
        if slug:
            areas[pk] = Area(pk=pk, slug=slug, title=title)
        else:
            recommendations[pk] = Recommendation(pk=pk, number=number)
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


def _treats(item: AgendaItem) -> bool:
    return bool(item.recommendation_id or item.area_id)


def _content(item: Any) -> Hashable:
    recommendation, area = item.visible_recommendation, item.visible_area
    return (
        item.loaded,
        item.narrowest,
        recommendation and recommendation.number,
        area and (area.slug, area.title),
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
def _treated(viewer: Viewer) -> QuerySet[Any, Any]:
    """What the meeting treats, as far as the viewer may see it: recommendations by number, areas by slug and title."""
    items = AgendaItem.objects.visible_to(viewer).filter(meeting=Param("meeting")).order_by()
    recommendations = Recommendation.objects.visible_to(viewer).filter(pk__in=items.values("recommendation")).order_by()
    areas = Area.objects.visible_to(viewer).filter(pk__in=items.values("area")).order_by()
    numbered = recommendations.values_list("pk", "number", Value("", CharField()), Value("", CharField()))
    return numbered.union(areas.values_list("pk", Value(0, IntegerField()), "slug", "title"), all=True)
