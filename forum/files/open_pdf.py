"""Run by `forum.base.child`: whether a reader opens the PDF on standard input. Says »opens«, »password« or »broken«."""

from __future__ import annotations

import io
import sys

import pikepdf


def opened(data: bytes) -> str:
    """As a reader does it: without a password, and with damage mended where pages are left."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return "opens" if len(pdf.pages) else "broken"
    except pikepdf.PasswordError:
        return "password"
    except pikepdf.PdfError:
        return "broken"


if __name__ == "__main__":
    sys.stdout.write(opened(sys.stdin.buffer.read()))
