"""A supplier that does not exist yet, as a pasted line names it: »Fjordtek A/S (ny leverandør)«."""

from __future__ import annotations

import re
from collections.abc import Sequence

MARK = " (ny leverandør)"
LONGEST = 120  # characters of an organisation's name
MARKED = re.compile(r"(?P<name>.*\S)\s*\(\s*ny leverandør\s*\)", re.IGNORECASE)
COMPANY = re.compile(r"\b(?:aps|a/s|i/s|k/s|p/s|ivs|amba|a\.m\.b\.a\.?|ltd|gmbh|ab|inc)\.?$", re.IGNORECASE)


def marked(name: str) -> str:
    """The cell that says that the supplier is to be made."""
    return f"{name}{MARK}"


def supplier_in(cell: str) -> str:
    """The name of the supplier that the cell says is to be made; "" for any other cell."""
    found = MARKED.fullmatch(cell)
    return found["name"] if found and len(found["name"]) <= LONGEST else ""


def is_like_municipality(name: str) -> bool:
    """»Findes Ikke Kommune«: no supplier is called so."""
    return name.casefold().endswith(("kommune", "kommunes"))


def may_be_new(name: str, near: Sequence[object]) -> bool:
    """A name that nothing looks like, or one that ends as companies do: to others it is the name that is misspelt."""
    return len(name) <= LONGEST and not is_like_municipality(name) and (not near or bool(COMPANY.search(name)))


def person_and_supplier(cells: list[str]) -> tuple[str, str] | None:
    """Which of two cells is the person and which the supplier; None when there are not two.

    The supplier stands last, unless the first alone ends as companies do.
    """
    if len(cells) != 2 or max(map(len, cells)) > LONGEST:
        return None
    first, last = cells
    return (last, first) if COMPANY.search(first) and not COMPANY.search(last) else (first, last)
