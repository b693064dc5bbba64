"""Actions as the minutes write them: promised under an item, written anew, removed with a way back."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError

from forum.audit.context import audited
from forum.base.removal import remove, removed, restore
from forum.base.stale import require_current
from forum.base.text import clean_line
from forum.people.models import Member, Seat
from meetings.agenda.models import AgendaItem
from meetings.followup.models import Action
from meetings.minutes.actions.lock import lock_for_edit


@audited("Skrev opgave")
def write_action(
    *,
    item: AgendaItem,
    text: str,
    owner: Seat | None,
    due: date,
    by: Member,
    now: datetime,
    action: Action | None = None,
    revision: str | None = None,
) -> Action:
    """Add an action to the item, or write `action` anew. Without an owner it is the secretariat's own.

    What the list has made of the action since it was agreed stays; the rest of it follows the minutes.
    Raises NotAllowed when the minutes are approved, ValidationError when the item has the same action already, and
    StaleError when `action` has another revision than the given one, or is removed.
    """
    lock_for_edit(item.meeting_id)
    content = {"text": clean_line(text), "owner": owner, "due": due}
    if action is None:
        if Action.objects.filter(item=item, removed_at=None, **content).exists():
            raise ValidationError("Opgaven står allerede under punktet.")
        return Action.objects.create(item=item, **content)
    action = require_current(action, revision)
    action.text = content["text"]
    action.agree(owner=owner, due=due)
    action.save()
    return action


@audited("Fjernede opgave")
def remove_action(*, action: Action, item: AgendaItem, by: Member, now: datetime) -> None:
    lock_for_edit(item.meeting_id)
    remove(action, now=now)


@audited("Fortrød fjernelse af opgave")
def restore_action(*, action_id: int, item: AgendaItem, by: Member, now: datetime) -> None:
    lock_for_edit(item.meeting_id)
    if action := removed(Action.objects.filter(item=item), pk=action_id):
        restore(action)
