"""What is kept under one member, to be read: each part as a table in Danish words, for the page and for the PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string

from forum.base import dates
from forum.base.visibility import Viewer
from forum.membership import own_data
from forum.people.models import Member

NOTHING = "Her er der ikke gemt noget"


@dataclass(frozen=True)
class Cell:
    text: str
    link: str = ""


@dataclass(frozen=True)
class Section:
    """One part: facts (a label and what it says), or rows under headings, or sentences."""

    heading: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.facts or self.rows or self.sentences)


def sections(member: Member, viewer: Viewer) -> list[Section]:
    """Every part of `own_data.export`, in its order; last the names of those in which there is nothing."""
    found = [_section(_capital(name), part) for name, part in own_data.export(member, viewer).items()]
    nothing = [section.heading for section in found if section.is_empty]
    more = [Section(NOTHING, sentences=nothing)] if nothing else []
    return [section for section in found if not section.is_empty] + more


def _section(heading: str, part: Any) -> Section:
    if isinstance(part, Mapping):
        return Section(heading, facts=[(_capital(label), in_words(value)) for label, value in part.items()])
    if part and not isinstance(part[0], Mapping):
        return Section(heading, sentences=[in_words(value) for value in part])
    keys = list(dict.fromkeys(key for row in part for key in row if key != own_data.LINK))
    return Section(heading, headings=[_capital(key) for key in keys], rows=[_row(row, keys) for row in part])


def _row(row: Mapping[str, Any], keys: list[str]) -> list[Cell]:
    first, *others = [Cell(in_words(row.get(key))) for key in keys]
    return [Cell(first.text, row.get(own_data.LINK, "")), *others]


def in_words(value: Any) -> str:
    """A moment as »22. august 2019 kl. 10.00«, yes and no in Danish, a dash for nothing."""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return f"{dates.short_day(value)} kl. {dates.clock(value)}"
    if isinstance(value, date):
        return dates.short_day(value)
    return str(value) if value not in (None, "") else "–"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def paper_html(member: Member, now: datetime) -> str:
    """The page that the PDF is made from."""
    title = "Dine oplysninger i forummet"
    context = {
        "title": title,
        "subtitle": f"{member.name}, {dates.short_day(now)}",
        "running": title,
        "foot": f"{member.name}. {dates.short_day(now)}",
        "written_at": now,
        "sections": sections(member, member.as_viewer(now)),
        "member": member,
        "now": now,
    }
    return render_to_string("pdf/own_data.html", context)
