"""What a browser gets: a download that runs nothing, and is kept nowhere."""

from __future__ import annotations

import pytest
from django.http import Http404

from forum import files
from forum.files.content import PNG
from tests.forum.files import example_files

pytestmark = pytest.mark.django_db


def test_download_headers() -> None:
    stored = files.store(example_files.PDF, name="Bilag æ.pdf")
    response = files.serve(stored)
    assert b"".join(response) == example_files.PDF
    assert dict(response.headers) == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(example_files.PDF)),
        "Content-Disposition": "attachment; filename*=utf-8''Bilag%20%C3%A6.pdf",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def test_own_pdf_and_picture_may_be_shown_and_nothing_else() -> None:
    own = files.serve(files.store_made(example_files.PDF, name="Rapport.pdf"), inline_own=True)
    picture = files.serve(files.store_made(example_files.image(), kind=PNG, name="a.png"), inline_own=True)
    other = files.serve(files.store(b"Hej", name="a.txt"), inline_own=True)
    assert own.headers["Content-Disposition"] == 'inline; filename="Rapport.pdf"'
    assert picture.headers["Content-Disposition"] == 'inline; filename="a.png"'
    assert other.headers["Content-Disposition"] == 'attachment; filename="a.txt"'
    assert {r.headers["Content-Security-Policy"] for r in (picture, other)} == {"default-src 'none'; sandbox"}


def test_missing_bytes_are_a_404() -> None:
    stored = files.store(example_files.PDF, name="a.pdf")
    stored.path.unlink()
    with pytest.raises(Http404):
        files.serve(stored)
