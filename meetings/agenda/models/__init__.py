"""Agenda items, the pauses between them, and attachments."""

from meetings.agenda.models.attachments import (
    Attachment,
    AttachmentVersion,
    has_changed_since_release,
    scan_remark,
)
from meetings.agenda.models.items import AgendaItem
from meetings.agenda.models.pauses import Pause
from meetings.agenda.models.programme import AgendaRow, Programme, programme, rows_of
from meetings.agenda.models.standard import StandardAgenda
from meetings.agenda.models.writers import Writer

__all__ = [
    "AgendaItem",
    "AgendaRow",
    "Attachment",
    "AttachmentVersion",
    "Pause",
    "Programme",
    "StandardAgenda",
    "Writer",
    "has_changed_since_release",
    "programme",
    "rows_of",
    "scan_remark",
]
