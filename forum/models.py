"""The index of the models, for Django alone."""

from forum.base.heartbeat import Heartbeat
from forum.base.search_index import Word
from forum.copies.models import ViewCopy
from forum.files.models import StoredFile
from forum.jobs.models import Job
from forum.mail.models import OutboxMail
from forum.membership.models import Invitation, JoinRequest, OwnDataPdf
from forum.people.models import Grant, Member, NotificationChoice, Organisation, Seat, SeatHolding
from forum.receivers.models import ReceiverList
from forum.undo.models import Undo
from forum.web.form_keys import FormKey

__all__ = [
    "FormKey",
    "Grant",
    "Heartbeat",
    "Invitation",
    "Job",
    "JoinRequest",
    "Member",
    "NotificationChoice",
    "Organisation",
    "OutboxMail",
    "OwnDataPdf",
    "ReceiverList",
    "Seat",
    "SeatHolding",
    "StoredFile",
    "Undo",
    "ViewCopy",
    "Word",
]
