"""When a message can be written and sent, and who must not get it."""

from __future__ import annotations

from collections.abc import Sequence

from meetings.meeting.models import Meeting
from meetings.messages.models import Message
from meetings.messages.receivers import Receiver

NOT_CALLED = "Ingen er indkaldt til mødet endnu, så der er ingen at skrive til."
NOBODY = "Der er ingen at sende til lige nu. Vælg andre modtagere."
SENT = "Beskeden er sendt."


def why_not_write(meeting: Meeting | None) -> str:
    return NOT_CALLED if meeting and meeting.state == Meeting.State.PLANNED else ""


def why_not_send(message: Message, receivers: Sequence[Receiver]) -> str:
    """A sentence for a message that cannot be sent to these; it names everyone who must not get it."""
    if message.sent_at:
        return SENT
    if why_not := why_not_write(message.meeting):
        return why_not
    if not receivers:
        return NOBODY
    if not message.is_closed or message.meeting is None:
        return ""
    barred = [one.name or one.address for one in receivers if not may_get(message, one)]
    named = f"{', '.join(barred)} må ikke se mødet, så beskeden kan ikke sendes til dem. Ret listen, eller vælg andre."
    return named if barred else ""


def may_get(message: Message, receiver: Receiver) -> bool:
    """Whoever is outside the forum gets what is about an open meeting, or about none."""
    if message.meeting is None or not message.is_closed:
        return True
    if receiver.member is None:
        return False
    return Meeting.objects.visible_to(receiver.member.as_viewer()).filter(pk=message.meeting.pk).exists()
