"""Sheets to take away: a table as an Excel file or as CSV, in which every cell is text and none is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter

from forum.files.content import CSV, XLSX

MOST_ROWS = 5_000
CUT = f"Kun de første {MOST_ROWS} rækker er med. Vælg færre, og hent listen igen."
LONGEST_CELL = 32_767  # characters; Excel's own bound
# How a cell begins that sheet programs take for a formula, also in the wide letters of East Asia
FORMULA = tuple("=+-@＝＋－＠\t\r")


@dataclass(frozen=True)
class Table:
    """A list as people take it away: what it is called, its columns, its rows in words."""

    name: str  # "Beslutninger": of the sheet, and of the file with its day
    widths: Mapping[str, int]  # the heading of each column, and its width in characters
    rows: Iterable[Sequence[str]]
    note: str = ""  # a sentence below the rows


def sheet_response(table: Table, wanted: str, day: date) -> HttpResponse:
    """The table as a download: `wanted` is "csv", or else it is Excel's.

    The caller has made its rows from what the person who asks may see.
    """
    table = _bounded(table)
    kind, make = (CSV, csv_of) if wanted == CSV.extension else (XLSX, xlsx_of)
    name = f"{table.name} {day.isoformat()}.{kind.extension}"
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(make(table), content_type=kind.content_type, headers=headers)


def _bounded(table: Table) -> Table:
    rows = list(islice(table.rows, MOST_ROWS + 1))
    return replace(table, rows=rows[:MOST_ROWS], note=CUT if len(rows) > MOST_ROWS else table.note)


def xlsx_of(table: Table) -> bytes:
    """An .xlsx file with a row of headings that stays in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    top = Alignment(vertical="top", wrap_text=True)
    for style, font in (("Tekst", Font()), ("Overskrift", Font(bold=True))):
        book.add_named_style(NamedStyle(style, font=font, alignment=top, number_format="@"))
    for number, width in enumerate(table.widths.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width

    def cell(text: str, style: str = "Tekst") -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL])
        made.data_type = "s"  # »=1+1« would become a formula
        made.style = style
        made.quotePrefix = True  # and would still when somebody edits the cell
        return made

    sheet.append([cell(heading, "Overskrift") for heading in table.widths])
    for row in table.rows:
        sheet.append([cell(text) for text in row])
    if table.note:
        sheet.append([cell(table.note)])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def csv_of(table: Table) -> bytes:
    """CSV as a Danish Excel opens it by a double click: semicolons, and the mark that says UTF-8.

    CSV cannot say that a cell is text. What begins as a formula does gets an apostrophe before it, as one types it.
    """
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in [list(table.widths), *table.rows, *([[table.note]] if table.note else [])]:
        writer.writerow([_no_formula(text) for text in row])
    return made.getvalue().encode("utf-8-sig")


def _no_formula(text: str) -> str:
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
    return f"'{text}" if text.lstrip(" \xa0\n").startswith(FORMULA) else text
