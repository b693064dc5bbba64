"""The mail that carries a message, rendered for one receiver; of a closed meeting it says only that there is one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from forum.base.dates import long_day
from forum.base.visibility import SYSTEM
from forum.mail.kinds import Kind
from forum.mail.models import OutboxMail
from forum.mail.outbox import Rendered
from forum.mail.render import link, render
from meetings.convocation.mail.guests import GuestLink
from meetings.meeting.models import Meeting
from meetings.meeting.rules import why_not_answer
from meetings.messages import rules
from meetings.messages.models import Message, MessageReceipt
from meetings.messages.receivers import Receiver, receivers_of


def render_for(message: Message, receiver: Receiver, now: datetime) -> Rendered:
    meeting, subject = message.meeting, message.subject
    if meeting and meeting.is_closed:
        subject = f"Besked om {meeting.mail_name.lower()} {long_day(meeting.start)}"
    context: dict[str, Any] = {
        "message": message,
        "meeting": meeting,
        "signer": message.by,
        "name": receiver.name,
        "page": link("meetings:message", message.pk),
        "meeting_page": _page_of(meeting, receiver, now) if meeting else "",
    }
    return render(MESSAGE, subject, **context)


def _page_of(meeting: Meeting, receiver: Receiver, now: datetime) -> str:
    """Where the receiver reads of the meeting, "" for who cannot: a guest has a page without signing in, before it."""
    if receiver.guest:
        open_page = link("meetings:guest_answer", GuestLink.to(receiver.guest, meeting).token())
        return "" if why_not_answer(meeting, now) else open_page
    return link("meetings:detail", meeting.slug) if receiver.member else ""


def _why_not(mail: OutboxMail, now: datetime) -> str:
    """The message still goes to its receiver: who has answered since is not asked why they are silent."""
    receipt = MessageReceipt.of_mail(mail)
    if receipt is None:
        return "Beskeden er fortrudt."
    message: Message = receipt.message
    if message.meeting_id and not Meeting.objects.visible_to(SYSTEM).filter(pk=message.meeting_id).exists():
        return "Mødet er slettet."
    now_in_it = {receiver.address: receiver for receiver in receivers_of(message, now)}
    receiver = now_in_it.get(mail.to_member.email if mail.to_member else mail.to_address)
    if receiver is None:
        return f"Modtageren er ikke længere blandt {message.whom}."
    return "" if rules.may_get(message, receiver) else "Modtageren kan ikke længere se mødet."


MESSAGE = Kind("meetings.message", "Besked fra sekretariatet", check=_why_not)
KINDS = [MESSAGE]
