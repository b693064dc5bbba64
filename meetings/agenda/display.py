"""The agenda's lines as values: all that the meeting's page says of an item, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from forum.base.compiled_queries import Param, compiled
from forum.base.visibility import Audience, Viewer, is_wider
from forum.files.models import StoredFile
from forum.people.models import Organisation
from meetings.agenda.models import AgendaItem, Attachment, Programme, clocked, scan_remark
from meetings.meeting.models import Meeting
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation


@dataclass(frozen=True)
class Paper:
    pk: int
    title: str
    file_name: str
    size: int  # bytes
    note: str


@dataclass(frozen=True)
class Subject:
    """A recommendation or an area that the item is about."""

    name: str
    url: str


@dataclass(frozen=True)
class Item:
    title: str
    kind: str
    kind_label: str
    closed_to: str  # who may see it, when that is not everybody
    awaits_release: bool
    changed_at: datetime
    minutes: int
    responsible: str
    recommendation: Subject | None
    area: Subject | None
    background: str
    motion: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Agenda(Programme):
    """The programme with an `Item` in each line that is open to the viewer, for `{% part %}`."""

    scan_remark: str  # what is said once of all the attachments


def of(meeting: Meeting, viewer: Viewer) -> Agenda:
    """The meeting's agenda (3 queries, and one each for the recommendations and the areas that are treated)."""
    rows = _items(viewer, meeting=meeting.pk)
    recommendations = _subjects(_recommendations, Recommendation, [row.recommendation for row in rows], meeting, viewer)
    areas = _subjects(_areas, Area, [row.area for row in rows], meeting, viewer)
    papers, remark = _papers_of(rows, meeting, viewer)
    shown = {
        row.pk: _item(
            row,
            recommendation=recommendations.get(row.recommendation),
            area=areas.get(row.area),
            papers=tuple(papers[row.pk]),
        )
        for row in rows
    }
    return Agenda(clocked(meeting, viewer, shown), meeting.start, meeting.end, remark)


@compiled
def _items(viewer: Viewer) -> QuerySet[AgendaItem, Any]:
    rows = AgendaItem.objects.visible_to(viewer).filter(meeting=Param("meeting")).order_by()
    return rows.values_list(
        "pk", "title", "kind", "audience", "awaits_release", "changed_at", "minutes", "background", "motion",
        "recommendation", "area", "responsible__organisation__name", "responsible__organisation__kind",
    )  # fmt: skip


def _item(row: Any, **about: Any) -> Item:
    name, kind = row.responsible__organisation__name, row.responsible__organisation__kind
    return Item(
        title=row.title,
        kind=row.kind,
        kind_label=AgendaItem.Kind(row.kind).label,
        closed_to=Audience(row.audience).label.lower() if row.audience in AgendaItem.CLOSED else "",
        awaits_release=row.awaits_release,
        changed_at=row.changed_at,
        minutes=row.minutes,
        responsible=Organisation.full_name_of(name, kind) if name else "",
        background=row.background,
        motion=row.motion,
        **about,
    )


@compiled
def _papers(viewer: Viewer) -> QuerySet[Attachment, Any]:
    rows = Attachment.objects.visible_to(viewer).filter(item__meeting=Param("meeting"))
    return rows.values_list("item", "audience", "file__scan", "pk", "title", "file__name", "file__size")


def _papers_of(items: list[Any], meeting: Meeting, viewer: Viewer) -> tuple[dict[int, list[Paper]], str]:
    """Each item's attachments, and what is said once of all of them."""
    audiences = {item.pk: item.audience for item in items}
    rows = _papers(viewer, meeting=meeting.pk)
    remark = scan_remark([row.file__scan for row in rows])
    found = defaultdict(list)
    for item, audience, scan, pk, title, file_name, size in rows:
        narrow = [Audience(audience).label.lower()] if is_wider(audiences[item], audience) else []
        unscanned = ["ikke scannet for virus"] if scan == StoredFile.Scan.UNSCANNED and not remark else []
        found[item].append(Paper(pk, title, file_name, size, ", ".join([*narrow, *unscanned])))
    return found, remark


@compiled
def _recommendations(viewer: Viewer) -> QuerySet[Recommendation, Any]:
    treated = AgendaItem.objects.visible_to(viewer).filter(meeting=Param("meeting")).order_by()
    rows = Recommendation.objects.visible_to(viewer).filter(pk__in=treated.values("recommendation"))
    return rows.values_list("pk", "number")


@compiled
def _areas(viewer: Viewer) -> QuerySet[Area, Any]:
    treated = AgendaItem.objects.visible_to(viewer).filter(meeting=Param("meeting")).order_by()
    return Area.objects.visible_to(viewer).filter(pk__in=treated.values("area")).values_list("pk", "title", "slug")


def _subjects(
    rows: Any, model: Any, wanted: list[int | None], meeting: Meeting, viewer: Viewer
) -> dict[int | None, Subject]:
    """Those of the wanted that the viewer may see, by pk; nothing is asked when nothing is treated."""
    found = rows(viewer, meeting=meeting.pk) if any(wanted) else []
    made = [model(**row._asdict()) for row in found]
    return {each.pk: Subject(each.title if model is Area else str(each), each.get_absolute_url()) for each in made}
