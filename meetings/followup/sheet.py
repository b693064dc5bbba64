"""The list of actions as a sheet."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from forum.base.dates import local
from forum.files.made_sheet import Table
from meetings.followup.models import Action

WIDTHS = {
    "Opgave": 60, "Ansvarlig": 28, "Frist": 12, "Status": 18, "Afsluttet": 12, "Hvad kom der ud af det?": 50,
    "Hvorfor ikke aktuel?": 40, "Møde": 36, "Mødedato": 12, "Punkt": 8, "Kan læses af": 18, "Adresse": 44,
}  # fmt: skip


def table_of(actions: Iterable[Action]) -> Table:
    """A row for each action, which has its owner's organisation and its item's meeting fetched."""
    return Table("Opgaver", WIDTHS, map(_row, actions))


def _row(action: Action) -> list[str]:
    item = action.item
    return [
        action.text,
        action.owner_name,
        action.due.isoformat(),
        str(action.get_state_display()),
        local(action.finished_at).date().isoformat() if action.finished_at else "",
        action.result,
        action.reason,
        item.meeting.title if item else "",
        local(item.meeting.start).date().isoformat() if item else "",
        str(item.number) if item else "",
        action.read_by,
        settings.SITE_URL + action.get_absolute_url(),
    ]
