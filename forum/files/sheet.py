"""Sheets as rows of text: Excel's first visible sheet, or a CSV file. What is left out is told in words."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import structlog

from forum.base.child import ChildFailed, Limits, run
from forum.base.text import clean_line, counted
from forum.files.content import XLSX, Refused, kind_of

log = structlog.get_logger(__name__)

CHILD = Path(__file__).with_name("sheet_child.py")
# An ordinary sheet of some hundred rows takes half a second and 90 MB, nearly all of it Python and openpyxl
LIMITS = Limits(memory=512 * 1024 * 1024, cpu=4, wall=10)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # how Excel's »Unicode-tekst« begins: tabs between the cells, saved as .txt
MAX_ROWS, MAX_COLUMNS = 5_000, 50

NO_SHEET = "Filen kan ikke læses som et ark. Gem den som .xlsx eller CSV, uden makroer og adgangskode, og prøv igen."
TOO_MUCH = "Arket er for stort til at blive læst. Kopiér linjerne over i et nyt ark, eller sæt dem ind som tekst."
CUT = f"Kun de første {MAX_ROWS} rækker og {MAX_COLUMNS} kolonner er læst."
BROKEN = "Arket kan ikke læses. Gem det igen i Excel, eller sæt linjerne ind som tekst."


@dataclass(frozen=True)
class Sheet:
    """The rows with something in them, each cell on one line; `left_out` says in whole sentences what is not there."""

    rows: list[list[str]]
    left_out: list[str]


def read_sheet(name: str, data: bytes) -> Sheet:
    """The sheet in a file that somebody sent. Raises Refused with a sentence for what is none, or is too large."""
    extension = name.rpartition(".")[2].lower()
    if extension in {"csv", "txt"} and data.startswith(UTF_16):
        return _read_rows(_in_utf_16(data))
    if extension == "csv" and b"\0" not in data:
        return _read_csv(data)
    if _is_xlsx(data, extension):
        return _read_xlsx(data)
    raise Refused(NO_SHEET)


def _is_xlsx(data: bytes, extension: str) -> bool:
    """Whatever else it is, the advice is the same: save it as a sheet."""
    try:
        return kind_of(data, extension) is XLSX
    except Refused as refused:
        raise Refused(NO_SHEET) from refused


def _read_xlsx(data: bytes) -> Sheet:
    how_far = f"{json.dumps({'rows': MAX_ROWS, 'columns': MAX_COLUMNS})}\n".encode()
    try:
        found = json.loads(run(CHILD, how_far + data, LIMITS))
    except ChildFailed as failure:
        log.warning("sheet not read", how=failure.how, said=failure.said)
        raise Refused(TOO_MUCH if failure.was_limited else BROKEN) from None
    sentences = [
        _hidden(found["hidden_rows"], "skjult række", "skjulte rækker"),
        _hidden(found["hidden_columns"], "skjult kolonne", "skjulte kolonner"),
        _unread(found["hidden_sheets"], "Det skjulte ark", "De skjulte ark"),
        _unread(found["other_sheets"], "Arket", "Arkene"),
        CUT if found["is_cut"] else "",
    ]
    return Sheet(_with_content(found["rows"]), [sentence for sentence in sentences if sentence])


def _hidden(number: int, one: str, many: str) -> str:
    return f"{counted(number, one, many)} i arket er ikke med." if number else ""


def _unread(titles: list[str], one: str, many: str) -> str:
    named = ", ".join(f"»{clean_line(title)}«" for title in titles)
    return f"{one if len(titles) == 1 else many} {named} er ikke læst." if titles else ""


def _with_content(rows: list[list[str]]) -> list[list[str]]:
    lines = [[clean_line(cell) for cell in row] for row in rows]
    return [row for row in lines if any(row)]


def _in_utf_16(data: bytes) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError:
        raise Refused(BROKEN) from None


def _read_csv(data: bytes) -> Sheet:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # what Danish Excel writes
    return _read_rows(text)


def _read_rows(text: str) -> Sheet:
    separator = max(";,\t", key=text.count)
    try:
        rows = list(islice(csv.reader(io.StringIO(text), delimiter=separator), MAX_ROWS + 1))
    except csv.Error:  # a cell of more than 131,072 characters
        raise Refused(BROKEN) from None
    is_cut = len(rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in rows)
    return Sheet(_with_content([row[:MAX_COLUMNS] for row in rows[:MAX_ROWS]]), [CUT] if is_cut else [])
