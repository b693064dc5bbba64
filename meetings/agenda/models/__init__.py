"""Agenda items and attachments."""

from meetings.agenda.models.attachments import Attachment, has_changed_since_release, scan_remark
from meetings.agenda.models.items import AgendaItem
from meetings.agenda.models.programme import AgendaRow, Programme, programme, rows_of

__all__ = [
    "AgendaItem",
    "AgendaRow",
    "Attachment",
    "Programme",
    "has_changed_since_release",
    "programme",
    "rows_of",
    "scan_remark",
]
