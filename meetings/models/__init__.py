"""Meetings and what comes of them; one file per concept."""

from meetings.models.actions import Action
from meetings.models.agenda import AgendaItem, Programme, clocked, programme, slots
from meetings.models.attachments import Attachment, has_changed_since_release, scan_remark
from meetings.models.attendance import Attendance
from meetings.models.glance import glance
from meetings.models.meetings import Meeting
from meetings.models.minutes import Decision, Minutes, Note, NoteDraft
from meetings.models.papers import MinutesPaper
from meetings.models.presence import Guest, Presence, presence
from meetings.models.readers import Reader, readers
from meetings.models.remarks import Remark
from meetings.models.roster import Place, Roster, roster

__all__ = [
    "Action",
    "AgendaItem",
    "Attachment",
    "Attendance",
    "Decision",
    "Guest",
    "Meeting",
    "Minutes",
    "MinutesPaper",
    "Note",
    "NoteDraft",
    "Place",
    "Presence",
    "Programme",
    "Reader",
    "Remark",
    "Roster",
    "clocked",
    "glance",
    "has_changed_since_release",
    "presence",
    "programme",
    "readers",
    "roster",
    "scan_remark",
    "slots",
]
