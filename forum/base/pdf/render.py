"""HTML to a tagged, archival PDF (PDF/A-3a and PDF/UA-1), rendered in a child process with limits.

WeasyPrint is never imported here: the web processes stay small, and what a person wrote is laid out by a process
that has no database, no secrets, no network and a bounded share of the machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import structlog
from django.contrib.staticfiles import finders

from forum.base.child import ChildFailed, Limits, run
from forum.base.refusal import Refusal

log = structlog.get_logger(__name__)

CHILD = Path(__file__).with_name("child.py")
# What every PDF may refer to, by these addresses (templates/pdf/base.html, static/pdf/report.css)
HOUSE_ASSETS = {
    "sheet:report.css": "pdf/report.css",
    "image:logo.svg": "img/logo.svg",
    "image:cover.svg": "img/cover.svg",
    "font:IBMPlexSans-Regular.ttf": "vendor/IBMPlexSans-Regular.ttf",
    "font:IBMPlexSans-Italic.ttf": "vendor/IBMPlexSans-Italic.ttf",
    "font:IBMPlexSans-SemiBold.ttf": "vendor/IBMPlexSans-SemiBold.ttf",
}
TYPES = {"css": "text/css", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "ttf": "font/ttf"}


class RenderFailed(Refusal):
    """The PDF could not be made. The message is a Danish sentence."""


class Pdf(bytes):
    """A PDF file; knows how many pages it has."""

    pages: int

    @classmethod
    def from_child(cls, output: bytes) -> Pdf:
        pages, _, content = output.partition(b"\n")
        pdf = cls(content)
        pdf.pages = int(pages)
        return pdf


LIMITS = Limits()


def render(html: str, *, assets: Mapping[str, bytes] | None = None, limits: Limits = LIMITS) -> Pdf:
    """The PDF of `html`, which may refer to `assets` (key "image:kort.png" for that src) and HOUSE_ASSETS only.

    Raises RenderFailed. Call it in a worker's job: the queue of jobs decides how many PDFs are made at a time.
    """
    return Pdf.from_child(_run_child(html, {**_house_assets(), **(assets or {})}, limits))


def _house_assets() -> dict[str, bytes]:
    """Our style sheet, logo and fonts. A PDF in another font would not look like ours."""
    found = {name: finders.find(path) for name, path in HOUSE_ASSETS.items()}
    missing = [name for name, path in found.items() if not path]
    if missing:
        log.error("files for PDF are missing: run tools/frontend.py", missing=missing)
        raise RenderFailed("Skrifttyperne til PDF mangler på serveren. Kør »python tools/frontend.py«, og prøv igen.")
    return {name: Path(str(path)).read_bytes() for name, path in found.items()}


def _run_child(html: str, assets: Mapping[str, bytes], limits: Limits) -> bytes:
    head = {"html": html, "assets": {name: [_type_of(name), len(data)] for name, data in assets.items()}}
    request = f"{json.dumps(head)}\n".encode() + b"".join(assets.values())
    try:
        return run(CHILD, request, limits)
    except ChildFailed as failure:
        raise _failed(failure) from None


def _failed(failure: ChildFailed) -> RenderFailed:
    log.error("pdf failed", how=failure.how, said=failure.said)
    sentence = "PDF-filen blev for stor eller tog for lang tid at lave. Prøv igen, eller del indholdet op."
    if not failure.was_limited:
        sentence = "PDF-filen kunne ikke laves. Prøv igen, og sig det til sekretariatet, hvis det bliver ved."
    failed = RenderFailed(sentence)
    failed.add_note(str(failure))  # for tracebacks; the sentence is for people
    return failed


def _type_of(name: str) -> str:
    return TYPES.get(name.rpartition(".")[2], "application/octet-stream")
