"""An uploaded PDF or picture made anew in a child process with limits; what cannot be is told in a Danish sentence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import structlog

from forum.base.child import ChildFailed, Limits, run
from forum.files import content

log = structlog.get_logger(__name__)

HERE = Path(__file__).parent
SCRIPTS = {
    content.PDF: HERE / "rewrite_pdf.py",
    content.PNG: HERE / "rewrite_picture.py",
    content.JPEG: HERE / "rewrite_picture.py",
}
LIMITS = Limits(cpu=60, wall=90)  # the memory of the child that makes PDFs
LONGEST_SIDE = 4096  # points of a picture: as much as a large screen shows
BROKEN, LARGE = "broken", "large"
WHY_NOT = {
    "protected": "Filen er beskyttet mod ændringer og kan ikke vises her.",
    "collection": "Filen er en samling af flere filer og kan ikke vises her.",
    "form": "Filen er en formular, som kun kan åbnes i Adobe Reader.",
    BROKEN: "Filen er lavet på en måde, så den ikke kan vises her.",
    LARGE: "Filen er for stor til at blive vist her.",
}


@dataclass(frozen=True)
class Rewritten:
    kind: content.Kind
    data: bytes = b""
    why_not: str = ""  # then there is no data


def rewrite(data: bytes, content_type: str) -> Rewritten:
    """The file as a copy in which nothing runs and nothing is hidden, or the sentence that says why there is none."""
    kind = next(kind for kind in SCRIPTS if kind.content_type == content_type)
    asked = {"pixels": content.MAX_PIXELS, "side": LONGEST_SIDE}
    try:
        answer = run(SCRIPTS[kind], f"{json.dumps(asked)}\n".encode() + data, LIMITS)
    except ChildFailed as failure:
        log.warning("not rewritten", kind=kind.extension, how=failure.how, said=failure.said)
        return Rewritten(kind, why_not=WHY_NOT[LARGE if failure.was_limited else BROKEN])
    said, _, copy = answer.partition(b"\n")
    if word := json.loads(said).get("why_not"):
        return Rewritten(kind, why_not=WHY_NOT[word])
    if not _is_plain(copy, kind):
        return Rewritten(kind, why_not=WHY_NOT[BROKEN])
    return Rewritten(kind, copy)


def _is_plain(copy: bytes, kind: content.Kind) -> bool:
    """The copy passes the check that uploads pass, as the same kind: one with an archive inside does not."""
    try:
        return content.kind_of(copy, kind.extension) is kind
    except content.Refused:
        return False
