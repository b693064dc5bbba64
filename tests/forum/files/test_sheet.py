"""Sheets: what Excel shows is read, what it hides is told, what is none is refused with what to do, within limits."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest

from forum.files import Refused, read_sheet
from forum.files.content import XLSX, kind_of
from forum.files.sheet import BROKEN, CUT, LIMITS, MAX_ROWS, NO_SHEET, TOO_MUCH
from tests.forum.files import example_files

MAIN = b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHARED = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
ROWS = [["Navn", "Mail", "Kommune"], ["Anne", "anne@x.dk", "Vejle"], ["Bo", "bo@x.dk", "Greve"]]


def book(change: Callable[[Any], None] = lambda book: None, rows: list[list[Any]] = ROWS) -> bytes:
    made: Any = openpyxl.Workbook()
    made.active.title = "Deltagere"
    for row in rows:
        made.active.append(row)
    change(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def hide_row(book: Any) -> None:
    book.active.row_dimensions[3].hidden = True


def hide_empty_row(book: Any) -> None:
    book.active.row_dimensions[9].hidden = True


def hide_columns(book: Any) -> None:
    book.active.column_dimensions.group("B", "C", hidden=True)


def hide_first_sheet(book: Any) -> None:
    shown = book.create_sheet("Vist")
    shown.append(["Carl", "carl@x.dk", "Odense"])
    book.active.sheet_state = "hidden"


def more_sheets(book: Any) -> None:
    book.create_sheet("Mere").append(["Carl"])
    book.create_sheet("Tomt")
    secret = book.create_sheet("Lister")
    secret.append(["Ida"])
    secret.sheet_state = "veryHidden"


def far_away(book: Any) -> None:
    book.active.cell(row=1_048_576, column=1).value = "x"


@pytest.mark.parametrize(
    ("change", "rows", "left_out"),
    [
        (lambda book: None, ROWS, []),
        (hide_row, ROWS[:2], ["1 skjult række i arket er ikke med."]),
        (hide_empty_row, ROWS, []),
        (hide_columns, [["Navn"], ["Anne"], ["Bo"]], ["2 skjulte kolonner i arket er ikke med."]),
        (hide_first_sheet, [["Carl", "carl@x.dk", "Odense"]], ["Det skjulte ark »Deltagere« er ikke læst."]),
        (more_sheets, ROWS, ["Det skjulte ark »Lister« er ikke læst.", "Arket »Mere« er ikke læst."]),
        (far_away, ROWS, [CUT]),
    ],
)
def test_what_excel_shows_is_read_and_what_it_hides_is_told(
    change: Callable[[Any], None], rows: list[list[str]], left_out: list[str]
) -> None:
    sheet = read_sheet("folk.xlsx", book(change))
    assert (sheet.rows, sheet.left_out) == (rows, left_out)


def test_cells_are_text_on_one_line() -> None:
    row = [12345678, 12345678.0, 1.5, True, date(2026, 11, 23), "to\nlinjer\t\u200b", None, "  x "]
    assert read_sheet("folk.xlsx", book(rows=[row])).rows == [
        ["12345678", "12345678", "1.5", "True", "2026-11-23 00:00:00", "to linjer", "", "x"]
    ]


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        ("Navn;Mail\r\nÅse;a@x.dk\r\n;\r\n".encode("utf-8-sig"), [["Navn", "Mail"], ["Åse", "a@x.dk"]]),
        ("Navn;Mail\r\nÅse;a@x.dk\r\n".encode("cp1252"), [["Navn", "Mail"], ["Åse", "a@x.dk"]]),
        (b'"Holm, Ida",ida@x.dk\n', [["Holm, Ida", "ida@x.dk"]]),
        (b"Ida\tida@x.dk\n", [["Ida", "ida@x.dk"]]),
    ],
)
def test_a_csv_file_is_a_sheet(data: bytes, rows: list[list[str]]) -> None:
    assert read_sheet("folk.csv", data).rows == rows


@pytest.mark.parametrize("code", ["utf-16", "utf-16-be", "utf-16-le"])
@pytest.mark.parametrize("name", ["folk.txt", "folk.csv"])
def test_excels_unicode_text_is_a_sheet(name: str, code: str) -> None:
    """UTF-16 with tabs, saved as .txt; with a byte order mark either way round."""
    text = "Navn\tMail\r\nÅse Ærø\tase@x.dk\r\n"
    data = (text if code == "utf-16" else f"\ufeff{text}").encode(code)
    assert read_sheet(name, data).rows == [["Navn", "Mail"], ["Åse Ærø", "ase@x.dk"]]


def test_half_a_character_of_unicode_text_is_no_sheet() -> None:
    with pytest.raises(Refused, match=BROKEN):
        read_sheet("folk.txt", "Åse".encode("utf-16")[:-1])


def test_a_csv_file_without_end_is_cut_and_told() -> None:
    sheet = read_sheet("folk.csv", b"a;b\n" * (MAX_ROWS + 1))
    assert (len(sheet.rows), sheet.left_out) == (MAX_ROWS, [CUT])


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("folk.ods", example_files.odt().replace(b"opendocument.text", b"opendocument.spreadsheet"), NO_SHEET),
        ("folk.zip", b"PK\x03\x04 garbage", NO_SHEET),
        ("folk.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, NO_SHEET),
        ("folk.xls", b"<html><table><tr><td>Ida</td></tr></table></html>", NO_SHEET),
        ("folk.png", b"\x89PNG\r\n\x1a\n", NO_SHEET),
        ("folk.txt", b"Ida;ida@x.dk", NO_SHEET),
        ("folk.csv", b"a\0b", NO_SHEET),
        ("folk.csv", b"x" * 200_000, BROKEN),
    ],
)
def test_what_is_no_sheet_says_what_to_save_it_as(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read_sheet(name, data)
    assert str(refused.value) == sentence


def replaced(data: bytes, **parts: bytes) -> bytes:
    """The Excel file with other content in the parts named, "/" as "__"; a new one is declared as shared strings."""
    old = zipfile.ZipFile(io.BytesIO(data))
    found = {name: old.read(name) for name in old.namelist()}
    declared = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % SHARED
    if "xl__sharedStrings" in parts:
        found["[Content_Types].xml"] = found["[Content_Types].xml"].replace(b"</Types>", declared)
    found |= {f"{part.replace('__', '/')}.xml": content for part, content in parts.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in found.items():
            new.writestr(name, content)
    return file.getvalue()


def test_a_damaged_sheet_says_so() -> None:
    with pytest.raises(Refused) as refused:
        read_sheet("folk.xlsx", replaced(book(), xl__worksheets__sheet1=b"<worksheet><sheetData>"))
    assert str(refused.value) == BROKEN


def many_strings() -> bytes:
    """1.1 million shared strings in some tens of kilobytes, which would take a minute."""
    return replaced(book(), xl__sharedStrings=b"<sst xmlns=%s>%s</sst>" % (MAIN, b"<si><t/></si>" * 1_100_000))


def many_cells() -> bytes:
    """A small file that would fill hundreds of megabytes."""
    row = b'<row><c t="inlineStr"><is><t>x</t></is></c><c><v>1</v></c></row>' * 250_000
    sheet = b"<worksheet xmlns=%s><sheetData>%s</sheetData></worksheet>" % (MAIN, row)
    return replaced(book(), xl__worksheets__sheet1=sheet)


@pytest.mark.parametrize("make", [many_strings, many_cells])
def test_a_sheet_made_to_be_too_much_ends_alone(make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    assert (LIMITS.cpu <= 5, LIMITS.memory <= 512 * 1024**2) == (True, True)
    monkeypatch.setattr("forum.files.sheet.LIMITS", replace(LIMITS, cpu=1))  # the same end, sooner
    attack = make()
    assert (kind_of(attack, "xlsx"), len(attack) < 200_000) == (XLSX, True)  # nothing before the child refuses it
    with pytest.raises(Refused) as refused:
        read_sheet("folk.xlsx", attack)
    assert str(refused.value) == TOO_MUCH
    assert read_sheet("folk.xlsx", book()).rows == ROWS
