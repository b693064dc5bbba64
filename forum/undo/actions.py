"""Undoing an act: every row it changed is put back, and the mails that wait are deleted, in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from forum.audit.context import audited
from forum.base.refusal import NotAllowed
from forum.mail.models import OutboxMail
from forum.people.models import Member
from forum.undo.acts import ACTS
from forum.undo.changes import IN_USE, Changed, changed_by, put_back, who_was_first, why_not_put_back
from forum.undo.models import Undo

Mail = OutboxMail.State
NOT_YOURS = (
    "Du har ikke længere ret til at gøre det, og derfor kan du heller ikke fortryde det. Skriv til sekretariatet."
)
UNDONE = "Det er allerede fortrudt."


@audited("Fortrød")
def take_back(*, undo: Undo, by: Member, now: datetime, reason: str) -> Any:
    """Undo the act; `reason` is what the history says was undone. Returns what it was done to, None if that is gone.

    What others have changed since, in the same rows too, stays. Raises NotAllowed when the time is up, when a mail has
    gone, when somebody has changed since what the act changed, or when `by` may not do such things any more.
    """
    undo = Undo.objects.select_for_update().get(pk=undo.pk, by=by)
    act = ACTS[undo.verb]
    mails = list(OutboxMail.objects.select_for_update(of=("self",)).filter(act=undo.act))
    if why_not := why_not_undo(undo, mails, now):
        raise NotAllowed(why_not)
    changed = changed_by(undo)
    _lock(changed)
    before = _before(undo, changed)
    if not act.may(by.as_viewer(), before or undo.row()):
        raise NotAllowed(NOT_YOURS)
    if why_not := why_not_before(undo, now) or why_not_put_back(changed, act):
        raise NotAllowed(why_not)
    try:
        with transaction.atomic():
            if act.before_undo and before:
                act.before_undo(undo.row(), before)
            put_back(changed, act)
            OutboxMail.objects.filter(pk__in=[mail.pk for mail in mails]).delete()
            _check_constraints()
    except IntegrityError as error:
        raise NotAllowed(IN_USE) from error
    Undo.objects.filter(pk=undo.pk).update(undone_at=now)
    return undo.row()


def why_not_undo(undo: Undo, mails: list[OutboxMail], now: datetime) -> str:
    """A sentence when it is too late, because of the time or because a mail has gone; "" when it is not."""
    if undo.undone_at:
        return UNDONE
    gone = any(mail.state not in {Mail.QUEUED, Mail.DROPPED, Mail.DRAFT} or mail.sent_at for mail in mails)
    if not gone and now < undo.until:
        return ""
    act = ACTS[undo.verb]
    said = f"{act.sends} er gået ud." if undo.mails else "Der er gået mere end et minut."
    return " ".join(filter(None, ["Det er for sent at fortryde.", said, act.too_late]))


def why_not_before(undo: Undo, now: datetime) -> str:
    """A sentence when a later act on the same thing can still be undone; "" when there is none.

    What the later one did goes on from this one: its mails tell of a state that would not be.
    """
    later = undo.later(now)
    return who_was_first({"name": later.by.name, "verb": later.verb}) if later else ""


def _lock(changed: list[Changed]) -> None:
    for row in sorted(changed, key=lambda row: (row.model._meta.label, row.pk)):
        list(row.model._base_manager.select_for_update().filter(pk=row.pk).values_list("pk"))


def _before(undo: Undo, changed: list[Changed]) -> Any:
    """The act's thing as it was before the act, an event of its history; None when the act changed but other rows."""
    own = (row.before for row in changed if row.model._meta.label_lower == undo.thing and row.pk == undo.thing_id)
    return next(own, None)


def _check_constraints() -> None:
    """Foreign keys are checked at the end of a transaction; raise IntegrityError now instead."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
