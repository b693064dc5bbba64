"""The agenda's lines as values: all that the meeting's page says of an item, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.models import StoredFile
from forum.visibility import Audience, Viewer, is_wider
from meetings.models import AgendaItem, Attachment, Programme, scan_remark
from recommendations.models import Area, Recommendation


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
    minutes: int
    responsible: str
    recommendation: Subject | None
    area: Subject | None
    background: str
    motion: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Line:
    """A line of the programme; `item` is None where it is closed to the viewer."""

    number: int
    begins: datetime
    ends: datetime
    item: Item | None


@dataclass(frozen=True)
class Agenda:
    lines: list[Line]
    scan_remark: str  # what is said once of all the attachments


def of(programme: Programme, viewer: Viewer) -> Agenda:
    """The lines for `{% part %}` (1 query, and one each for the recommendations and the areas that are treated)."""
    items = programme.items
    recommendations, areas = _recommendations(items, viewer), _areas(items, viewer)
    papers, remark = _papers(items, viewer)
    shown = {
        item.pk: _item(
            item,
            papers=tuple(papers[item.pk]),
            recommendation=recommendations.get(item.recommendation_id),
            area=areas.get(item.area_id),
        )
        for item in items
    }
    lines = [
        Line(entry.number, entry.begins, entry.ends, shown[entry.item.pk] if entry.item else None)
        for entry in programme.entries
    ]
    return Agenda(lines, remark)


def _item(item: AgendaItem, **about: Any) -> Item:
    return Item(
        title=item.title,
        kind=item.kind,
        kind_label=item.get_kind_display(),
        closed_to=item.get_audience_display().lower() if item.is_closed else "",
        awaits_release=item.awaits_release,
        minutes=item.minutes,
        responsible=item.responsible.organisation.full_name if item.responsible else "",
        background=item.background,
        motion=item.motion,
        **about,
    )


def _papers(items: Iterable[AgendaItem], viewer: Viewer) -> tuple[dict[int, list[Paper]], str]:
    """Each item's attachments, and what is said once of all of them."""
    audiences = {item.pk: item.audience for item in items}
    columns = ("item", "audience", "file__scan", "pk", "title", "file__name", "file__size")
    rows = list(Attachment.objects.visible_to(viewer).filter(item__in=audiences).values_list(*columns))
    remark = scan_remark([scan for _, _, scan, *_ in rows])
    found = defaultdict(list)
    for item, audience, scan, pk, title, file_name, size in rows:
        narrow = [Audience(audience).label.lower()] if is_wider(audiences[item], audience) else []
        unscanned = ["ikke scannet for virus"] if scan == StoredFile.Scan.UNSCANNED and not remark else []
        found[item].append(Paper(pk, title, file_name, size, ", ".join([*narrow, *unscanned])))
    return found, remark


def _recommendations(items: Iterable[AgendaItem], viewer: Viewer) -> dict[int | None, Subject]:
    wanted = {item.recommendation_id for item in items if item.recommendation_id}
    rows = Recommendation.objects.visible_to(viewer).filter(pk__in=wanted)
    return {row.pk: Subject(str(row), row.get_absolute_url()) for row in rows.only("number")} if wanted else {}


def _areas(items: Iterable[AgendaItem], viewer: Viewer) -> dict[int | None, Subject]:
    wanted = {item.area_id for item in items if item.area_id}
    rows = Area.objects.visible_to(viewer).filter(pk__in=wanted)
    return {row.pk: Subject(row.title, row.get_absolute_url()) for row in rows.only("title", "slug")} if wanted else {}
