"""The index of the models, for Django alone."""

from meetings.agenda.models import AgendaItem, Attachment, AttachmentVersion, Pause, StandardAgenda, Writer
from meetings.attendance.models import Attendance, Guest, GuestItem, Wish
from meetings.followup.models import Action, ActionStep
from meetings.meeting.models import Meeting
from meetings.messages.models import Message, MessageReceipt
from meetings.minutes.models import Decision, Minutes, MinutesPdf, NoRemarks, Note, NoteDraft, Remark, SentText

__all__ = [
    "Action",
    "ActionStep",
    "AgendaItem",
    "Attachment",
    "AttachmentVersion",
    "Attendance",
    "Decision",
    "Guest",
    "GuestItem",
    "Meeting",
    "Message",
    "MessageReceipt",
    "Minutes",
    "MinutesPdf",
    "NoRemarks",
    "Note",
    "NoteDraft",
    "Pause",
    "Remark",
    "SentText",
    "StandardAgenda",
    "Wish",
    "Writer",
]
