"""The register as a sheet."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from forum.base.dates import local
from forum.files.made_sheet import Table
from meetings.minutes.lines import DecisionLine

WIDTHS = {
    "Dato": 12, "Møde": 36, "Punkt": 8, "Om": 44, "Beslutning": 22, "Ordlyd": 70, "Anbefaling": 18,
    "Innovationsområde": 34, "Kommuner": 34, "Referatet": 16, "Kan læses af": 18, "Adresse": 44,
}  # fmt: skip


def table_of(lines: Iterable[DecisionLine], note: str = "") -> Table:
    """A row for each line; `note` stands below them."""
    return Table("Beslutninger", WIDTHS, map(_row, lines), note)


def _row(line: DecisionLine) -> list[str]:
    decision, item = line.decision, line.decision.item
    return [
        local(item.meeting.start).date().isoformat(),
        item.meeting.title,
        str(item.number),
        item.title,
        str(decision.get_kind_display()),
        decision.text,
        line.recommendations_in_words.removeprefix("Anbefaling "),
        decision.area.title if decision.area else "",
        line.organisations,
        "ikke godkendt" if line.awaits else "godkendt",
        decision.read_by,
        settings.SITE_URL + decision.get_absolute_url(),
    ]
