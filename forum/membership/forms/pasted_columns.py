"""The headings over a table of people: which column is the name, the address, the organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass

NAME, FIRST, LAST, EMAIL, ORGANISATION = "name", "first", "last", "email", "organisation"
WORDS = {
    NAME: "navn name fuldtnavn fuldenavn deltager deltagere person kontaktperson medlem",
    FIRST: "fornavn fornavne firstname mellemnavn mellemnavne",
    LAST: "efternavn efternavne lastname surname",
    EMAIL: "mail email emailadresse mailadresse mailadr epost epostadresse emailaddress",
    ORGANISATION: "organisation organisationer kommune kommunenavn myndighed leverandør virksomhed firma arbejdsplads"
    " arbejdssted company",
}
ROLES = {word: role for role, words in WORDS.items() for word in words.split()}


@dataclass(frozen=True)
class Headings:
    """The cells of a line of headings, and the role of each: "" for a column that is not used."""

    cells: list[str]
    roles: list[str]

    @classmethod
    def read(cls, cells: list[str]) -> Headings | None:
        """The headings, or None when the line is none: it names an address and somebody's name or organisation."""
        roles = [ROLES.get(_word(cell), "") for cell in cells]
        named = set(roles) - {""}
        is_all_known = all(role or not cell for role, cell in zip(roles, cells, strict=True))
        is_table = EMAIL in named and len(named) > 1
        return cls(cells, roles) if named and (is_table or is_all_known) and not any("@" in c for c in cells) else None

    @property
    def names_an_address(self) -> bool:
        return EMAIL in self.roles

    def under(self, role: str, cells: list[str]) -> list[str]:
        """What stands in the columns of this role, from left to right; empty cells are left out."""
        return [cell for cell, its in zip(cells, self.roles, strict=False) if its == role and cell]

    def replaced(self, role: str, cells: list[str], value: str) -> str:
        """The row as a line, with the value in the first column of this role, and nothing in the others."""
        first = self.roles.index(role)
        row = cells + [""] * (len(self.roles) - len(cells))
        kept = ["" if at < len(self.roles) and self.roles[at] == role else cell for at, cell in enumerate(row)]
        kept[first] = value
        return "\t".join(kept)

    def unused(self, cells: list[str]) -> list[str]:
        """Headings of the columns that are not used and have something in this row; "" for one without a heading."""
        beyond = [""] * max(0, len(cells) - len(self.roles))
        titles = zip(cells, self.cells + beyond, self.roles + beyond, strict=False)
        return [title for cell, title, role in titles if cell and not role]


def _word(cell: str) -> str:
    """»E-mail (arbejde):« is "email"."""
    return re.sub(r"[^\w]|_", "", re.sub(r"\(.*?\)", "", cell)).casefold()
