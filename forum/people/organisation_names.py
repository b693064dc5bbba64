"""Organisations as people write them: »Århus«, »Høje Taastrup«, »Kbh. Kommune«, »Kommune: Greve«, »Vesthimmerland«."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from forum.base.text import clean_line
from forum.people.models.organisations import Organisation

LETTERS = {"å": "aa", "æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe"}  # one spelling for both ways
SHORT = {"kbh": "koebenhavn", "frb": "frederiksberg"}
SAYS_MUNICIPALITY = {"kommune", "kommunen", "kommunes", "komm", "kom", "regionskommune"}
LONGEST = 120  # characters; no organisation's name is longer
ALIKE = 0.75  # of the letters: »Grve« and »Greve« share 8 of 9
SURE = 4  # letters that must agree before a beginning counts: »Faaborg« for Faaborg-Midtfyn


class OrganisationNames:
    """The organisations given, found by what a person wrote. `near` is for »mente du?«: it decides nothing."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self.all = list(organisations)
        self._by_name: dict[str, set[Organisation]] = {}
        for organisation in self.all:
            for key in _keys(organisation):
                self._by_name.setdefault(key, set()).add(organisation)

    def find(self, written: str) -> Organisation | None:
        """The one organisation that is called so; None when there is none, or more than one."""
        for key in (_key(_words(written)), _key(_without_kind(_words(written)))):
            found = self._by_name.get(key, set())
            if len(found) == 1:
                return next(iter(found))
        return None

    def near(self, written: str, most: int = 3) -> list[Organisation]:
        """Those whose names look like what was written, the likeliest first; at most `most`."""
        key = _key(_without_kind(_words(written)))
        begins = [name for name in sorted(self._by_name) if _begins_alike(name, key)]
        alike = get_close_matches(key, list(self._by_name), n=most * 3, cutoff=ALIKE) if key else []
        found = [one for name in begins + alike for one in sorted(self._by_name[name], key=lambda each: each.name)]
        return list(dict.fromkeys(found))[:most]


def _keys(organisation: Organisation) -> set[str]:
    """What it answers to when its kind is taken off; a municipality with and without the genitive's s."""
    name = _key(_words(organisation.name))
    also = {f"{name}s", name.removesuffix("s")} if organisation.kind == Organisation.Kind.MUNICIPALITY else set()
    return {name, *also} - {""}


@cache
def _plain(char: str) -> str:
    return LETTERS.get(char) or unicodedata.normalize("NFKD", char)


def _words(written: str) -> list[str]:
    """Runs of a-z and digits: hyphens, dashes, points and blanks part words and are nothing themselves."""
    letters = "".join(map(_plain, clean_line(written)[:LONGEST].casefold()))
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    return [SHORT.get(word, word) for word in re.findall("[a-z0-9]+", bare)]


def _without_kind(words: list[str]) -> list[str]:
    while words[1:] and words[0] in SAYS_MUNICIPALITY:
        words = words[1:]
    while words[1:] and words[-1] in SAYS_MUNICIPALITY:
        words = words[:-1]
    return words


def _key(words: list[str]) -> str:
    return "".join(words)


def _begins_alike(name: str, key: str) -> bool:
    return min(len(name), len(key)) >= SURE and (name.startswith(key) or key.startswith(name))
