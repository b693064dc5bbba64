"""A PDF of a heading, paragraphs and a table, written by hand: the demo must not wait for a renderer."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

WIDTH, HEIGHT, MARGIN = 595, 842, 60  # A4 in points
BOTTOM = 80
REGULAR, BOLD = "F1", "F2"
BROAD = 0.5  # a letter's width of its size, in the mean


class Pages:
    """Pages that are written from the top down; what finds no room goes on the next one."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.pages: list[list[str]] = []
        self.next_page()
        self.text(title, size=20, font=BOLD, after=14)

    def next_page(self) -> None:
        self.pages.append([])
        self.y = HEIGHT - MARGIN - 20

    def text(self, text: str, *, size: int = 11, font: str = REGULAR, after: int = 8) -> None:
        for line in _lines(text, WIDTH - 2 * MARGIN, size):
            self._room(size)
            self._draw(line, MARGIN, size, font)
            self.y -= round(size * 1.4)
        self.y -= after

    def heading(self, text: str) -> None:
        self.y -= 6
        self.text(text, size=13, font=BOLD, after=4)

    def points(self, points: Iterable[str]) -> None:
        for point in points:
            self.text(f"• {point}", after=2)
        self.y -= 8

    def table(self, widths: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
        """The first row names the columns; the widths are in points."""
        for number, row in enumerate(rows):
            font = REGULAR if number else BOLD
            cells = [_lines(cell, width - 8, 10) for cell, width in zip(row, widths, strict=True)]
            self._room(14 * max(map(len, cells)) + 8)
            top, x = self.y, MARGIN
            for lines, width in zip(cells, widths, strict=True):
                for n, line in enumerate(lines):
                    self.y = top - 14 * n
                    self._draw(line, x, 10, font)
                x += width
            self.y = top - 14 * max(map(len, cells)) + 4
            self.pages[-1].append(f"0.6 w {MARGIN} {self.y} m {WIDTH - MARGIN} {self.y} l S")
            self.y -= 16
        self.y -= 8

    def _room(self, needed: int) -> None:
        if self.y - needed < BOTTOM:
            self.next_page()

    def _draw(self, line: str, x: int, size: int, font: str) -> None:
        escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        self.pages[-1].append(f"BT /{font} {size} Tf {x} {self.y} Td ({escaped}) Tj ET")

    def pdf(self, foot: str) -> bytes:
        """The file, with `foot` and the page's number below each page."""
        for number, page in enumerate(self.pages, start=1):
            page.append(f"BT /{REGULAR} 9 Tf {MARGIN} 46 Td ({foot}. Side {number} af {len(self.pages)}) Tj ET")
        return _file(self.title, ["\n".join(page).encode("cp1252", "replace") for page in self.pages])


def _lines(text: str, width: int, size: int) -> list[str]:
    return textwrap.wrap(text, int(width / (size * BROAD))) or [""]


def _file(title: str, streams: Sequence[bytes]) -> bytes:
    kids = b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(len(streams)))
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%b /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (da-DK) /ViewerPreferences << /DisplayDocTitle true >> >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(streams)),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
        b"<< /Title <FEFF%b> >>" % title.encode("utf-16-be").hex().encode(),
    ]
    for n, stream in enumerate(streams):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (WIDTH, HEIGHT, 7 + 2 * n)
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
    made, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(made))
    )
