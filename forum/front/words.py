"""The words of a query: which there are, what each may be a part of or a slip for, and the table that tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from forum.base.search_index import Word
from forum.base.text import spellings
from forum.front.sources import SOURCES

MOST_TERMS = 10  # words of a query that are searched for
MOST_SPELLINGS = 16  # of all the words together
MOST_COMPOUNDS = 200  # stems that one word may widen into
NEAREST = 10  # of these, the shortest, that a hit's rank is counted by: 200 would cost more than all the rest
TEXTS_AT_ONCE, WORDS_AT_ONCE = 2000, 5000  # in a statement that refreshes the table of stems
WRITTEN_AS_ONE = re.compile(
    r"§+\s*\d+"  # a section of a law
    r"|\d{1,3}(?:\s\d{3})+(?:,\d\d)?\b|\d\d(?:\s\d\d){3}\b"  # a sum, a phone number: »1 000 000«, »33 70 33 70«
    r"|\d+\.\d+(?=/\d+\.\d)"  # »02.19/17.11« is two agreements
    r"|[^\W_]+(?:[.,:/\u2010-\u2014-][^\W_]+)*"  # words with a mark and no space between them
)
# A number as `terms` gives it: in groups of three or two figures, and without; decimals, or a check digit, may follow
GROUPED = re.compile(r"(\d{1,3}(?: \d{3})+|\d\d(?: \d\d){3})((?: \d{1,2})?)")
WHOLE = re.compile(r"(?!(?:19|20)\d\d\b)([1-9]\d{3,11})((?: \d{1,2})?)")  # no year is a sum

# For each spelling of each word: its stem, what longer words may begin with, the compounds it is part of, how often all
# of these are used, and the stems most like it, for when nothing fits. A number such as »02 19« is a phrase.
# - Three letters cut from a longer word say little, »Mette« »met« and »Peter« »pet«, as in kilometres and competences
#   So there a longer word must hold what was written, or end with the stem after two letters at least (»elbil«
#   for »biler«, not »klar« for »Lars«); the last not where a doubled letter is lost, as in names (»Mette«, »Hanne«).
# - A slip is judged by the letters there are to go by; a word that is its own stem has one more, its end. Of four, one
#   may be missing (»dal« for Dahl, but »klag« is not »krag« or »slag«); of five, one may be wrong (»beck« for Bech); of
#   seven, two, or two have changed places. Long words are alike in their trigrams, of which a slip in a short one
#   leaves hardly any.
# - A slip may be cut where the word is not (»dagsod« for »dagsorden«), so it is also compared as it was written. The
#   word may be in use in compounds alone (»tovholderkommune«): a long one is compared with what those begin with.
WIDEN = """
    SELECT n, s.stem, part, compounds, alike, coalesce(compound_uses, 0) + coalesce(alike_uses, 0)
    FROM unnest(%(words)s::text[], %(numbers)s::int[]) AS given(word, n),
         unnest(tsvector_to_array(to_tsvector('danish', given.word))) AS s(stem),
         LATERAL (SELECT CASE WHEN length(s.stem) > 3 THEN s.stem ELSE word END,
                         length(s.stem) + (s.stem = word)::int) AS known(part, letters),
         LATERAL (SELECT sum(uses), (array_agg(compound.stem ORDER BY length(compound.stem), compound.stem)
                                     FILTER (WHERE NOT starts_with(compound.stem, part)))[:%(most)s]
                  FROM (SELECT w.stem, w.uses FROM forum_word w
                        WHERE w.stem LIKE CASE WHEN length(s.stem) < 3 THEN '' ELSE '%%' END || part || '%%'
                        UNION SELECT w.stem, w.uses FROM forum_word w
                        WHERE part <> s.stem AND w.stem LIKE '%%__' || s.stem AND length(s.stem) = 3
                              AND (%(nearly)s OR word <> s.stem || right(s.stem, 1) || 'e')) AS compound
                 ) AS compounds(compound_uses, compounds),
         LATERAL (SELECT sum(uses), array_agg(stem ORDER BY stem <-> s.stem, stem)
                  FROM (SELECT stem, uses
                        FROM (SELECT w.stem, w.uses FROM forum_word w
                              WHERE %(nearly)s AND letters > 4 AND w.stem %% s.stem AND similarity(w.stem, s.stem)
                                    >= CASE WHEN length(s.stem) < 8 THEN 0.5 ELSE 0.4 END
                              UNION SELECT w.stem, w.uses FROM forum_word w
                              WHERE %(nearly)s AND letters > 3 AND length(w.stem) - length(s.stem) BETWEEN -2 AND 2
                                    AND CASE WHEN letters = 4
                                        THEN length(w.stem) > length(s.stem) AND levenshtein(w.stem, s.stem) = 1
                                        ELSE levenshtein_less_equal(w.stem, s.stem, 2)
                                             <= CASE WHEN letters < 7 THEN 1 ELSE 2 END END
                              UNION SELECT w.stem, w.uses FROM forum_word w
                              WHERE %(nearly)s AND letters > 4 AND length(w.stem) - length(word) BETWEEN -2 AND 2
                                    AND levenshtein_less_equal(w.stem, word, 2)
                                        <= CASE WHEN length(word) < 7 THEN 1 ELSE 2 END
                              UNION SELECT w.stem, w.uses FROM forum_word w
                              WHERE %(nearly)s AND letters > 6 AND length(w.stem) > length(s.stem) + 2
                                    AND w.stem LIKE left(s.stem, 3) || '%%'
                                    AND levenshtein_less_equal(left(w.stem, length(s.stem)), s.stem, 2) <= 2) AS near
                        ORDER BY stem <-> s.stem, stem LIMIT 5) AS nearest
                 ) AS near(alike_uses, alike)
    WHERE word NOT LIKE '%% %%'
    UNION ALL
    SELECT n, phraseto_tsquery('danish', word)::text, NULL, NULL, NULL, 0
    FROM unnest(%(words)s::text[], %(numbers)s::int[]) AS given(word, n)
    WHERE word LIKE '%% %%'
    ORDER BY n
"""


def terms(query: str) -> list[str]:
    """The words of a query in lower case, at most `MOST_TERMS`; a number with marks in it is one: »02.19« is »02 19«.

    So are »1.000,50«, »2019/123«, »17-11«, »covid-19« and »33 70 33 70«. »og/eller« is two words, and »nr.« says
    nothing. A section of a law is »§ 2«, whatever stands between the sign and the number.
    """
    found: list[str] = []
    for written in WRITTEN_AS_ONE.findall(query.lower()):
        parts = [part for part in re.findall(r"[^\W_]+", written) if part != "nr"]
        is_number = any(map(str.isdigit, written))
        sign = "§ " if written.startswith("§") else ""
        found += [sign + " ".join(parts)] if is_number and parts else parts
    return found[:MOST_TERMS]


def regrouped(term: str) -> list[str]:
    """A number with its figures grouped otherwise: »1000000« for »1 000 000«, and »33 70 33 70« for »33703370«."""
    if found := GROUPED.fullmatch(term):
        return [found[1].replace(" ", "") + found[2]]
    if found := WHOLE.fullmatch(term):
        pairs = [" ".join(re.findall("..", found[1]))] if len(found[1]) == 8 else []
        return [way + found[2] for way in (f"{int(found[1]):,}".replace(",", " "), *pairs)]
    return []


@dataclass(frozen=True)
class Asked:
    """Raw tsqueries, in which every stem is quoted, so that no word is read as an operator; "" asks for nothing."""

    every: str  # all of the words, each widened to its compounds
    nearest: str  # the same with the few shortest compounds of each word: what hits are ranked by
    any_word: str  # one of the words at least
    uses: int  # how often they are used: the rarest of them


def widened(words: list[str], *, nearly: bool) -> Asked:
    """The terms with their spellings, beginnings and compounds; `nearly`: and the words that are like them."""
    spelt = [
        (nth, n, way) for n, word in enumerate(words) for nth, way in enumerate([*spellings(word), *regrouped(word)])
    ]
    spelt = sorted(spelt)[:MOST_SPELLINGS]  # each as it is written before any is written otherwise
    given: dict[str, Any] = {"words": [way for *_, way in spelt], "numbers": [n for _, n, _ in spelt]}
    with connection.cursor() as cursor:
        cursor.execute(WIDEN, given | {"most": MOST_COMPOUNDS, "nearly": nearly})
        rows = cursor.fetchall()
    near: dict[int, dict[str, None]] = {}
    far: dict[int, dict[str, None]] = {}
    uses: dict[int, int] = {}
    for n, stem, part, compounds, alike, used in rows:
        whole = [f"'{part}':*", f"'{stem}'"] if part else [f"({stem})"]
        others = [f"'{other}'" for other in compounds or ()]
        near.setdefault(n, {}).update(dict.fromkeys([*whole, *others[:NEAREST], *(f"'{one}'" for one in alike or ())]))
        far.setdefault(n, {}).update(dict.fromkeys(others[NEAREST:]))
        uses[n] = uses.get(n, 0) + int(used)
    nearest = ["(" + " | ".join(ors) + ")" for ors in near.values()]
    every = ["(" + " | ".join({**ors, **far[n]}) + ")" for n, ors in near.items()]
    return Asked(" & ".join(every), " & ".join(nearest), " | ".join(every), min(uses.values(), default=0))


def refresh_words() -> int:
    """Bring the table of stems up to date with all searched text; returns how many are in use.

    Thousands of texts a statement, and each alone: it never nears the statement timeout, and keeps nobody waiting.
    """
    uses: Counter[str] = Counter()
    for table in sorted({source.model._meta.db_table for source in SOURCES if source.vector is None}):
        uses.update(_uses_in(table))
    known = dict(Word.objects.values_list("stem", "uses"))
    changed = [(stem, count) for stem, count in uses.items() if known.get(stem) != count]
    with connection.cursor() as cursor:
        for some in batched(changed, WORDS_AT_ONCE):
            cursor.execute(
                "INSERT INTO forum_word (stem, uses) SELECT * FROM unnest(%s::text[], %s::int[]) ORDER BY 1 "
                "ON CONFLICT (stem) DO UPDATE SET uses = excluded.uses",
                [list(column) for column in zip(*some, strict=True)],
            )
    for gone in batched(sorted(known.keys() - uses.keys()), WORDS_AT_ONCE):
        Word.objects.filter(stem__in=gone).delete()
    return len(uses)


def _uses_in(table: str) -> Counter[str]:
    """In how many rows of the table each stem is; the longest are left out."""
    uses: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min(id), max(id) FROM {table}")  # noqa: S608 - our own names
        first, last = cursor.fetchone()
        for begin in range(first or 0, (last or -1) + 1, TEXTS_AT_ONCE):
            some = f"SELECT vector FROM {table} WHERE id BETWEEN {begin} AND {begin + TEXTS_AT_ONCE - 1}"  # noqa: S608 - as above
            cursor.execute("SELECT word, ndoc FROM ts_stat(%s) WHERE length(word) <= 100", [some])
            uses.update(dict(cursor.fetchall()))
    return uses


def batched(rows: list[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
