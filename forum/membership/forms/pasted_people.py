"""People pasted as lines or taken from a sheet: who each line is about, or the question that decides it.

Under headings the headings decide. Without them a line is understood only when it can be understood in one way: one
address, one cell that is an organisation's name, one that is left for the person's name. Nothing is left out unsaid.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from forum.base import addresses, names
from forum.base.text import clean_line, counted
from forum.membership.forms.new_suppliers import (
    is_like_municipality,
    marked,
    may_be_new,
    person_and_supplier,
    supplier_in,
)
from forum.membership.forms.pasted_columns import EMAIL, FIRST, LAST, NAME, ORGANISATION, Headings
from forum.membership.forms.pasted_lines import Choice, Line, Reading
from forum.people.models import Organisation
from forum.people.organisation_names import OrganisationNames

MAX_LINES = 500
LONGEST_NAME = 120
# »Navn <mail@x.dk>«, as mail programs paste it
BRACKETED = re.compile(r"^\s*(?P<name>[^<>]*)<(?P<email>[^<>]+)>(?P<rest>[^<>]*)$")
# »Navn mail@x.dk Organisation«: an address ends at a blank
BETWEEN_BLANKS = re.compile(r"^(?P<name>[^@<>\t;,]*?)(?P<email>[^\s@<>;,]+@[^\s@<>;,]+)(?P<rest>[^@<>]*)$")
# »Navn – Organisation – mail@x.dk«, where no other mark parts the line
DASHED = re.compile(r"(?:^|\s+)[-–—](?:\s+|$)")
NO_ADDRESS, NO_NAME = "Der mangler en mailadresse.", "Der mangler et navn."
NO_ORGANISATION = "Der mangler en organisation."


def one_person_a_line(text: str) -> str:
    """The text with the receivers of a mail (»Åse <a@x.dk>; Bo <b@x.dk>«) each on a line of their own."""
    return "\n".join(part for raw in text.splitlines() for part in _receivers(raw))


def _receivers(raw: str) -> list[str]:
    if "\t" in raw or raw.count("@") < 2:
        return [raw]
    pieces = addresses.split(raw)
    is_list = raw.count("<") > 1 or all("@" in piece for piece in pieces)
    return pieces if is_list else [raw]


def read_lines(text: str, known: OrganisationNames) -> Reading:
    """Who the lines are about; `known` are the organisations that can be meant. Empty lines are nobody."""
    reading, headings, unused = Reading(), None, list[str]()
    for number, raw in enumerate(text.splitlines(), start=1):
        cells = _cells(raw, headings)
        if not any(cells):
            continue
        if found := Headings.read(cells):
            headings = found
            reading.notes += [f"»{clean_line(line.raw)[:80]}« er læst som en titel." for line in _titles(reading.lines)]
            reading.lines = [line for line in reading.lines if line not in _titles(reading.lines)]
        elif headings and headings.names_an_address:
            unused += headings.unused(cells)
            reading.lines.append(_under_headings(Line(number, raw), cells, headings, known))
        else:
            reading.lines.append(_without_headings(Line(number, raw), cells, known))
    reading.notes += _not_used(unused)
    return reading


def _titles(lines: list[Line]) -> list[Line]:
    """Lines over headings that hold a single cell without an address."""
    return [line for line in lines if not line.email and len(list(filter(None, _parted(line.raw)))) == 1]


def _not_used(titles: Iterable[str]) -> list[str]:
    named = [f"»{title}«" for title in dict.fromkeys(titles) if title]
    nameless = ["En kolonne uden overskrift er ikke brugt."] if "" in titles else []
    if not named:
        return nameless
    return [f"{counted(len(named), 'kolonne', 'kolonner')} er ikke brugt: {', '.join(named)}.", *nameless]


def _cells(raw: str, headings: Headings | None) -> list[str]:
    """The cells of a line, parted by tabs, semicolons or commas; quotes hold a cell together."""
    is_table = headings is not None and headings.names_an_address
    if not is_table and "\t" not in raw and (match := BRACKETED.match(raw)):  # a comma in the name parts nothing
        return [*map(_cell, match["name"].split(";")), _cell(match["email"]), *_parted(match["rest"])]
    if not is_table and (match := BETWEEN_BLANKS.match(raw)):
        parts = DASHED.split(match["name"])
        return [*map(_cell, parts), _cell(match["email"]), *_undashed(match["rest"])]
    return _parted(raw) if is_table else _undashed(raw)


def _undashed(raw: str) -> list[str]:
    return _parted(raw) if any(mark in raw for mark in "\t;,") else [_cell(cell) for cell in DASHED.split(raw)]


def _parted(raw: str) -> list[str]:
    separator = next((mark for mark in "\t;," if mark in raw), "\t")
    cells = next(csv.reader([raw], delimiter=separator, skipinitialspace=True), [])
    return [_cell(cell) for cell in cells]


def _cell(cell: str) -> str:
    return names.clean_name(cell.strip(",;"))


def _under_headings(line: Line, cells: list[str], headings: Headings, known: OrganisationNames) -> Line:
    parts = headings.under(FIRST, cells) + headings.under(LAST, cells)
    line = _named(line, " ".join(parts) if parts else " ".join(headings.under(NAME, cells)))
    found = _addresses(headings.under(EMAIL, cells))
    written = headings.under(ORGANISATION, cells)
    line = replace(line, email=found[0] if found else "", written=written[0] if written else "")
    if not found and any("@" in cell for cell in cells):
        return replace(line, problem="Mailadressen står ikke under overskriften for mail.")
    if len(found) > 1:
        choices = tuple(Choice(one, headings.replaced(EMAIL, cells, one)) for one in found)
        return replace(line, problem=_two_addresses(found), choices=choices)
    if problem := _problem(line):
        likely = _likely_name(line)
        # Where the name is in two columns, it stays in them: there is no one place to put the answer
        choices = tuple(Choice(likely, headings.replaced(NAME, cells, likely)) for _ in likely[:1] if not parts)
        return replace(line, problem=problem, choices=choices)
    if new := next(filter(None, map(supplier_in, written)), ""):
        return _of_supplier(line, new, known)
    meant = {one for one in map(known.find, written) if one}
    if len(meant) == 1:
        unused = tuple(f"»{one}« er ikke brugt." for one in written if not known.find(one))
        return replace(line, organisation=meant.pop(), notes=line.notes + unused)
    near = sorted(meant, key=str) or _near(line, known)
    choices = tuple(
        Choice(one.full_name, headings.replaced(ORGANISATION, cells, one.name))
        for one in (near if ORGANISATION in headings.roles else [])
    )
    is_new = bool(written) and not meant and may_be_new(written[0], known.near(written[0]))
    if is_new and ORGANISATION in headings.roles:
        made = headings.replaced(ORGANISATION, cells, marked(written[0]))
        choices += (Choice(f"Ny leverandør: {written[0]}", made, is_supplier=True),)
    return replace(line, problem=_unknown(written, bool(meant)), choices=choices)


def _without_headings(line: Line, cells: list[str], known: OrganisationNames) -> Line:
    found = _addresses(cell for cell in cells if "@" in cell)
    words = [cell for cell in cells if cell and "@" not in cell]
    others = [cell for cell in words if any(map(str.isalpha, cell))]
    notes = tuple(f"»{cell}« er ikke brugt." for cell in words if cell not in others)
    line = replace(line, email=found[0] if found else "", notes=notes)
    if len(found) > 1:
        choices = tuple(Choice(one, "\t".join([*words, one])) for one in found)
        return replace(line, problem=_two_addresses(found), choices=choices)
    if new := next(filter(supplier_in, others), ""):
        rest = [cell for cell in others if cell != new]
        return _with_name(_of_supplier(line, supplier_in(new), known), rest)
    meant = {at: one for at, cell in enumerate(others) if (one := known.find(cell))}
    if len(set(meant.values())) == 1:
        organisation = next(iter(meant.values()))
        line = replace(line, organisation=organisation, written=others[next(iter(meant))])
        return _with_name(line, [cell for at, cell in enumerate(others) if at not in meant])
    if len(others) < 2 and not meant:
        return _nameless_or_homeless(_named(line, "".join(others)), known)
    return _which_organisation(line, others, meant, known)


def _of_supplier(line: Line, name: str, known: OrganisationNames) -> Line:
    """The line for a supplier that is to be made; made already, it is an organisation like others."""
    made = known.find(name)
    return replace(line, organisation=made, supplier="" if made else name, written=name)


def _with_name(line: Line, rest: list[str]) -> Line:
    """The organisation is found; what is left is the name, or more than one thing that could be."""
    line = _named(line, rest[0] if rest else "")
    if (problem := _problem(line)) or len(rest) < 2:
        likely = _likely_name(line) if problem else ""
        answers = [_choice(likely, line.email, line.organisation)] if likely and line.organisation else []
        return replace(line, problem=problem, choices=tuple(answers))
    are_parts = len(rest) == 2 and not any(" " in part for part in rest)  # »Ida« and »Holm«
    ways = [" ".join(rest), *rest] if are_parts else rest
    choices = tuple(_choice(name, line.email, line.organisation) for name in ways if line.organisation)
    named = " eller ".join(f"»{one}«" for one in rest)
    return replace(line, name="", problem=f"Hvad er navnet: {named}?", choices=choices)


def _nameless_or_homeless(line: Line, known: OrganisationNames) -> Line:
    if problem := _problem(line):
        likely = _likely_name(line)
        return replace(line, problem=problem, choices=(Choice(likely, f"{likely}\t{line.email}"),) if likely else ())
    choices = tuple(_choice(line.name, line.email, one) for one in _near(line, known))
    return replace(line, problem=NO_ORGANISATION, choices=choices)


def _which_organisation(
    line: Line, others: list[str], meant: Mapping[int, Organisation], known: OrganisationNames
) -> Line:
    """None of several cells, or more than one, is an organisation's name: a question, with the answers in sight."""
    proposed = [(at, one) for at, one in meant.items()] or [
        (at, one) for at, cell in reversed(list(enumerate(others))) for one in known.near(cell, 2)
    ]
    choices = [_choice(" ".join(others[:at] + others[at + 1 :]), line.email, one) for at, one in proposed]
    line = _named(replace(line, written=others[-1]), others[0])
    choices = choices or [_choice(line.name, line.email, one) for one in _by_domain(line.email, known)]
    pair = None if meant else person_and_supplier(others)
    if pair and may_be_new(pair[1], [one for cell in others for one in known.near(cell, 1)]):
        person, supplier = names.turned(pair[0]), pair[1]
        made = "\t".join([person, line.email, marked(supplier)])
        choices.append(Choice(f"{person}, ny leverandør: {supplier}", made, is_supplier=True))
    problem = _problem(line) or _unknown([others[at] for at in meant] or others[-1:], bool(meant))
    return replace(line, problem=problem, choices=tuple(choices[:4]) if line.email else ())


def _choice(name: str, email: str, organisation: Organisation) -> Choice:
    turned = names.turned(name)
    return Choice(f"{turned}, {organisation.full_name}", "\t".join([turned, email, organisation.name]))


def _near(line: Line, known: OrganisationNames) -> list[Organisation]:
    return known.near(line.written) or _by_domain(line.email, known)


def _by_domain(email: str, known: OrganisationNames) -> list[Organisation]:
    """»@ishoej.dk« may be Ishøj."""
    label = email.rpartition("@")[2].rpartition(".")[0].rpartition(".")[2]
    found = known.find(label.removesuffix("kommune") or label)
    return [found] if found else []


def _named(line: Line, written: str) -> Line:
    name = names.turned(written)
    turned = (f"Navnet er vendt om: »{written}«.",) if name != written else ()
    return replace(line, name=name, notes=line.notes + turned)


def _problem(line: Line) -> str:
    """What is wrong with the address or the name, or ""."""
    if not line.email:
        return NO_ADDRESS
    if not addresses.is_address(line.email):
        return f"»{line.email[:80]}« er ikke en mailadresse."
    if len(line.name) > LONGEST_NAME:
        return "Navnet er for langt."
    if "," in line.name:
        return f"»{line.name}« har et komma. Hvad er navnet?"
    return "" if line.name else NO_NAME


def _likely_name(line: Line) -> str:
    """The answer to propose when the line's only fault is that its name has a comma."""
    is_name = "," in line.name and _problem(line).endswith("Hvad er navnet?")
    return names.without_titles(line.name) if is_name else ""


def _addresses(cells: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(addresses.clean_address(one) for cell in cells for one in addresses.each_in(cell)))


def _two_addresses(found: list[str]) -> str:
    return f"Linjen har {len(found)} mailadresser. Hvilken skal bruges?"


def _unknown(written: list[str], is_known: bool) -> str:
    if not written:
        return NO_ORGANISATION
    if is_known:
        return f"Hvad er organisationen: {' eller '.join(f'»{one}«' for one in written)}?"
    if is_like_municipality(written[0]):
        return f"»{written[0][:80]}« er ikke en af de 98 kommuner."
    return f"Vi kender ikke organisationen »{written[0][:80]}«."
