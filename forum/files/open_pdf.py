"""Run by `forum.base.child`: whether a reader opens the PDF on standard input.

Says »opens«, »mended« (it opens once its table of contents is made anew), »password« or »broken«.
"""

from __future__ import annotations

import io
import sys

import pikepdf


def opened(data: bytes) -> str:
    """As a reader does it: without a password, and with damage mended where pages are left."""
    for word, mends in (("opens", False), ("mended", True)):
        try:
            with pikepdf.open(io.BytesIO(data), attempt_recovery=mends) as pdf:
                return word if len(pdf.pages) else "broken"
        except pikepdf.PasswordError:
            return "password"
        except pikepdf.PdfError:
            continue
    return "broken"


if __name__ == "__main__":
    sys.stdout.write(opened(sys.stdin.buffer.read()))
