"""The table of the words in use, that a query's words are widened by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import connection

from forum.base.search_index import Word
from forum.front.sources import SOURCES

TEXTS_AT_ONCE, WORDS_AT_ONCE = 2000, 5000  # in a statement that refreshes the table of stems


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
