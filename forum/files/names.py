"""The name under which a stored file is shown and downloaded. It is never used as a path."""

from __future__ import annotations

import re

from forum.base.text import clean_line
from forum.files.content import Kind

LONGEST = 120
# Invisible marks that could hide an ending or turn the name around; clean_line takes controls and overrides
INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u2060-\u2064\ufff9-\ufffb]")
# What browsers write for quotes and line breaks in the name of a sent file (HTML, multipart/form-data)
FORM_DATA = {"%22": "", '"': "", "%0D": " ", "%0A": " "}
LONGEST_ON_DISK = 240  # bytes of a name before its ending; file systems take 255
RESERVED = re.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)  # no file can be called so in Windows
NOT_IN_NAMES = re.compile(r'[<>:"|?*%;]+')


def extension_of(name: str) -> str:
    """The ending of a file's name in lower case; "" when it has none: the 2 of »Notat v. 1.2« is no ending."""
    return _split(name)[1].lower()


def display_name(name: str, kind: Kind) -> str:
    """A safe name whose ending fits the content: "../../Bilag 1\\u202excod.exe" (a PDF) becomes "Bilag 1xcod.pdf"."""
    stem, ending = _split(name)
    stem = NOT_IN_NAMES.sub("-", stem).strip(" .-_")[:LONGEST]
    stem = stem.encode()[:LONGEST_ON_DISK].decode(errors="ignore").strip(" .-_") or "fil"
    if RESERVED.fullmatch(stem):
        stem = f"fil {stem}"
    return f"{stem}.{ending.lower() if kind.fits(ending.lower()) else kind.extension}"


def readable_name(name: str) -> str:
    """The name that somebody's file was sent under: without its path, unseen characters and quotes."""
    for escaped, meant in FORM_DATA.items():
        name = name.replace(escaped, meant)
    return INVISIBLE.sub("", clean_line(re.split(r"[/\\]", name)[-1]))


def _split(name: str) -> tuple[str, str]:
    """A readable name without its ending, and the ending: a letter and at most four more letters or figures."""
    name = readable_name(name)
    stem, dot, ending = name.rpartition(".")
    is_ending = dot and re.fullmatch("[A-Za-z][A-Za-z0-9]{0,4}|7z", ending.strip())
    return (stem, ending.strip()) if is_ending else (name, "")
