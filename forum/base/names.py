"""Names of people: how they are kept, and turned when the surname was written first."""

from __future__ import annotations

import re

from forum.base.text import clean_line

QUOTES = " \"'»«”“’‘"
# A word of a name: letters, with hyphens and apostrophes; a point only after an initial
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\W\d_]\.")
# »cand.jur.« and »ph.d.« have points and are no words of a name; these are written without, too
TITLE = re.compile(
    r"(?:jr|sr|cand|phd|mba|dr|prof|hr|fru|fr)"
    r"|.*(?:direktør|chef|leder|leader|manager|konsulent|specialist|koordinator|medarbejder|sekretær|assistent|rådgiver"
    r"|jurist|advokat|ingeniør|økonom|arkitekt|indkøber|planlægger|udvikler|fuldmægtig|mester|formand|forperson"
    r"|forkvinde|professor|lektor)",
    re.IGNORECASE,
)


def clean_name(text: str) -> str:
    """One line without the quotes that mail programs and sheets put round a name."""
    return clean_line(text).strip(QUOTES)


def turned(name: str) -> str:
    """»Holm, Ida« as »Ida Holm«; any other name as it was.

    What still has a comma is a question: it has a title (»Direktør, Ida Holm«), a place (»Ida Holm, KL«), or more.
    """
    parts = [part.strip() for part in name.split(",")]
    return " ".join(reversed(parts)) if len(parts) == 2 and all(is_plain(part, name) for part in parts) else name


def without_titles(name: str) -> str:
    """The likely name in what has a comma: »Direktør, cand.jur. Ida Holm« is »Ida Holm«; "" when there is none."""
    kept = [" ".join(word for word in part.split() if is_plain(word, name)) for part in name.split(",")]
    parts = [part for part in kept if part]
    return " ".join(reversed(parts)) if len(parts) <= 2 else ""


def is_plain(part: str, whole: str) -> bool:
    """True for words that can be of a name: letters, and no title; »KL« is none where not the whole is in capitals."""
    words = part.split()
    return bool(words) and all(
        WORD.fullmatch(word)
        and not TITLE.fullmatch(word)
        and (len(word) < 2 or not word.isalpha() or not word.isupper() or whole.isupper())
        for word in words
    )
