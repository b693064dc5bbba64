"""The one gate of every change to what minutes say: open for edit, one at a time, "rettet" once released."""

from datetime import datetime
from typing import Any

from forum.base import states
from forum.base.refusal import NotAllowed, refuse
from meetings.followup.models import Action
from meetings.minutes.models import Decision, Minutes, Note, SentText, presence
from meetings.minutes.rules import why_not_edit

NOT_BEGUN = "Referatet er ikke begyndt endnu. Begynd det først på mødets side."


def lock_for_edit(meeting_id: int, *, touch: bool = True) -> Minutes:
    """The meeting's minutes, locked until the transaction ends. Raises NotAllowed when they are approved or not begun.

    The lock makes approval and edit take turns: an approval is bound to what was there when it was given.
    With `touch`, minutes out for remarks become "rettet", and keep who was there as it was sent. From then on what is
    written is kept aside of what their readers read (`forum/base/unsent.py`), until `send_unsent`.
    """
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting")
    minutes = rows.filter(meeting=meeting_id).first()
    if minutes is None:
        raise NotAllowed(NOT_BEGUN)
    refuse(why_not_edit(minutes))
    if touch and minutes.state == Minutes.State.REMARKS:
        keep_sent_text(minutes)
        states.move(minutes, Minutes.State.CORRECTED, presence=presence(minutes.meeting).to_json())
    return minutes


def keep_sent_text(minutes: Minutes) -> None:
    """Keep the text of minutes that were sent before texts were kept, while they still say what was sent."""
    if not SentText.last(minutes):
        SentText.keep(minutes)


def send_unsent(minutes: Minutes, *, now: datetime) -> None:
    """Let the minutes say their correction: it is being sent, or nobody but the secretariat reads them any more."""
    models: tuple[Any, ...] = (Note, Decision, Action)
    for model in models:
        rows = model._base_manager.filter(item__meeting=minutes.meeting_id, unsent__isnull=False)
        for row in rows.select_for_update(of=("self",)).order_by("pk"):
            row.take_in(now=now)
    if minutes.unsent:
        minutes.take_in(now=now)


def take_partners_back(minutes: Minutes, before: Any) -> None:
    """The undo of a correction gives its delegations the partners that they had: relations have no history."""
    sent = SentText.last(minutes, 2)
    if len(sent) < 2 or before.state != Minutes.State.CORRECTED:
        return
    for item in sent[1].content["items"].values():
        for decision in item["decisions"]:
            for pk, partners in decision.get("partner_ids", {}).items():
                if row := Decision.objects.filter(pk=pk).first():
                    row.partners.set(partners)
