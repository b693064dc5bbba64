"""Undoing an act: every row it changed is put back, and the mails that wait are deleted, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Value

from forum.audit.context import audited, label_of
from forum.audit.history import histories
from forum.base.refusal import NotAllowed
from forum.mail.models import OutboxMail
from forum.people.models import Member
from forum.undo.acts import ACTS, Act
from forum.undo.models import Undo

Mail = OutboxMail.State
NOT_YOURS = (
    "Du har ikke længere ret til at gøre det, og derfor kan du heller ikke fortryde det. Skriv til sekretariatet."
)
UNDONE = "Det er allerede fortrudt."
IN_USE = "Det kan ikke fortrydes mere, for andre er gået videre med det. Ret det i stedet."
COUNTERS = {"revision"}  # never used twice: a page that was filled from the act would overwrite what comes after it
GIVES_WAY = ("forum.job",)  # the machine's own rows: a worker may have begun already


@dataclass
class Changed:
    """What an act did to one row: its history events of the act, and the one before them."""

    history: Any
    events: list[Any] = field(default_factory=list)  # the oldest first
    before: Any = None

    @property
    def model(self) -> Any:
        return self.history.pgh_tracked_model

    @property
    def pk(self) -> Any:
        return self.events[0].pgh_obj_id

    @property
    def was_inserted(self) -> bool:
        return bool(self.events[0].pgh_label == "insert")

    @property
    def is_deleted(self) -> bool:
        return bool(self.events[-1].pgh_label == "delete")


@audited("Fortrød")
def take_back(*, undo: Undo, by: Member, now: datetime, reason: str) -> Any:
    """Undo the act; `reason` is what the history says was undone. Returns what it was done to, None if that is gone.

    Raises NotAllowed when the time is up, when a mail has gone, when somebody has changed a row since, or when `by` may
    not do such things any more.
    """
    undo = Undo.objects.select_for_update().get(pk=undo.pk, by=by)
    act = ACTS[undo.verb]
    mails = list(OutboxMail.objects.select_for_update(of=("self",)).filter(act=undo.act))
    if why_not := why_not_undo(undo, mails, now):
        raise NotAllowed(why_not)
    changed = _changed(undo)
    _lock(changed)
    before = _before(undo, changed)
    if not act.may(by.as_viewer(), before or undo.row()):
        raise NotAllowed(NOT_YOURS)
    _require_untouched(changed, act)
    try:
        with transaction.atomic():
            if act.before_undo and before:
                act.before_undo(undo.row(), before)
            _put_back(changed)
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


def _changed(undo: Undo) -> list[Changed]:
    """What the act did to each row. Mails are not among them: their history tells of people's decisions alone."""
    found: dict[tuple[str, Any], Changed] = {}
    for history in _histories_of(undo):
        for event in history.objects.filter(pgh_context=undo.act).order_by("pgh_id"):
            row = found.setdefault((history._meta.label, event.pgh_obj_id), Changed(history))
            row.events.append(event)
    for row in found.values():
        earlier = row.history.objects.filter(pgh_obj=row.pk, pgh_id__lt=row.events[0].pgh_id)
        if row.was_inserted:
            continue
        # What is deleted at once is told as it was; a row that is older than its history cannot be put back otherwise
        row.before = row.events[0] if row.is_deleted else None
        row.before = earlier.order_by("-pgh_id").first() or row.before
        if row.before is None:
            raise NotAllowed(IN_USE)
    return list(found.values())


def _histories_of(undo: Undo) -> list[Any]:
    """The histories that tell of the act: one query over all."""
    tables = {history._meta.label: history for history in histories() if history.pgh_tracked_model is not OutboxMail}
    parts = [
        history.objects.filter(pgh_context=undo.act).order_by().values_list(Value(label))[:1]
        for label, history in tables.items()
    ]
    return [tables[label] for (label,) in parts[0].union(*parts[1:], all=True)]


def _lock(changed: list[Changed]) -> None:
    for row in sorted(changed, key=lambda row: (row.model._meta.label, row.pk)):
        list(row.model._base_manager.select_for_update().filter(pk=row.pk).values_list("pk"))


def _require_untouched(changed: list[Changed], act: Act) -> None:
    """Raise NotAllowed with a sentence that names who changed one of the rows since the act, and what they did."""
    for row in changed:
        if row.model._meta.label_lower in {*act.gives_way, *GIVES_WAY}:
            continue
        current = row.model._base_manager.filter(pk=row.pk).first()
        if row.is_deleted and current is None:
            continue
        left = row.events[-1]
        names = [name for name in _fields(row) if name not in COUNTERS]
        if current is None or row.is_deleted or any(getattr(current, n) != getattr(left, n) for n in names):
            raise NotAllowed(_who_was_first(row))


def _who_was_first(row: Changed) -> str:
    later = row.history.objects.filter(pgh_obj=row.pk, pgh_id__gt=row.events[-1].pgh_id).select_related("pgh_context")
    newest = later.order_by("-pgh_id").first()
    told = newest.pgh_context.metadata if newest and newest.pgh_context else {}
    who = f"{told['name']}: »{label_of(told['verb'])}«" if {"name", "verb"} <= told.keys() else "uden for siden"
    return f"Det kan ikke fortrydes, for der er ændret noget siden ({who}). Fortryd først det, eller ret det i stedet."


def _before(undo: Undo, changed: list[Changed]) -> Any:
    """The act's thing as it was before the act, an event of its history; None when the act changed but other rows."""
    own = (row.before for row in changed if row.model._meta.label_lower == undo.thing and row.pk == undo.thing_id)
    return next(own, None)


def _put_back(changed: list[Changed]) -> None:
    """Delete what was inserted, write back what was changed, insert what was deleted."""
    for row in changed:
        if row.was_inserted:
            row.model._base_manager.filter(pk=row.pk)._raw_delete("default")
    for row in changed:
        if row.was_inserted:
            continue
        values = {name: getattr(row.before, name) for name in _fields(row)}
        if row.is_deleted:
            if len(values) < len(_columns(row.model)):
                raise NotAllowed(IN_USE)  # its history does not tell all of it
            row.model._base_manager.bulk_create([row.model(pk=row.pk, **values)])
            continue
        again = {name: F(name) + 1 for name in COUNTERS & values.keys()}
        row.model._base_manager.filter(pk=row.pk).update(**values | again)


def _fields(row: Changed) -> list[str]:
    """The columns whose values the history keeps."""
    kept = {each.name for each in row.history._meta.concrete_fields if not each.name.startswith("pgh_")}
    return [each.attname for each in _columns(row.model) if each.name in kept]


def _columns(model: Any) -> list[Any]:
    """All that is written to a row, but its number."""
    columns = [each for each in model._meta.concrete_fields if not each.primary_key]
    return [each for each in columns if not isinstance(each, models.GeneratedField)]


def _check_constraints() -> None:
    """Foreign keys are checked at the end of a transaction; raise IntegrityError now instead."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
