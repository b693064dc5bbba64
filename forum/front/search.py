"""Search over everything the viewer may see: Danish stems, prefixes, compounds, and near misses when nothing fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchRank
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Lower

from forum.base.compiled_queries import Param, compiled
from forum.base.search_index import is_one_of
from forum.base.search_words import Asked, widened
from forum.base.text import spellings
from forum.base.visibility import Viewer
from forum.front import question
from forum.front.hits import MOST_HITS, ON_ITS_OWN, Found, grouped
from forum.front.question import Question
from forum.front.sources import SOURCES, Source, asked, columns, named_organisations
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.minutes.models import Decision, Minutes

MOST_ROWS = 10 * MOST_HITS  # before those that say the same are made one
# Each row that has the words is looked at when that many are few; else the newest rows first, which are enough
COMMON = 5000
NEWEST = 1000  # rows of each kind
NEWEST_UNINDEXED = 300  # of a kind that has no index of all its words
CANDIDATES = 500  # rows of each kind that are ranked, the newest
COLUMNS = ("found_in", "ref", "heading", "body", "meeting_title", "day", "rank", "named", "own")


class Shape(NamedTuple):
    """What of a question makes another query of it."""

    by_day: bool
    by_item: bool  # by the number of an item
    of_decisions: bool
    has_more: bool  # other words than those of the day, the number and the question
    group: str  # the one group that is asked for, or ""


def find(query: str, viewer: Viewer, group: str = "") -> Found:
    """The hits in groups, the best of each first. With no hit, the same search over words that look alike, and then
    over some of the words.

    A day, month or year finds what takes place then, however it is written, and the texts that name it in words; the
    number of an item finds the items, and where no agenda has so many the recommendation with that number. `group`
    asks for the hits of that group alone, and for more of them.
    """
    what = question.read(query)
    if not what.words:
        return Found([])
    words = list(what.words)
    exact = widened(words, nearly=False)
    if not exact.every:
        return Found([], is_too_common=True)
    if rows := _rows_of(exact, what, viewer, group):
        return grouped(rows, what, exact.every, group)
    near = widened(words, nearly=True)
    if rows := _rows_of(near, what, viewer, group):
        return grouped(rows, what, near.every, group, is_near_miss=True)
    if what.item and not (what.besides or what.days):
        return replace(find(f"anbefaling {what.item}", viewer, group), instead_of_item=what.item)
    some = exact.some()
    rows = _rows_of(some, what, viewer, group) if len(words) > 1 and not what.item else []
    return grouped(rows, what, some.every, group, is_partial=True)


def _is_named(day: str) -> Any:
    """A condition: this day column is one of the days in the query."""
    iso = Func(day, Value("YYYY-MM-DD"), function="to_char", output_field=TextField())
    days = Param("days", TextField())
    return Q(Func(iso, days, template="(%(expressions)s)", arg_joiner=" LIKE ", output_field=BooleanField()))


def _is_asked_for(source: Source, shape: Shape) -> Q:
    """A condition: the row itself is asked for, by its day or its number."""
    words = Q(searched=asked("besides")) if shape.has_more else Q()
    if shape.by_item and source.model is AgendaItem:
        return Q(number=Param("item")) & words & (_is_named("day") if shape.by_day else Q())
    if shape.by_day and not shape.by_item and source.model is Meeting:
        return _is_named("day")
    if _is_of_day(source, shape):
        return _is_named("day") & words
    return Q(pk__in=[])


def _is_of_day(source: Source, shape: Shape) -> bool:
    """Whether the source's rows of the day come with it: the decisions, in a question about them."""
    return shape.of_decisions and shape.by_day and not shape.by_item and source.model is Decision


def _arms(source: Source, viewer: Viewer, shape: Shape, newest: bool) -> Iterator[Any]:
    """The queries of one source: rows that have the words, fall on the days or have the number.

    Their column `named` is `ON_ITS_OWN` for a row that is asked for; for a row whose title is the query 2, or 1 for one
    that belongs to a meeting: a recommendation comes before the item about it. So it is for the other decisions of the
    day that is asked for. For all others it is 0. `own` is true for a row that has the words themselves, not only
    compounds of them.
    """
    itself = _is_asked_for(source, shape)
    names = Cast(Param("names", ArrayField(TextField())), ArrayField(TextField()))
    called = Func(names, Lower(source.title), function="array_position", output_field=IntegerField())
    by_title = When(called__isnull=False, then=1 if source.meeting else 2)
    of_day = [When(_is_named("day"), then=1)] if _is_of_day(source, shape) else []
    named = Case(When(itself, then=ON_ITS_OWN), by_title, *of_day, default=0, output_field=IntegerField())
    own = Case(When(Q(searched=asked("own")), then=1), default=0, output_field=IntegerField())
    for condition, vector in source.searches(viewer, newest):
        rows = source.rows(viewer).order_by().annotate(searched=vector, **columns(source, viewer))
        fits = condition & Q(searched=asked("tsquery")) & (_is_new(source) if newest else Q())
        rows = rows.filter(fits | itself | (_is_named("day") if of_day else Q(pk__in=[]))).annotate(
            rank=SearchRank(F("searched"), asked("nearest")), called=called
        )
        rows = rows.annotate(named=named, own=own).order_by(F("pk") * Value(-1))
        yield rows.values_list(*COLUMNS)[:CANDIDATES]


def _is_new(source: Source) -> Any:
    """A condition: the row is among the `NEWEST` of its table."""
    newest = source.model._base_manager.order_by("-pk").values("pk")
    # What has no index of its words is looked at row by row: these rows first, or all would be
    return is_one_of(newest[:NEWEST_UNINDEXED]) if source.words else Q(pk__in=newest[:NEWEST])


@compiled
def _rows(viewer: Viewer, shape: Shape, newest: bool) -> QuerySet[Any, Any]:
    arms = [
        arm for source in SOURCES if shape.group in ("", source.group) for arm in _arms(source, viewer, shape, newest)
    ]
    return (
        arms[0]
        .union(*arms[1:], all=True)
        .order_by("-named", "-own", "-rank", F("day").desc(nulls_last=True), "found_in", "ref")[:MOST_ROWS]
    )


@compiled
def _with_minutes(viewer: Viewer) -> QuerySet[Any, Any]:
    return Minutes.objects.visible_to(viewer).order_by().values_list("meeting__slug")


def _rows_of(words: Asked, what: Question, viewer: Viewer, group: str) -> list[Any]:
    """The best rows for the words, with each section that is asked for."""
    if not words.every:
        return []
    names = [name + tail for name in spellings(" ".join(what.words)) for tail in ("", " kommune", "s kommune")]
    besides = widened(list(what.besides), nearly=False).every if what.besides else ""
    shape = Shape(bool(what.days), bool(what.item), what.wants_decisions, bool(besides), group)
    given = {
        "nearest": words.nearest, "rarest": words.rarest, "own": words.own, "names": names, "days": what.days,
        "item": what.item, "besides": besides, "address": what.address,
        "organisations": named_organisations(words.any_word),
    }  # fmt: skip
    rows = []
    if words.uses >= COMMON:
        rows = _rows(viewer, shape, True, tsquery=words.nearest, **given)
    if len(rows) < MOST_HITS:
        rows = _rows(viewer, shape, False, tsquery=words.every, **given)
    if what.wants_minutes and (what.days or what.item):
        rows = _led_to_minutes(rows, {slug for (slug,) in _with_minutes(viewer)})
    return _with_sections(rows, what.words)


def _led_to_minutes(rows: list[Any], slugs: set[str]) -> list[Any]:
    """The rows, those that are asked for themselves led into the minutes of their meeting where there are some."""
    return [
        row._replace(found_in="Referat") if row.named == ON_ITS_OWN and row.ref.partition("#")[0] in slugs else row
        for row in rows
    ]


def _with_sections(rows: list[Any], words: tuple[str, ...]) -> list[Any]:
    """The rows that have each section asked for, »§ 2«: a vector knows no signs, only the number."""
    sections = [re.compile(rf"§\s*{word[2:]}\b") for word in words if word.startswith("§")]
    return [row for row in rows if all(section.search(f"{row.heading}\n{row.body}") for section in sections)]
