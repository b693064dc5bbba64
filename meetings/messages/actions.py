"""What happens to messages: drafted, changed, sent, thrown away and fetched again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from forum.audit.context import audited
from forum.base import removal
from forum.base.refusal import refuse
from forum.base.stale import StaleError, digest, require_current
from forum.mail import outbox
from forum.people.models import Member
from forum.receivers.models import ReceiverList
from forum.undo.acts import undoable
from meetings.meeting.models import Meeting
from meetings.messages import rules
from meetings.messages.mail import MESSAGE, render_for
from meetings.messages.models import Message, MessageReceipt
from meetings.messages.receivers import Receiver, receivers_of

OTHERS_NOW = "Beskeden eller dens modtagere er ændret, siden du så dem. Se dem igen, og send."
SENT_ALREADY = "En anden har sendt beskeden i mellemtiden."


@audited("Skrev kladde til besked")
def draft(
    *, meeting: Meeting | None, to: str, list: ReceiverList | None, subject: str, text: str, by: Member, now: datetime
) -> Message:
    """A draft about a meeting, or to the members (None)."""
    refuse(rules.why_not_write(meeting))
    return Message.objects.create(
        meeting=meeting, to=to, list=list, subject=subject, text=text, by=by, written_at=now
    )  # fmt: skip


@audited("Rettede kladde til besked")
def change(
    *,
    message: Message,
    to: str,
    list: ReceiverList | None,
    subject: str,
    text: str,
    revision: str,
    by: Member,
    now: datetime,
) -> None:
    """Raises StaleError when somebody has changed or sent it since."""
    current = require_current(message, revision)
    if current.sent_at:
        raise StaleError(SENT_ALREADY)
    current.to, current.list, current.subject, current.text = to, list, subject, text
    current.by, current.written_at, current.revision = by, now, current.revision + 1
    current.save()


def revision_of(message: Message, receivers: Sequence[Receiver]) -> str:
    """Of what is shown before it is sent: changes with the message and with its receivers."""
    return digest(message.revision, sorted(receiver.address for receiver in receivers))


@undoable(
    "Sendte besked", of="message", sends="Beskeden", done="", too_late="Skriv en ny besked, hvis noget var forkert."
)
def send(*, message: Message, revision: str, by: Member, now: datetime) -> int:
    """Send it to those who were shown; returns how many. Raises StaleError when it would go to others."""
    current: Message = require_current(message, None)
    if current.sent_at:
        raise StaleError(SENT_ALREADY)
    receivers = receivers_of(current, now)
    if revision != revision_of(current, receivers):
        raise StaleError(OTHERS_NOW)
    refuse(rules.why_not_send(current, receivers))
    current.by, current.sent_at, current.receivers = by, now, len(receivers)
    current.save()
    for receiver in receivers:
        mail = outbox.queue(
            key=MESSAGE.key(current.pk, current.revision, receiver.address),
            kind=MESSAGE,
            to=receiver.account or receiver.address,
            to_name=receiver.name,
            rendered=render_for(current, receiver, now),
            now=now,
            about={"message": current.pk},
        )
        MessageReceipt.objects.create(message=current, member=receiver.member, mail=mail)
    return len(receivers)


@audited("Slettede kladde til besked")
def remove(*, message: Message, by: Member, now: datetime) -> None:
    """Raises StaleError when somebody has sent it."""
    current: Message = require_current(message, None)
    if current.sent_at:
        raise StaleError(SENT_ALREADY)
    removal.remove(current, now=now)


@audited("Fortrød, at en kladde til en besked blev slettet")
def restore(*, message: Message, by: Member, now: datetime) -> None:
    removal.restore(message)


def removed_draft(pk: int) -> Message | None:
    """The draft that was removed; only for whoever may bring it back."""
    found: Message | None = removal.removed(Message.objects.all(), pk=pk)
    return found
