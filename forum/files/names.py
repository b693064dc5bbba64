"""The name under which a stored file is shown and downloaded. It is never used as a path."""

from __future__ import annotations

import re

from forum.base.text import clean_line
from forum.files.content import Kind

LONGEST = 120
# Invisible marks that could hide an ending or turn the name around; clean_line takes controls and overrides
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u2060-\u2064\ufff9-\ufffb]")
NOT_IN_NAMES = re.compile(r'[<>:"|?*%;]+')


def extension_of(name: str) -> str:
    ending = _without_path(name).rpartition(".")
    return ending[2].strip().lower() if ending[1] else ""


def display_name(name: str, kind: Kind) -> str:
    """A safe name whose ending fits the content: "../../Bilag 1\\u202excod.exe" (a PDF) becomes "Bilag 1xcod.pdf"."""
    name = _without_path(name)
    stem, dot, ending = name.rpartition(".")
    if not dot or not re.fullmatch("[A-Za-z0-9]{1,5}", ending):
        stem, ending = name, kind.extension
    stem = NOT_IN_NAMES.sub("-", stem).strip(" .-_")[:LONGEST].strip() or "fil"
    return f"{stem}.{ending.lower() if kind.fits(ending.lower()) else kind.extension}"


def _without_path(name: str) -> str:
    return INVISIBLE.sub("", clean_line(re.split(r"[/\\]", name)[-1]))
