"""What is new since a moment, in one query over everything the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    F,
    Max,
    Q,
    QuerySet,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from forum.base.compiled_queries import Param, compiled
from forum.base.visibility import Viewer
from meetings.agenda.models import Attachment
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from recommendations.areas.models import Area, AreaUpdate
from recommendations.wording.models import RecommendationVersion

# Papers of a cancelled meeting are no news beside that it was cancelled
STANDS = ~Q(item__meeting__state=Meeting.State.CANCELLED)
COLUMNS = ("kind", "ref", "about", "what", "at", "made")


@dataclass(frozen=True)
class News:
    kind: str
    ref: str
    about: str
    what: str
    at: datetime
    made: int = 0  # what has a date but no time stands in the order it was written

    @property
    def url(self) -> str:
        return ADDRESSES[self.kind](self.ref)


# the kind (as it is read) -> where its news stand
ADDRESSES = {
    "Møde": lambda ref: reverse("meetings:detail", args=[ref]),
    "Bilag": lambda ref: reverse("meetings:detail", args=[ref]),
    "Referat": lambda ref: reverse("meetings:minutes", args=[ref]),
    "Nyt om området": lambda ref: reverse("recommendations:area", args=[ref]),
    "Område": lambda ref: reverse("recommendations:area", args=[ref]),
    "Anbefaling": lambda ref: reverse("recommendations:detail", args=[ref]),
}


def since(moment: datetime, viewer: Viewer, limit: int = 8) -> list[News]:
    """The newest first, at most `limit`; attachments of one meeting are one piece of news."""
    return [News(*row) for row in _since(viewer, limit, moment=moment, day=moment.date())]


@compiled
def _since(viewer: Viewer, limit: int) -> QuerySet[Any, Any]:
    arms = _arms(Param("moment", DateTimeField()), Param("day", DateField()), viewer)
    return arms[0].union(*arms[1:], all=True).order_by("-at", "kind", "ref", "-made", "what")[:limit]


def _arms(moment: Param, day: Param, viewer: Viewer) -> list[QuerySet[Any, Any]]:
    return [
        _meetings(moment, viewer),
        _arm(Attachment.objects.visible_to(viewer).filter(STANDS, file__created_at__gt=moment).values("item__meeting"),
             "Bilag", "item__meeting__slug", F("item__meeting__title"),
             StringAgg("title", ", ", order_by=("-file__created_at", "title")), Max("file__created_at")),
        _arm(Minutes.objects.visible_to(viewer).filter(released_at__gt=moment),
             "Referat", "meeting__slug", F("meeting__title"), "Referatet er klar", "released_at"),
        _arm(AreaUpdate.objects.visible_to(viewer).filter(date__gt=day),
             "Nyt om området", "area__slug", F("area__title"), F("sentence"), Cast("date", DateTimeField())),
        _arm(Area.objects.visible_to(viewer).filter(proposed_on__gt=day).exclude(state=Area.State.STOPPED),
             "Område", "slug", F("title"), "Foreslået som innovationsområde", Cast("proposed_on", DateTimeField())),
        _arm(RecommendationVersion.objects.visible_to(viewer).filter(date__gt=day),
             "Anbefaling", Cast("recommendation__number", CharField()),
             Concat(Value("Anbefaling "), F("recommendation__number"), output_field=CharField()),
             "Ny ordlyd", Cast("date", DateTimeField())),
    ]  # fmt: skip


def _meetings(moment: Param, viewer: Viewer) -> QuerySet[Any, Any]:
    """The last change of each meeting: a meeting that was moved and then cancelled counts as cancelled."""
    cancelled, moved = Q(state=Meeting.State.CANCELLED, changed_at__gt=moment), Q(moved_at__gt=moment)
    rows = Meeting.objects.visible_to(viewer).filter(cancelled | moved | Q(convened_at__gt=moment))
    what = Case(
        When(cancelled, then=Concat(Value("Aflyst: "), F("cancel_reason"))),
        When(moved, then=Value("Flyttet til et andet tidspunkt")),
        default=Value("Indkaldt"),
        output_field=CharField(),
    )
    at = Case(When(cancelled, then=F("changed_at")), When(moved, then=F("moved_at")), default=F("convened_at"))
    return _arm(rows, "Møde", "slug", F("title"), what, at)


def _arm(rows: Any, kind: str, ref: Any, about: Any, what: Any, at: Any) -> QuerySet[Any, Any]:
    """The query of one source, in the columns that all sources share."""
    arm: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            kind=Value(kind, CharField()),
            ref=F(ref) if isinstance(ref, str) else ref,
            about=about,
            what=Value(what, CharField()) if isinstance(what, str) else what,
            at=F(at) if isinstance(at, str) else at,
            made=F("pk") if kind == "Nyt om området" else Value(0, BigIntegerField()),
        )
        .values_list(*COLUMNS)
    )
    return arm
