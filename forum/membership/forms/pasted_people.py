"""People pasted as lines or taken from a sheet: name, mail and organisation are found wherever they stand in a line."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

import openpyxl
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from forum.base.text import clean_line
from forum.files import Refused
from forum.files.content import XLSX, kind_of

MAX_LINES = 500
MAX_COLUMNS = 10
# »Navn <mail@x.dk>«, as mail programs paste it
BRACKETED = re.compile(r"^\s*(?P<name>[^<>]*)<(?P<email>[^<>]+)>(?P<rest>.*)$")
HEADINGS = {"navn", "name", "mail", "e-mail", "email", "mailadresse", "organisation", "kommune", "leverandør"}


@dataclass(frozen=True)
class Line:
    number: int
    raw: str
    name: str = ""
    email: str = ""
    organisation: str = ""
    problem: str = ""


def read_lines(text: str) -> list[Line]:
    """One Line for each person, what is wrong in `problem`; empty lines, headings and a title over them are none."""
    found: list[Line] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        cells = _cells(raw)
        if not any(cells):
            continue
        if {cell.lower() for cell in cells if cell} <= HEADINGS:
            found = [line for line in found if line.email]
            continue
        found.append(_line(number, raw, cells))
    return found


def _cells(raw: str) -> list[str]:
    if "\t" not in raw and (match := BRACKETED.match(raw)):  # tabs part the cells of a sheet already
        raw = "\t".join([match["name"].strip(' ",;'), match["email"], match["rest"].strip(' ",;')])
    separator = next((mark for mark in "\t;," if mark in raw), "\t")
    return [clean_line(cell.strip(' "')) for cell in raw.split(separator)]


def _line(number: int, raw: str, cells: list[str]) -> Line:
    email = next((cell for cell in cells if "@" in cell), "").lower()
    name, *others = [cell for cell in cells if "@" not in cell] or [""]
    organisation = next(filter(None, others), "")
    return Line(number, raw, name, email, organisation, _problem(name, email, organisation))


def _problem(name: str, email: str, organisation: str) -> str:
    if not email:
        return "Der mangler en mailadresse."
    try:
        validate_email(email)
    except ValidationError:
        return f"»{email}« er ikke en mailadresse."
    if len(email) > 254 or len(name) > 120:
        return "Navnet eller mailadressen er for lang."
    if not name:
        return "Der mangler et navn."
    return "" if organisation else "Der mangler en organisation."


def text_of_sheet(name: str, data: bytes) -> str:
    """The sheet's first rows as lines with tabs. Raises files.Refused with a Danish sentence."""
    extension = name.rpartition(".")[2].lower()
    if extension == "csv" and b"\0" not in data:
        rows = _csv_rows(data)
    elif kind_of(data, extension) is XLSX:  # this also refuses zip bombs
        rows = _xlsx_rows(data)
    else:
        raise Refused("Arket skal være en Excel-fil (.xlsx) eller en CSV-fil.")
    lines = ["\t".join(clean_line(cell).replace("\t", " ") for cell in row) for row in rows]
    return "\n".join(line.rstrip("\t") for line in lines)


def _xlsx_rows(data: bytes) -> list[list[str]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MAX_LINES + 2, max_col=MAX_COLUMNS, values_only=True)
        found = [[str(cell) if cell is not None else "" for cell in row] for row in rows]
        book.close()
    except Exception:  # openpyxl raises whatever its zip and XML parsers do
        raise Refused("Arket kan ikke læses. Gem det igen i Excel, eller sæt linjerne ind som tekst.") from None
    return found


def _csv_rows(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # what Danish Excel writes
    separator = ";" if text.count(";") >= text.count(",") else ","
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    return [row[:MAX_COLUMNS] for _, row in zip(range(MAX_LINES + 2), rows, strict=False)]
