"""Search over everything the viewer may see: Danish stems, prefixes, compounds, and near misses when nothing fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection, transaction
from django.db.models import BooleanField, Case, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Lower

from forum.base import dates
from forum.base.compiled_queries import Param, compiled
from forum.base.markdown import to_plain
from forum.base.text import spellings
from forum.base.visibility import Viewer
from forum.front.sources import BY_KIND, SOURCES, Source, columns
from meetings.meeting.models import Meeting
from meetings.minutes.models import Decision

MOST_HITS = 50
LONGEST_QUERY = 200  # characters
FEWEST_LETTERS = 2
MOST_COMPOUNDS = 200  # stems that one word may widen into
START, STOP = "\x02", "\x03"  # marks round a hit inside an excerpt; no stored text holds them
MARKS = f'StartSel="{START}", StopSel="{STOP}", '
WHOLE = "HighlightAll=true"
# ShortWord: an excerpt may begin with a short word
LINES = 'MaxFragments=2, MaxWords=30, MinWords=12, ShortWord=0, FragmentDelimiter=" … "'

Marked = list[tuple[str, bool]]  # (text, is it a hit?)

MOST_ROWS = 10 * MOST_HITS  # before those that say the same are made one

# For each spelling of each word: its stem, what longer words may begin with, the compounds it is part of, and the stems
# most like it, for when nothing fits.
# - Three letters cut from a longer word say little, »Mette« »met« and »Peter« »pet«, as in kilometres and competences
#   So there a longer word must hold what was written, or end with the stem after two letters at least (»elbil«
#   for »biler«, not »klar« for »Lars«); the last not where a doubled letter is lost, as in names (»Mette«, »Hanne«).
# - A slip is judged by the letters there are to go by; a word that is its own stem has one more, its end. Of four, one
#   may be missing (»dal« for Dahl, but »klag« is not »krag« or »slag«); of five, one may be wrong (»beck« for Bech); of
#   seven, two, or two have changed places. Long words are alike in their trigrams, of which a slip in a short one
#   leaves hardly any.
WIDEN = """
    SELECT n, s.stem, part,
           ARRAY(SELECT w.stem FROM forum_word w
                 WHERE length(s.stem) >= 3 AND (w.stem LIKE '%%' || part || '%%' OR part <> s.stem
                     AND w.stem LIKE '%%__' || s.stem AND (%(nearly)s OR word <> s.stem || right(s.stem, 1) || 'e'))
                 ORDER BY length(w.stem), w.stem LIMIT %(most)s),
           ARRAY(SELECT w.stem FROM forum_word w
                 WHERE %(nearly)s AND CASE
                     WHEN letters < 4 THEN false
                     WHEN letters = 4 THEN length(w.stem) > length(s.stem) AND levenshtein(w.stem, s.stem) = 1
                     ELSE similarity(w.stem, s.stem) >= CASE WHEN length(s.stem) < 8 THEN 0.5 ELSE 0.4 END
                          OR levenshtein_less_equal(w.stem, s.stem, 2) <= CASE WHEN letters < 7 THEN 1 ELSE 2 END END
                 ORDER BY w.stem <-> s.stem, w.stem LIMIT 5)
    FROM unnest(%(words)s::text[], %(numbers)s::int[]) AS given(word, n),
         unnest(tsvector_to_array(to_tsvector('danish', given.word))) AS s(stem),
         LATERAL (SELECT CASE WHEN length(s.stem) > 3 THEN s.stem ELSE word END,
                         length(s.stem) + (s.stem = word)::int) AS known(part, letters)
    ORDER BY n
"""


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
    """True when the query is long enough to search for: one letter is in nearly every text."""
    return sum(map(str.isalnum, query)) >= FEWEST_LETTERS


def find(query: str, viewer: Viewer) -> Found:
    """The best hits first, at most `MOST_HITS`. With no hit, the same search over words that look alike.

    A day, month or year finds what takes place then, however it is written, and the texts that name it in words.
    """
    query = query[:LONGEST_QUERY]
    days, query = dates.named(query) or ("", query)
    words = [word for word in re.findall(r"[^\W_]+", query.lower()) if word != "nr"]
    if not words:
        return Found([])
    asked = _tsquery(words, nearly=False)
    if not asked:
        return Found([], is_too_common=True)
    exact = _hits(asked, words, viewer, days)
    if exact:
        return Found(exact)
    return Found(_hits(_tsquery(words, nearly=True), words, viewer), is_near_miss=True)


def _tsquery(words: list[str], *, nearly: bool) -> str:
    """A raw tsquery; every stem is quoted, so that no word is read as an operator."""
    spelt = [(way, n) for n, word in enumerate(words) for way in spellings(word)]
    given: dict[str, Any] = {"words": [way for way, _ in spelt], "numbers": [n for _, n in spelt]}
    with connection.cursor() as cursor:
        cursor.execute(WIDEN, given | {"most": MOST_COMPOUNDS, "nearly": nearly})
        rows = cursor.fetchall()
    ands: dict[int, dict[str, None]] = {}
    for n, stem, part, compounds, alike in rows:
        ors = [f"'{part}':*", *(f"'{other}'" for other in [stem, *compounds, *alike] if other != part)]
        ands.setdefault(n, {}).update(dict.fromkeys(ors))
    return " & ".join("(" + " | ".join(ors) + ")" for ors in ands.values())


def _is_named(day: str) -> Any:
    """A condition: this day column is one of the days in the query."""
    iso = Func(day, Value("YYYY-MM-DD"), function="to_char", output_field=TextField())
    asked = Param("days", TextField())
    return Q(Func(iso, asked, template="(%(expressions)s)", arg_joiner=" LIKE ", output_field=BooleanField()))


def _arm(source: Source, viewer: Viewer, by_day: bool) -> Any:
    """The query of one source: rows that have the words or fall on the days.

    Their column `named` is 2 for a row of the days, 1 for a row whose title is the query, else 0."""
    asked: Any = SearchQuery(Param("tsquery", TextField()), search_type="raw", config="simple")
    of_days = _is_named("day") if by_day and source.model is Meeting else Q(pk__in=[])
    names = Cast(Param("names", ArrayField(TextField())), ArrayField(TextField()))
    called = Func(names, Lower(source.title), function="array_position", output_field=IntegerField())
    named = Case(When(of_days, then=2), When(called__isnull=False, then=1), default=0, output_field=IntegerField())
    rows = source.rows(viewer).order_by().annotate(vector=source.vector(viewer), **columns(source))
    rows = rows.filter(Q(vector=asked) | of_days)
    rows = rows.annotate(rank=SearchRank("vector", asked), called=called).annotate(named=named)
    return rows.values_list("found_in", "ref", "heading", "body", "meeting_title", "day", "rank", "named")


@compiled
def _rows(viewer: Viewer, by_day: bool) -> QuerySet[Any, Any]:
    arms = [_arm(source, viewer, by_day) for source in SOURCES]
    return arms[0].union(*arms[1:], all=True).order_by("-named", "-rank", "found_in", "ref")[:MOST_ROWS]


def _hits(tsquery: str, words: list[str], viewer: Viewer, days: str = "") -> list[Hit]:
    if not tsquery:
        return []
    names = [name + tail for name in spellings(" ".join(words)) for tail in ("", " kommune", "s kommune")]
    rows = _rows(viewer, bool(days), tsquery=tsquery, names=names, days=days)
    # Who searches for »Ravn« means him and not ravens: headings with the very words before all that only rank
    whole = [re.compile(rf"\b(?:{'|'.join(spellings(word))})\b", re.IGNORECASE) for word in words]
    ordered = sorted(rows, key=lambda row: row.named < 2 and not all(word.search(row.heading) for word in whole))
    # One hit for each thing to read: a decision on ten recommendations is one, three decisions on an item are three
    best: dict[tuple[str, ...], Any] = {}
    for row in ordered:
        said = row.body if BY_KIND[row.found_in].model is Decision else ""
        best.setdefault((BY_KIND[row.found_in].url(row.ref), row.heading, said), row)
        if len(best) == MOST_HITS:
            break
    bodies = [" ".join(to_plain(row.body, addresses=False).split()) for row in best.values()]
    titles, excerpts = _marked(tsquery, [row.heading for row in best.values()], bodies)
    return [
        Hit(row.found_in, row.heading, url, title, excerpt, row.meeting_title or "", row.day)
        for ((url, *_), row), title, excerpt in zip(best.items(), titles, excerpts, strict=True)
    ]


def _marked(tsquery: str, headings: list[str], bodies: list[str]) -> tuple[list[Marked], list[Marked]]:
    """The hits with whole headings and the best lines of each body, cut into marked and unmarked parts."""
    texts, how = [*headings, *bodies], [*[MARKS + WHOLE] * len(headings), *[MARKS + LINES] * len(bodies)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ts_headline('danish', text, to_tsquery('simple', %s), how) "
            "FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS given(text, how, n) ORDER BY n",
            [tsquery, texts, how],
        )
        cut = [_cut(line, text) for (line,), text in zip(cursor.fetchall(), texts, strict=True)]
    return cut[: len(headings)], cut[len(headings) :]


def _cut(line: str, text: str) -> Marked:
    """A marked line as (text, is a hit) parts, with an ellipsis where the text goes on."""
    parts = [(part, bool(n % 2)) for n, part in enumerate(re.split(f"[{START}{STOP}]", line)) if part]
    is_whole = text.endswith("".join(part for part, _ in parts[-1:]))
    return parts if is_whole else [*parts, (" …", False)]


@transaction.atomic
def refresh_words() -> int:
    """Make the table of stems anew from all searched text; returns how many are in use."""
    texts = []
    for source in SOURCES:
        if any("__" in field for field in source.fields):  # another source's words
            continue
        parts = " || ' ' || ".join(f"coalesce({field}, '')" for field in source.fields)
        texts.append(f"SELECT to_tsvector('danish', {parts}) FROM {source.model._meta.db_table}")  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.used")  # twice in one transaction
        cursor.execute(
            "CREATE TEMP TABLE used ON COMMIT DROP AS SELECT word FROM ts_stat(%s)", [" UNION ALL ".join(texts)]
        )
        cursor.execute("DELETE FROM forum_word WHERE stem NOT IN (SELECT word FROM used)")
        cursor.execute(
            "INSERT INTO forum_word (stem) SELECT word FROM used WHERE length(word) <= 100 ON CONFLICT DO NOTHING"
        )
        cursor.execute("SELECT count(*) FROM used")
        return int(cursor.fetchone()[0])
