"""The register as a sheet of text cells: what a cell says is never a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable

from django.conf import settings
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from forum.base.dates import local
from meetings.register.lines import Line

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {
    "Dato": 12, "Møde": 36, "Punkt": 8, "Om": 44, "Beslutning": 22, "Ordlyd": 70, "Anbefaling": 18,
    "Innovationsområde": 34, "Kommuner": 34, "Referatet": 16, "Kan læses af": 18, "Adresse": 44,
}  # fmt: skip
LONGEST_CELL = 32_767  # characters; Excel's own bound


def sheet_of(lines: Iterable[Line], note: str = "") -> bytes:
    """An .xlsx file with a row for each line under a row of headings; `note`, if any, is the last row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Beslutninger")
    sheet.freeze_panes = "A2"
    for number, width in enumerate(WIDTHS.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width

    def cell(text: str, *, bold: bool = False) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL])
        made.data_type = "s"  # »=1+1« would become a formula
        made.quotePrefix = True  # and would still when somebody edits the cell
        made.number_format = "@"
        made.font, made.alignment = Font(bold=bold), Alignment(vertical="top", wrap_text=True)
        return made

    sheet.append([cell(heading, bold=True) for heading in WIDTHS])
    for line in lines:
        sheet.append([cell(text) for text in _row(line)])
    if note:
        sheet.append([cell(note)])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _row(line: Line) -> list[str]:
    decision, item = line.decision, line.decision.item
    return [
        local(item.meeting.start).date().isoformat(),
        item.meeting.title,
        str(item.number),
        item.title,
        str(decision.get_kind_display()),
        decision.text,
        line.recommendations_in_words.removeprefix("Anbefaling "),
        decision.area.title if decision.area else "",
        line.organisations,
        "ikke godkendt" if line.awaits else "godkendt",
        line.readers,
        settings.SITE_URL + decision.get_absolute_url(),
    ]
