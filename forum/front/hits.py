"""Hits: rows that say the same made one, in groups, the best first, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from forum.base.dates import MONTHS
from forum.base.markdown import one_line
from forum.base.search_index import BETWEEN_WORDS
from forum.base.text import spellings
from forum.front.question import Question
from forum.front.sources import BY_KIND, FIELD_END, FORMER, GROUPS
from meetings.minutes.models import Decision

MOST_HITS = 50  # of a group
SHOWN = 5  # of each group, when there are several; one more is shown too, rather than a link to it
ON_ITS_OWN = 3  # the column `named` of a row that is itself asked for, by its day or its number
DECISIONS = "beslutninger"
START, STOP = "\x02", "\x03"  # marks round a hit inside an excerpt; no stored text holds them
MARKS = f'StartSel="{START}", StopSel="{STOP}", '
WHOLE = "HighlightAll=true"
# ShortWord: an excerpt may begin with a short word
BETWEEN = " … "
LINES = f'MaxFragments=2, MaxWords=30, MinWords=12, ShortWord=0, FragmentDelimiter="{BETWEEN}"'
# What an excerpt is not cut in: »den 12. august 2019«, »punkt 4«, »37 procent«
NUMBERED = re.compile(rf"\w+ \d[\d.,:/-]*(?: (?:{'|'.join(MONTHS)})\b(?: \d{{4}})?| procent\b)?")

# For ts_headline, marks in a text stand for nothing, as in its vector: »02.19« is two words to it. They come back after
HIDDEN = {ord(mark): 0xE000 + ord(mark) for mark in BETWEEN_WORDS}
SHOWN_AGAIN = {hidden: mark for mark, hidden in HIDDEN.items()}
TWO_HITS = re.compile(f"{STOP}([{''.join(map(chr, SHOWN_AGAIN))}]){START}")  # »02« and »19« are marked as one

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
class Group:
    slug: str
    label: str
    hits: list[Hit]  # those that are shown
    total: int

    @property
    def is_full(self) -> bool:
        """True when there may be more than were counted."""
        return self.total >= MOST_HITS


@dataclass(frozen=True)
class Found:
    groups: list[Group]
    is_near_miss: bool = False
    is_partial: bool = False  # nothing has all of the words
    is_too_common: bool = False  # nothing but stop words
    instead_of_item: int = 0  # no agenda has an item of this number: what has it otherwise

    @property
    def hits(self) -> list[Hit]:
        """All that are shown, in their order on the page."""
        return [hit for group in self.groups for hit in group.hits]

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)

    @property
    def is_full(self) -> bool:
        return any(group.is_full for group in self.groups)


def grouped(rows: list[Any], what: Question, tsquery: str, one: str, **kind: bool) -> Found:
    """The rows as hits in groups; `one` is the group that alone is shown whole, or "". `kind` says what they are."""
    whole = [re.compile(rf"\b(?:{'|'.join(spellings(word))})\b", re.IGNORECASE) for word in what.words]
    best: dict[str, list[tuple[int, Any]]] = {}
    for tier, row in sorted(((_tier(row, whole), row) for row in _different(rows)), key=_order):
        best.setdefault(BY_KIND[row.found_in].group, []).append((tier, row))
    order = [slug for slug in GROUPS if slug in best]
    order.sort(key=lambda slug: (not (what.wants_decisions and slug == DECISIONS), best[slug][0][0]))
    is_whole = bool(one) or len(order) == 1
    shown = {slug: [row for _, row in best[slug][: _room(len(best[slug]), is_whole)]] for slug in order}
    hits = iter(_hits([row for slug in order for row in shown[slug]], tsquery))
    groups = [
        Group(slug, GROUPS[slug], [next(hits) for _ in shown[slug]], min(len(best[slug]), MOST_HITS)) for slug in order
    ]
    return Found(groups, **kind)


def _room(number: int, is_whole: bool) -> int:
    if is_whole:
        return MOST_HITS
    return number if number == SHOWN + 1 else SHOWN


def _tier(row: Any, whole: list[re.Pattern[str]]) -> int:
    """How near the row is to what is asked for, 0 the nearest.

    Who searches for »Ravn« means him and not ravens: headings with the very words before all that only rank, and texts
    with the words before those with compounds of them.
    """
    if row.named:
        return 0 if row.named == ON_ITS_OWN else 1
    if row.found_in == FORMER:
        return 9
    if all(word.search(row.heading) for word in whole):
        return 2
    return 3 if row.own else 4


def _order(found: tuple[int, Any]) -> tuple[int, int]:
    """By tier; what is asked for by day or number the newest first, all else as it was ranked."""
    tier, row = found
    return tier, -row.day.toordinal() if tier == 0 and row.day else 0


def _different(rows: list[Any]) -> Iterable[Any]:
    """One row for each thing to read: a decision on ten recommendations is one, three on an item are three."""
    best: dict[tuple[Any, ...], Any] = {}
    for row in rows:
        source = BY_KIND[row.found_in]
        # The text of a decision ends with the recommendation: in all else the equals are alike
        key = (row.heading, row.meeting_title, row.day, row.body.rpartition(FIELD_END)[0])
        best.setdefault(key if source.model is Decision else (source.url(row.ref), row.heading), row)
    return best.values()


def _hits(rows: list[Any], tsquery: str) -> list[Hit]:
    bodies = [_plain(row.body) for row in rows]
    titles, excerpts = _marked(tsquery, [row.heading for row in rows], bodies) if rows else ([], [])
    return [
        Hit(
            row.found_in,
            row.heading,
            BY_KIND[row.found_in].url(row.ref),
            title,
            excerpt,
            row.meeting_title or "",
            row.day,
        )
        for row, title, excerpt in zip(rows, titles, excerpts, strict=True)
    ]


def _plain(body: str) -> str:
    """The fields of a text in one line, a dot between them."""
    return " · ".join(filter(None, map(one_line, body.split(FIELD_END))))


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
        lines = [TWO_HITS.sub(r"\1", line).translate(SHOWN_AGAIN) for (line,) in cursor.fetchall()]
    cut = [_cut(_with_numbers(line, text), text) for line, text in zip(lines, [*headings, *bodies], strict=True)]
    return cut[: len(headings)], cut[len(headings) :]


def _with_numbers(line: str, text: str) -> str:
    """The marked line with each of its pieces as long as it takes to leave no number apart from its words."""
    uncut = [found.span() for found in NUMBERED.finditer(text)]
    pieces = []
    for piece in line.split(BETWEEN):
        plain = re.sub(f"[{START}{STOP}]", "", piece)
        begin = text.find(plain)
        end = begin + len(plain)
        first = next((start for start, stop in uncut if start < begin < stop), begin)
        # A piece ends with its last word: the space after it is still before the number
        last = next((stop for start, stop in uncut if start < end < stop), end)
        pieces.append(text[first:begin] + piece + text[end:last] if begin >= 0 else piece)
    return BETWEEN.join(pieces)


def _cut(line: str, text: str) -> Marked:
    """A marked line as (text, is a hit) parts, with an ellipsis where the text goes on."""
    parts = [(part, bool(n % 2)) for n, part in enumerate(re.split(f"[{START}{STOP}]", line)) if part]
    is_whole = text.endswith("".join(part for part, _ in parts[-1:]))
    return parts if is_whole else [*parts, (" …", False)]
