"""Search over everything the viewer may see: Danish stems, prefixes, compounds, and near misses when nothing fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchRank
from django.db import connection
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Lower

from forum.base import dates
from forum.base.compiled_queries import Param, compiled
from forum.base.markdown import to_plain
from forum.base.search_index import BETWEEN_WORDS
from forum.base.search_words import Asked, terms, widened
from forum.base.text import spellings
from forum.base.visibility import Viewer
from forum.front.sources import BY_KIND, SOURCES, Source, asked, columns, named_organisations
from meetings.meeting.models import Meeting
from meetings.minutes.models import Decision

MOST_HITS = 50
LONGEST_QUERY = 200  # characters
OF_THE_DAY = 3
MOST_ROWS = 10 * MOST_HITS  # before those that say the same are made one
FEWEST_LETTERS = 2
SECTION = re.compile(r"§\s*\d")
# Each row that has the words is looked at when that many are few; else the newest rows first, which are enough
COMMON = 5000
NEWEST = 1000  # rows of each kind
CANDIDATES = 500  # rows of each kind that are ranked, the newest
START, STOP = "\x02", "\x03"  # marks round a hit inside an excerpt; no stored text holds them
COLUMNS = ("found_in", "ref", "heading", "body", "meeting_title", "day", "rank", "named")
MARKS = f'StartSel="{START}", StopSel="{STOP}", '
WHOLE = "HighlightAll=true"
# ShortWord: an excerpt may begin with a short word
LINES = 'MaxFragments=2, MaxWords=30, MinWords=12, ShortWord=0, FragmentDelimiter=" … "'

# For ts_headline, marks in a text stand for nothing, as in its vector: »02.19« is two words to it. They come back after
HIDDEN = {ord(mark): 0xE000 + ord(mark) for mark in BETWEEN_WORDS}
SHOWN = {hidden: mark for mark, hidden in HIDDEN.items()}
TWO_HITS = re.compile(f"{STOP}([{''.join(map(chr, SHOWN))}]){START}")  # »02« and »19« are marked as one

Marked = list[tuple[str, bool]]  # (text, is it a hit?)


@dataclass(frozen=True)
class Hit:
    kind: str
    heading: str
    url: str
    title: Marked  # the heading
    excerpt: Marked
    meeting: str = ""  # where it was treated
    day: date | None = None


@dataclass(frozen=True)
class Found:
    hits: list[Hit]
    is_near_miss: bool = False
    is_too_common: bool = False  # nothing but stop words


def is_enough(query: str) -> bool:
    """True when the query is long enough to search for: one letter is in nearly every text, »§ 2« is not."""
    return sum(map(str.isalnum, query)) >= FEWEST_LETTERS or bool(SECTION.search(query))


def find(query: str, viewer: Viewer) -> Found:
    """The best hits first, at most `MOST_HITS`. With no hit, the same search over words that look alike.

    A day, month or year finds what takes place then, however it is written, and the texts that name it in words.
    """
    query = query[:LONGEST_QUERY]
    days, query = dates.named(query) or ("", query)
    words = terms(query)
    if not words:
        return Found([])
    asked = widened(words, nearly=False)
    if not asked.every:
        return Found([], is_too_common=True)
    exact = _hits(asked, words, viewer, days, query.strip().lower())
    if exact:
        return Found(exact)
    return Found(_hits(widened(words, nearly=True), words, viewer), is_near_miss=True)


def _is_named(day: str) -> Any:
    """A condition: this day column is one of the days in the query."""
    iso = Func(day, Value("YYYY-MM-DD"), function="to_char", output_field=TextField())
    asked = Param("days", TextField())
    return Q(Func(iso, asked, template="(%(expressions)s)", arg_joiner=" LIKE ", output_field=BooleanField()))


def _arms(source: Source, viewer: Viewer, by_day: bool, newest: bool) -> Iterator[Any]:
    """The queries of one source: rows that have the words or fall on the days.

    Their column `named` is `OF_THE_DAY` for a row of the days; for a row whose title is the query 2, or 1 for one that
    belongs to a meeting: a recommendation comes before the item about it. For all others it is 0.
    """
    of_days = _is_named("day") if by_day and source.model is Meeting else Q(pk__in=[])
    names = Cast(Param("names", ArrayField(TextField())), ArrayField(TextField()))
    called = Func(names, Lower(source.title), function="array_position", output_field=IntegerField())
    by_title = When(called__isnull=False, then=1 if source.meeting else 2)
    named = Case(When(of_days, then=OF_THE_DAY), by_title, default=0, output_field=IntegerField())
    for condition, vector in source.searches(viewer):
        rows = source.rows(viewer).order_by().annotate(searched=vector, **columns(source))
        fits = condition & Q(searched=asked("tsquery")) & (_is_new(source) if newest else Q())
        rows = rows.filter(fits | of_days).annotate(rank=SearchRank(F("searched"), asked("nearest")), called=called)
        rows = rows.annotate(named=named).order_by(F("pk") * Value(-1))
        yield rows.values_list(*COLUMNS)[:CANDIDATES]


def _is_new(source: Source) -> Any:
    """A condition: the row is among the `NEWEST` of its table."""
    return Q(pk__in=source.model._base_manager.order_by("-pk").values("pk")[:NEWEST])


@compiled
def _rows(viewer: Viewer, by_day: bool, newest: bool) -> QuerySet[Any, Any]:
    arms = [arm for source in SOURCES for arm in _arms(source, viewer, by_day, newest)]
    return (
        arms[0]
        .union(*arms[1:], all=True)
        .order_by("-named", "-rank", F("day").desc(nulls_last=True), "found_in", "ref")[:MOST_ROWS]
    )


def _hits(asked: Asked, words: list[str], viewer: Viewer, days: str = "", address: str = "") -> list[Hit]:
    if not asked.every:
        return []
    names = [name + tail for name in spellings(" ".join(words)) for tail in ("", " kommune", "s kommune")]
    organisations = named_organisations(asked.any_word)
    given = {"nearest": asked.nearest, "organisations": organisations, "names": names, "days": days, "address": address}
    rows = []
    if asked.uses >= COMMON:
        rows = _rows(viewer, bool(days), True, tsquery=asked.nearest, **given)
    if len(rows) < MOST_HITS:
        rows = _rows(viewer, bool(days), False, tsquery=asked.every, **given)
    rows = _with_sections(rows, words)
    # Who searches for »Ravn« means him and not ravens: headings with the very words before all that only rank
    whole = [re.compile(rf"\b(?:{'|'.join(spellings(word))})\b", re.IGNORECASE) for word in words]
    ordered = sorted(
        rows, key=lambda row: row.named < OF_THE_DAY and not all(word.search(row.heading) for word in whole)
    )
    # One hit for each thing to read: a decision on ten recommendations is one, three decisions on an item are three
    best: dict[tuple[str, ...], Any] = {}
    for row in ordered:
        said = row.body if BY_KIND[row.found_in].model is Decision else ""
        best.setdefault((BY_KIND[row.found_in].url(row.ref), row.heading, said), row)
        if len(best) == MOST_HITS:
            break
    bodies = [" ".join(to_plain(row.body, addresses=False).split()) for row in best.values()]
    titles, excerpts = _marked(asked.every, [row.heading for row in best.values()], bodies)
    return [
        Hit(row.found_in, row.heading, url, title, excerpt, row.meeting_title or "", row.day)
        for ((url, *_), row), title, excerpt in zip(best.items(), titles, excerpts, strict=True)
    ]


def _with_sections(rows: list[Any], words: list[str]) -> list[Any]:
    """The rows that have each section asked for, »§ 2«: a vector knows no signs, only the number."""
    sections = [re.compile(rf"§\s*{word[2:]}\b") for word in words if word.startswith("§")]
    return [row for row in rows if all(section.search(f"{row.heading}\n{row.body}") for section in sections)]


def _marked(tsquery: str, headings: list[str], bodies: list[str]) -> tuple[list[Marked], list[Marked]]:
    """The hits with whole headings and the best lines of each body, cut into marked and unmarked parts."""
    plain = [text.translate(HIDDEN) for text in (*headings, *bodies)]
    how = [*[MARKS + WHOLE] * len(headings), *[MARKS + LINES] * len(bodies)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ts_headline('danish', text, to_tsquery('simple', %s), how) "
            "FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS given(text, how, n) ORDER BY n",
            [tsquery, plain, how],
        )
        lines = [TWO_HITS.sub(r"\1", line).translate(SHOWN) for (line,) in cursor.fetchall()]
    cut = [_cut(line, text) for line, text in zip(lines, [*headings, *bodies], strict=True)]
    return cut[: len(headings)], cut[len(headings) :]


def _cut(line: str, text: str) -> Marked:
    """A marked line as (text, is a hit) parts, with an ellipsis where the text goes on."""
    parts = [(part, bool(n % 2)) for n, part in enumerate(re.split(f"[{START}{STOP}]", line)) if part]
    is_whole = text.endswith("".join(part for part, _ in parts[-1:]))
    return parts if is_whole else [*parts, (" …", False)]
