"""Agenda items and attachments."""

from meetings.agenda.models.attachments import Attachment, has_changed_since_release, scan_remark
from meetings.agenda.models.items import AgendaItem, Programme, programme, slots

__all__ = [
    "AgendaItem",
    "Attachment",
    "Programme",
    "has_changed_since_release",
    "programme",
    "scan_remark",
    "slots",
]
