"""Actions as the minutes write them: promised under an item, written anew, removed with a way back."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError

from forum.audit.context import audited
from forum.base import unsent
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

    What the list has made of the action since it was agreed stays; the rest of it follows the minutes. In minutes that
    were sent it is a correction, which the list follows when it is sent.
    Raises NotAllowed when the minutes are approved, ValidationError when the item has the same action already, and
    StaleError when `action` has another revision than the given one, or is removed.
    """
    aside = lock_for_edit(item.meeting_id).is_released
    values = {"text": clean_line(text), "owner": owner.pk if owner else None, "due": due.isoformat()}
    if action is None:
        here = Action.objects.filter(Action.in_correction, item=item).in_minutes()
        if any(one.said() | values == one.said() for one in unsent.corrected(here)):
            raise ValidationError("Opgaven står allerede under punktet.")
        new = {"text": values["text"], "owner": owner, "due": due}
        return Action.objects.create(item=item, **new, **unsent.only_in_correction(now) if aside else {})
    action = unsent.current(action, revision)
    if aside:
        action.set_aside(**values)
    else:
        action.say(values)
        action.keep()
    return action


@audited("Fjernede opgave")
def remove_action(*, action: Action, item: AgendaItem, by: Member, now: datetime) -> None:
    unsent.remove(action, aside=lock_for_edit(item.meeting_id).is_released, now=now)


@audited("Fortrød fjernelse af opgave")
def restore_action(*, action_id: int, item: AgendaItem, by: Member, now: datetime) -> None:
    aside = lock_for_edit(item.meeting_id).is_released
    if action := Action.objects.filter(item=item, pk=action_id).first():
        unsent.restore(action, aside=aside)
