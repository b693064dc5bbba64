"""The sweep's arguments for messages: a draft, one to the members, one about a closed meeting to those it calls."""

from datetime import timedelta
from typing import Any

from forum.base.visibility import Audience
from meetings.messages.actions import draft, revision_of, send
from meetings.messages.models import Message
from meetings.messages.receivers import receivers_of
from tests import world
from tests.canary.world import COMING, DRAFT, WORDS, Samples, Sweep, meetings

FIELDS: dict[str, Any] = {"to": Message.To.ALL, "list": None}


def _messages(sweep: Sweep) -> list[tuple[int]]:
    """Made at the first look; each carries the word of those who may read it."""
    if not Message.objects.exists():
        by: Any = {"by": sweep.cast.secretary, "now": world.NOW}
        closed = world.make_meeting(
            slug="lukket", start=world.NOW + timedelta(days=70), audience=Audience.AUTHORITIES, title="Lukket for nogle"
        )
        members, authorities = WORDS[Audience.MEMBERS], WORDS[Audience.AUTHORITIES]
        draft(meeting=None, subject=f"Kladde {DRAFT}", text=DRAFT, **FIELDS, **by)
        coming = COMING[Audience.MEMBERS]  # a substitute called to that meeting gets what is sent to its people
        for meeting, word in ((None, members), (sweep.coming, coming), (closed, authorities)):
            made = draft(meeting=meeting, subject=f"Besked {word}", text=word, **FIELDS, **by)
            send(message=made, revision=revision_of(made, receivers_of(made, world.NOW)), **by)
    return list(Message.objects.order_by("pk").values_list("pk"))


SAMPLES: Samples = {
    "meetings:message_new": meetings,
    **{f"meetings:{name}": _messages for name in ("message", "message_edit", "message_remove", "message_restore")},
}
