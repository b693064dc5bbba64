"""Codes as people paste them: with blanks and dashes inside, words around, marks nobody sees."""

from __future__ import annotations

import re
import unicodedata

from forum.base.text import clean_line

# Digits with at most a blank, a point or some dash between two of them
RUN = re.compile(r"[0-9](?:[ .\-‐‑‒–—−]?[0-9])*")


def only_code(text: str, *lengths: int) -> str:
    """The only run of digits in the text that has one of the lengths; without one, or with two, the text's own line.

    »Din kode er 1234–5678.« is "12345678" when 8 is among the lengths.
    """
    line = clean_line(unicodedata.normalize("NFKC", text))
    runs = {re.sub("[^0-9]", "", run) for run in RUN.findall(line)}
    fitting = {run for run in runs if len(run) in lengths}
    return fitting.pop() if len(fitting) == 1 else line
