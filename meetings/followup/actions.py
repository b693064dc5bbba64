"""Actions: promised on an item of the minutes, and brought to an end by their owner."""

from __future__ import annotations

from datetime import date, datetime

from forum.audit.context import audited
from forum.base import states
from forum.base.refusal import NotAllowed
from forum.base.text import clean_line
from forum.people.models import Member, Seat
from meetings.agenda.models import AgendaItem
from meetings.followup.models import Action
from meetings.minutes.actions.lock import as_begun_from, lock_for_edit


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
    based_on: str | None = None,
) -> Action:
    """Add an action to the item, or write `action` anew. Without an owner it is the secretariat's own.

    Raises StaleError when `action` is another than the one with the fingerprint `based_on`.
    """
    lock_for_edit(item.meeting_id)
    told = {"text": clean_line(text), "owner": owner, "due": due}
    if not action and Action.objects.filter(item=item, removed_at=None, **told).exists():
        raise NotAllowed("Opgaven står allerede under punktet.")
    action = as_begun_from(action, based_on) if action else Action(item=item)
    for name, value in told.items():
        setattr(action, name, value)
    action.save()
    return action


@audited("Fjernede opgave")
def remove_action(*, action: Action, by: Member, now: datetime) -> None:
    lock_for_edit(action.item.meeting_id)
    Action.objects.filter(pk=action.pk, removed_at=None).update(removed_at=now)


@audited("Fortrød fjernelse af opgave")
def restore_action(*, action_id: int, item: AgendaItem, by: Member, now: datetime) -> None:
    lock_for_edit(item.meeting_id)
    Action.objects.filter(pk=action_id, item=item).update(removed_at=None)


@audited("Flyttede opgave")
def move_action(*, action: Action, to: str, by: Member, now: datetime, reason: str = "", via: str = "") -> Action:
    """Begin, finish, drop (with a reason) or take up again. Sent twice it says so: NotAllowed or StaleError."""
    ended = to in {Action.State.DONE, Action.State.LAPSED}
    why = clean_line(reason) if to == Action.State.LAPSED else ""
    states.move(action, to, reason=why, finished_at=now if ended else None)
    return action
