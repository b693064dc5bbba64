"""Reads a PDF's structure back, as a screen reader or an archive's validator would meet it."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf


@dataclass
class Element:
    kind: str
    depth: int
    alt: str
    number: tuple[int, int]  # of the object in the file


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def made_at(pdf: bytes) -> str:
    """The moment that an archive files it by, as PDF writes it."""
    with opened(pdf) as document:
        return str(document.docinfo["/CreationDate"])


def elements(pdf: pikepdf.Pdf) -> list[Element]:
    """The structure tree, in reading order."""
    return list(_walk(pdf.Root.StructTreeRoot, 0))


def _walk(node: Any, depth: int) -> Iterator[Element]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield Element(str(kid.S)[1:], depth, str(kid.get("/Alt", "")), kid.objgen)
            yield from _walk(kid, depth + 1)


def text_of(pdf: bytes, *options: str) -> str:
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", *options, "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


def words_of(pdf: bytes) -> str:
    """The text on one line, so that line ends do not matter."""
    return " ".join(text_of(pdf).split())


def outline(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as found:
        titles: list[str] = []
        for item in found.root:
            titles.append(item.title)
            titles += [child.title for child in item.children]
        return titles


def fonts(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Every font's name without its subset mark, and whether it is embedded."""
    found: dict[str, bool] = {}
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            embedded = any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            found[str(item.FontName)[1:].partition("+")[2]] = embedded
    return found


def unmarked_text(pdf: pikepdf.Pdf) -> int:
    """How many pieces of text are neither in the structure tree nor an artifact."""
    loose = 0
    for page in pdf.pages:
        depth = 0
        for part in pikepdf.parse_content_stream(page):
            name = str(part.operator)
            if name in {"BDC", "BMC"}:
                depth += 1
            elif name == "EMC":
                depth -= 1
            elif name in {"Tj", "TJ"} and depth == 0:
                loose += 1
    return loose


def page_artifacts(page: Any) -> list[str]:
    """The kinds of the pagination artifacts on a page."""
    return [
        str(part.operands[1].Type)[1:]
        for part in pikepdf.parse_content_stream(page)
        if isinstance(part, pikepdf.ContentStreamInstruction)
        and str(part.operator) == "BDC"
        and "/Type" in part.operands[1]
    ]


def table_of(pdf: pikepdf.Pdf, table: Element) -> list[list[str]]:
    """A table's rows, each as the kinds of its cells."""
    node: Any = pdf.get_object(table.number)
    rows: list[list[str]] = []
    for element in _walk(node, 0):
        if element.kind == "TR":
            rows.append([])
        elif element.kind in {"TH", "TD"}:
            rows[-1].append(element.kind)
    return rows
