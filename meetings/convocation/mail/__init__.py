"""The mails about meetings: their kinds, how each is rendered for its receiver, and the link that answers from one."""

from meetings.convocation.mail.kinds import (
    AGENDA,
    ALL_KINDS,
    ANSWER_REMINDER,
    CANCELLED,
    CONVOCATION,
    INVITED,
    INVITED_OFF,
    KINDS,
    MOVED,
    REMINDER,
    SUBSTITUTE,
    WITHDRAWN,
    MeetingKind,
    News,
    stand_ins_answer,
)
from meetings.convocation.mail.rendering import RenderedMail, RsvpLink, changes

__all__ = [
    "AGENDA",
    "ALL_KINDS",
    "ANSWER_REMINDER",
    "CANCELLED",
    "CONVOCATION",
    "INVITED",
    "INVITED_OFF",
    "KINDS",
    "MOVED",
    "REMINDER",
    "SUBSTITUTE",
    "WITHDRAWN",
    "MeetingKind",
    "News",
    "RenderedMail",
    "RsvpLink",
    "changes",
    "stand_ins_answer",
]
