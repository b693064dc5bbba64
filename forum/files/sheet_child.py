"""The process that reads an Excel sheet; `forum.files.sheet` has it run by `forum.base.child`, within limits.

Not imported by anything: it runs as a script, without Django, the database, secrets or the network.
Input: a JSON line, {"rows", "columns"}: how far to read; then the file's bytes.
Output: JSON, {"title", "rows", "hidden_rows", "hidden_columns", "hidden_sheets", "other_sheets", "is_cut"}.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string


def read(data: bytes, *, rows: int, columns: int) -> dict[str, Any]:
    """The first sheet that Excel shows, as text, without the rows and columns that it hides."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet for sheet in book.worksheets if sheet.sheet_state != "visible"]
    sheet = shown[0]
    unseen_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden or row.height == 0}
    unseen_columns = _hidden_columns(sheet)
    kept, left_rows, left_columns = [], 0, set()
    read_rows = sheet.iter_rows(max_row=min(sheet.max_row, rows), max_col=min(sheet.max_column, columns))
    for number, cells in enumerate(read_rows, start=1):
        texts = {column: _text(cell) for column, cell in enumerate(cells, start=1)}
        if number in unseen_rows:
            left_rows += any(texts.values())
            continue
        left_columns |= {column for column, text in texts.items() if text and column in unseen_columns}
        kept.append([text for column, text in texts.items() if column not in unseen_columns])
    return {
        "title": sheet.title,
        "rows": kept,
        "hidden_rows": left_rows,
        "hidden_columns": len(left_columns),
        "hidden_sheets": [each.title for each in hidden if _has_content(each)],
        "other_sheets": [each.title for each in shown[1:] if _has_content(each)],
        "is_cut": sheet.max_row > rows or sheet.max_column > columns,
    }


def _hidden_columns(sheet: Any) -> set[int]:
    found: set[int] = set()
    for letters, column in sheet.column_dimensions.items():
        if column.hidden or column.width == 0:
            first = column.min or column_index_from_string(letters)
            found |= set(range(first, (column.max or first) + 1))
    return found


def _has_content(sheet: Any) -> bool:
    rows = sheet.iter_rows(max_row=min(sheet.max_row, 50), max_col=min(sheet.max_column, 50), values_only=True)
    return any(cell not in (None, "") for row in rows for cell in row)


def _text(cell: Any) -> str:
    """What the cell says; a whole number without a decimal part."""
    value = cell.value
    text = "" if value is None else str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return text.strip()


if __name__ == "__main__":
    how_far = json.loads(sys.stdin.buffer.readline())
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read(), **how_far)))
