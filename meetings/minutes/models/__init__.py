"""Minutes, notes, decisions, remarks, and who reads them."""

from meetings.minutes.models.decisions import Decision
from meetings.minutes.models.minutes import Minutes, Note, NoteDraft
from meetings.minutes.models.no_remarks import NoRemarks, asked_ids, silent_members, silent_minutes
from meetings.minutes.models.pdf import MinutesPdf
from meetings.minutes.models.presence import Presence, presence
from meetings.minutes.models.recipients import Recipient, recipients_of
from meetings.minutes.models.remarks import Remark
from meetings.minutes.models.sent_text import SentText, is_as_sent, is_corrected

__all__ = [
    "Decision",
    "Minutes",
    "MinutesPdf",
    "NoRemarks",
    "Note",
    "NoteDraft",
    "Presence",
    "Recipient",
    "Remark",
    "SentText",
    "asked_ids",
    "is_as_sent",
    "is_corrected",
    "presence",
    "recipients_of",
    "silent_members",
    "silent_minutes",
]
