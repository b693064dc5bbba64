"""What becomes of actions once they are agreed. The minutes write them: `meetings/minutes/actions/promises.py`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from forum.audit.context import audited
from forum.base import states
from forum.base.dates import local
from forum.base.refusal import NotAllowed, refuse
from forum.base.stale import require_current
from forum.base.text import clean_line
from forum.mail.models import OutboxMail
from forum.people.models import Member, Seat
from forum.undo.acts import undoable
from meetings.followup import mail, reminders, rules
from meetings.followup.models import Action, ActionStep

Kind = ActionStep.Kind


@audited("Flyttede opgave")
def move_action(
    *, action: Action, to: str, by: Member, now: datetime, reason: str = "", result: str = "", via: str = ""
) -> Action:
    """Begin, finish (with a line of what came of it), drop (with a reason) or take up again.

    Raises NotAllowed when the action cannot go from its state to `to`, StaleError when somebody moved it first.
    """
    ended = to in {Action.State.DONE, Action.State.LAPSED}
    why = clean_line(reason) if to == Action.State.LAPSED else ""
    came_of_it = clean_line(result) if to == Action.State.DONE else ""
    states.move(action, to, reason=why, result=came_of_it, finished_at=now if ended else None)
    _log(action, to, by=by, now=now, via=via, text=why or came_of_it)
    if ended:
        _forget_waiting_reminders(action)
    return action


@audited("Gav opgave ny frist")
def set_due(
    *,
    action: Action,
    due: date,
    by: Member,
    now: datetime,
    revision: str | None = None,
    reason: str = "",
    via: str = "",
) -> Action:
    """Give an open action another due day; the minutes keep the one that was agreed.

    Raises NotAllowed when it is ended or its minutes are a draft, StaleError when somebody changed it first.
    """
    action = _to_change(action, revision)
    if due == action.due:
        raise NotAllowed("Det er den frist, opgaven har i forvejen.")
    action.depart(due=due)
    action.save(update_fields=["due", "agreed_owner", "agreed_due"])
    _log(action, Kind.DUE, by=by, now=now, via=via, text=reason, due=due)
    _forget_waiting_reminders(action)
    return action


@undoable(
    "Gav opgave videre",
    of="action",
    sends="Mailen om opgaven",
    done="Opgaven er givet videre.",
    may=rules.can_move,
    together=("due", "state"),
)
def hand_over(
    *,
    action: Action,
    owner: Seat | None,
    by: Member,
    now: datetime,
    revision: str | None = None,
    reason: str = "",
    via: str = "",
) -> Action:
    """Give an open action to another seat, or to the secretariat (None). Both owners are mailed, but not who does it;
    reminders of the old owner go.

    Raises NotAllowed when it is ended, its minutes are a draft or the seat cannot have it, StaleError when somebody
    changed it first.
    """
    action = _to_change(action, revision)
    if owner == action.owner:
        raise NotAllowed("Opgaven er allerede deres.")
    if owner and not rules.possible_owners(action.narrowest, local(now).date(), action).filter(pk=owner.pk).exists():
        raise NotAllowed("De kan ikke få opgaven, for de må ikke læse den, eller der er ingen på pladsen.")
    former = reminders.owners_of(action)
    action.depart(owner=owner)
    action.given_at = now
    action.save(update_fields=["owner", "given_at", "agreed_owner", "agreed_due"])
    _log(action, Kind.OWNER, by=by, now=now, via=via, text=reason, owner=owner)
    _forget_waiting_reminders(action)
    owners = reminders.owners_of(action)
    mail.queue_given(action, owners, by=by, why=clean_line(reason), now=now)
    mail.queue_handed_on(action, [member for member in former if member not in owners], by=by, now=now)
    return action


@audited("Skrev note til opgave")
def write_note(*, action: Action, text: str, by: Member, now: datetime, via: str = "") -> ActionStep:
    """Write a note that all who may read the action read. The same words twice in a row are one note."""
    action = require_current(action, None)
    last = action.steps.order_by("-pk").first()
    if last and (last.kind, last.text, last.by_id) == (Kind.NOTE, clean_line(text), by.pk):
        return last
    return _log(action, Kind.NOTE, by=by, now=now, via=via, text=text)


@audited("Oprettede opgave uden for møderne")
def create_action(*, text: str, owner: Seat | None, due: date, audience: str, by: Member, now: datetime) -> Action:
    """Write down what was agreed outside any meeting; its owner is mailed. Without an owner it is the secretariat's."""
    content = {"text": clean_line(text), "owner": owner, "due": due, "audience": audience}
    action = Action.objects.create(given_at=now, **content)
    _log(action, Kind.CREATED, by=by, now=now, owner=owner, due=due)
    mail.queue_given(action, reminders.owners_of(action), by=by, why="", now=now)
    return action


@audited("Mindede om opgave")
def remind(*, action: Action, by: Member, now: datetime) -> list[Member]:
    """Remind the owner now, whatever the date; who is told is returned.

    Raises NotAllowed when the owner was reminded today already, wants no such mails, or nobody is in the seat.
    """
    action = _to_change(action, None)
    recipients = reminders.owners_of(action)
    refuse(reminders.why_not_remind(action, recipients, now))
    for member in recipients:
        reminders.queue_now(action, member, now)
    _log(action, Kind.REMINDED, by=by, now=now)
    return recipients


def _to_change(action: Action, revision: str | None) -> Action:
    """The action as it is now, locked. Raises NotAllowed when it cannot be changed, StaleError for a stale page."""
    current: Action = require_current(action, revision)
    refuse(rules.why_not_change(current))
    return current


def _log(action: Action, kind: str, *, by: Member, now: datetime, text: str = "", **more: Any) -> ActionStep:
    return ActionStep.objects.create(action=action, kind=kind, text=clean_line(text), by=by, at=now, **more)


def _forget_waiting_reminders(action: Action) -> None:
    """Reminders that wait in the outbox are about what is no longer so; the planner makes those that are owed anew."""
    waiting = OutboxMail.objects.filter(kind=mail.ACTION_REMINDER.name, about__action=action.pk)
    waiting.filter(state=OutboxMail.State.QUEUED).delete()
