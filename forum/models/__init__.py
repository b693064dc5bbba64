"""The people and the shared records; one file per concept."""

from forum.models.files import StoredFile
from forum.models.invitations import Invitation, JoinRequest
from forum.models.keys import Heartbeat, SpentKey
from forum.models.members import Member, NotificationChoice
from forum.models.organisations import Organisation
from forum.models.outbox import OutboxMail
from forum.models.search import Word
from forum.models.seats import Seat, SeatHolding

__all__ = [
    "Heartbeat",
    "Invitation",
    "JoinRequest",
    "Member",
    "NotificationChoice",
    "Organisation",
    "OutboxMail",
    "Seat",
    "SeatHolding",
    "SpentKey",
    "StoredFile",
    "Word",
]
