"""Names of people: how they are kept, and turned when the surname was written first."""

from __future__ import annotations

from forum.base.text import clean_line

QUOTES = " \"'»«”“’‘"


def clean_name(text: str) -> str:
    """One line without the quotes that mail programs and sheets put round a name."""
    return clean_line(text).strip(QUOTES)


def turned(name: str) -> str:
    """»Holm, Ida« as »Ida Holm«; a name without a comma, or with more than one, as it was.

    It is a guess: »Ida Holm, KL« is turned as well. Whoever uses it shows the result before it counts.
    """
    surname, comma, first = name.partition(",")
    if not comma or "," in first or not surname.strip() or not first.strip():
        return name
    return f"{first.strip()} {surname.strip()}"
