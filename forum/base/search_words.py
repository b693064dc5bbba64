"""The words of a query: which there are, and what each may be a part of or a slip for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from forum.base.text import spellings

MOST_TERMS = 10  # words of a query that are searched for
MOST_SPELLINGS = 16  # of all the words together
MOST_COMPOUNDS = 200  # stems that one word may widen into
NEAREST = 10  # of these, the shortest, that a hit's rank is counted by: 200 would cost more than all the rest
WRITTEN_AS_ONE = re.compile(
    r"§+\s*\d+"  # a section of a law
    r"|\d{1,3}(?:\s\d{3})+(?:,\d\d)?\b|\d\d(?:\s\d\d){3}\b"  # a sum, a phone number: »1 000 000«, »33 70 33 70«
    r"|\d+\.\d+(?=/\d+\.\d)"  # »02.19/17.11« is two agreements
    r"|[^\W_]+(?:[.,:/\u2010-\u2014-][^\W_]+)*"  # words with a mark and no space between them
)
# A number as `terms` gives it: in groups of three or two figures, and without; decimals, or a check digit, may follow
GROUPED = re.compile(r"(\d{1,3}(?: \d{3})+|\d\d(?: \d\d){3})((?: \d{1,2})?)")
WHOLE = re.compile(r"(?!(?:19|20)\d\d\b)([1-9]\d{3,11})((?: \d{1,2})?)")  # no year is a sum

# What a question is made of besides what it asks for: »hvornår besluttede vi, at ...«, »hvem sagde ja til ...«
QUESTION_WORDS = """
    hvornår hvem hvad hvor hvorfor hvordan hvilke hvilken hvilket hvis mon egentlig sidst sidste gang igen allerede
    vi os vores jeg mig forummet forummets besluttede besluttet beslutte beslutning beslutningen beslutninger vedtog
    vedtaget vedtage bestemte bestemt aftalte aftalt sagde sige enige omkring vedrørende angående sker skete finde
"""
QUESTION = frozenset(QUESTION_WORDS.split())

ACRONYMS = frozenset({"ski", "kl"})  # whole words: »ski« is not »skift« or »skilte«

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
    FROM unnest(%(words)s::text[], %(numbers)s::int[], %(written)s::text[]) AS given(word, n, written),
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
    WHERE word NOT LIKE '%% %%' AND to_tsvector('danish', written) <> ''  -- »på« is no word, so »paa« is none
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


def asked_for(words: list[str]) -> list[str]:
    """The terms without those that only make a question of them; all of them when there are no others."""
    return [word for word in words if word not in QUESTION] or words


def regrouped(term: str) -> list[str]:
    """A number with its figures grouped otherwise: »1000000« for »1 000 000«, and »33 70 33 70« for »33703370«."""
    if found := GROUPED.fullmatch(term):
        return [found[1].replace(" ", "") + found[2]]
    if found := WHOLE.fullmatch(term):
        pairs = [" ".join(re.findall("..", found[1]))] if len(found[1]) == 8 else []
        return [way + found[2] for way in (f"{int(found[1]):,}".replace(",", " "), *pairs)]
    return []


@dataclass(frozen=True)
class AskedWord:
    """One word as raw tsqueries, in which every stem is quoted, so that none is read as an operator."""

    widened: str  # with all the words that it is the beginning or a part of
    nearest: str  # with the few shortest of them: what hits are ranked by
    own: str  # as it is, whatever its ending
    uses: int


@dataclass(frozen=True)
class Asked:
    """Raw tsqueries for all of the words, or with `operator` | for some of them; "" asks for nothing."""

    words: tuple[AskedWord, ...]
    operator: str = "&"

    def some(self) -> Asked:
        """The same for what has one of the words at least."""
        return replace(self, operator="|")

    def _joined(self, parts: Iterable[str]) -> str:
        return f" {self.operator} ".join(parts)

    @property
    def every(self) -> str:
        return self._joined(word.widened for word in self.words)

    @property
    def nearest(self) -> str:
        return self._joined(word.nearest for word in self.words)

    @property
    def own(self) -> str:
        return self._joined(word.own for word in self.words)

    @property
    def any_word(self) -> str:
        return self.some().every

    @property
    def rarest(self) -> str:
        """What a row must have, whatever else it has."""
        if self.operator == "|":
            return self.every
        return min(self.words, key=lambda word: word.uses).widened if self.words else ""

    @property
    def uses(self) -> int:
        """In how many rows at most all that is asked for is."""
        uses = [word.uses for word in self.words] or [0]
        return sum(uses) if self.operator == "|" else min(uses)


def widened(words: list[str], *, nearly: bool) -> Asked:
    """The terms with their spellings, beginnings and compounds; `nearly`: and the words that are like them."""
    spelt = [
        (nth, n, way) for n, word in enumerate(words) for nth, way in enumerate([*spellings(word), *regrouped(word)])
    ]
    spelt = sorted(spelt)[:MOST_SPELLINGS]  # each as it is written before any is written otherwise
    numbers = [n for _, n, _ in spelt]
    given: dict[str, Any] = {
        "words": [way for *_, way in spelt],
        "numbers": numbers,
        "written": [words[n] for n in numbers],
    }
    with connection.cursor() as cursor:
        cursor.execute(WIDEN, given | {"most": MOST_COMPOUNDS, "nearly": nearly})
        rows = cursor.fetchall()
    own: dict[int, dict[str, None]] = {}
    near: dict[int, dict[str, None]] = {}
    far: dict[int, dict[str, None]] = {}
    uses: dict[int, int] = {}
    for n, stem, part, compounds, alike, used in rows:
        is_acronym = words[n] in ACRONYMS
        itself = f"'{stem}'" if part else f"({stem})"
        whole = [f"'{part}':*", itself] if part and not is_acronym else [itself]
        others = [f"'{other}'" for other in (() if is_acronym else compounds or ())]
        own.setdefault(n, {})[itself] = None
        near.setdefault(n, {}).update(dict.fromkeys([*whole, *others[:NEAREST], *(f"'{one}'" for one in alike or ())]))
        far.setdefault(n, {}).update(dict.fromkeys(others[NEAREST:]))
        uses[n] = uses.get(n, 0) + int(used)
    return Asked(
        tuple(AskedWord(_one_of({**near[n], **far[n]}), _one_of(near[n]), _one_of(own[n]), uses[n]) for n in near)
    )


def _one_of(stems: Iterable[str]) -> str:
    return "(" + " | ".join(stems) + ")"
