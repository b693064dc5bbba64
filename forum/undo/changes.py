"""What an act did to its rows, what has become of them since, and how they are put back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Value

from forum.audit.context import label_of
from forum.audit.history import histories
from forum.base.compiled_queries import Param, compiled
from forum.base.refusal import NotAllowed
from forum.mail.models import OutboxMail
from forum.undo.acts import Act
from forum.undo.models import Undo

IN_USE = "Det kan ikke fortrydes mere, for andre er gået videre med det. Ret det i stedet."
COUNTERS = {"revision"}  # never used twice: a page that was filled from the act would overwrite what comes after it
# They count or date every change: what has come since has its own, which stays
STAMPS = {"sequence", "changed_at"}
GIVES_WAY = ("forum.job",)  # the machine's own rows: a worker may have begun already
MOST_KNOWN = 1000  # acts; those of a day are a few dozen
_KNOWN: dict[UUID, set[str]] = {}  # the names of the histories that tell of an act: once it is done, for good


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

    def current(self) -> Any:
        """The row as it is now; None when it is gone."""
        return self.model._base_manager.filter(pk=self.pk).first()

    def columns(self) -> list[str]:
        """The columns whose values the history keeps."""
        kept = {each.name for each in self.history._meta.concrete_fields if not each.name.startswith("pgh_")}
        return [each.attname for each in _writable(self.model) if each.name in kept]

    def written(self) -> set[str]:
        """The columns that the act gave another value; of a row that it made or deleted it is all."""
        if self.was_inserted or self.is_deleted:
            return set(self.columns())
        left = self.events[-1]
        return {name for name in self.columns() if getattr(left, name) != getattr(self.before, name)}

    def differs(self, current: Any, names: Iterable[str]) -> bool:
        """Whether the row has another value in one of the columns than the act left there."""
        return any(getattr(current, name) != getattr(self.events[-1], name) for name in names)

    def is_back(self) -> bool:
        """Whether the row is as before the act, by another way than undoing it."""
        current = self.current()
        if self.was_inserted:
            return current is None or bool(getattr(current, "removed_at", None))
        own = self.written() - COUNTERS - STAMPS
        return current is not None and all(getattr(current, name) == getattr(self.before, name) for name in own)


def changed_by(undo: Undo) -> list[Changed]:
    """What the act did to each row. Raises NotAllowed when a row's history does not tell what it was before.

    Mails are not among them: their history tells of people's decisions alone.
    """
    found: dict[tuple[str, Any], Changed] = {}
    tables = _tables()
    if undo.act not in _KNOWN:
        changed_since([undo.act])
    for history in (tables[label] for label in _labels_of([undo.act])):
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


def _tables() -> dict[str, Any]:
    """The history models of all that an act may change, by label."""
    return {history._meta.label: history for history in histories() if history.pgh_tracked_model is not OutboxMail}


def _labels_of(acts: list[UUID]) -> list[str]:
    """The names of the histories that tell of the acts; all names for an act that has not been asked about."""
    known = [_KNOWN.get(act) for act in acts]  # read once: another thread may forget them meanwhile
    return sorted(_tables() if None in known else {label for labels in known for label in labels or ()})


def changed_since(acts: list[UUID]) -> set[UUID]:
    """Those of the acts of which a row has been changed since, whatever in it (1 query)."""
    labels = _labels_of(acts)
    rows = _told_of(*labels, acts=acts) if labels else []
    if len(_KNOWN) > MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN.update({act: {row.label for row in rows if row.pgh_context == act} for act in acts})
    return {row.pgh_context for row in rows if row.is_changed}


class _OneOf(models.Func):
    """Whether a column is in an array, so that its index is used."""

    template, arg_joiner = "%(expressions)s)", " = ANY("
    output_field = models.BooleanField()


@compiled
def _told_of(*labels: str) -> models.QuerySet[Any, Any]:
    """Asked for every page of whoever has just acted: which of these histories tell of one of the `acts`, a list, and
    whether a row of it has been changed since. One query, a slow one over all histories.
    """
    parts, tables = [], _tables()
    for label in labels:
        history = tables[label]
        later = history.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__gt=OuterRef("pgh_id"))
        later = later.exclude(pgh_context=OuterRef("pgh_context"))
        rows = history.objects.filter(_OneOf("pgh_context", Param("acts", ArrayField(models.UUIDField()))))
        rows = rows.order_by().annotate(label=Value(label), is_changed=Exists(later))
        parts.append(rows.values_list("pgh_context", "label", "is_changed"))
    return parts[0].union(*parts[1:])


def why_not_put_back(changed: list[Changed], act: Act) -> str:
    """A sentence that names who has changed since what the act changed, and what they did; "" when nobody has.

    What others have changed besides, in the same rows, is left as they have made it.
    """
    for row in changed:
        if _gives_way(row, act):
            continue
        current = row.current()
        if row.is_deleted and current is None:
            continue
        own = (row.written() | (set(act.together) & set(row.columns()))) - COUNTERS - STAMPS
        if current is None or row.is_deleted or row.differs(current, own):
            return who_was_first(_newest_change(row))
    return ""


def _gives_way(row: Changed, act: Act) -> bool:
    """Whether the row is put back whatever others have done to it since."""
    return row.model._meta.label_lower in {*act.gives_way, *GIVES_WAY}


def _newest_change(row: Changed) -> dict[str, Any]:
    """What the history says of who changed the row last since the act; {} when it does not say."""
    later = row.history.objects.filter(pgh_obj=row.pk, pgh_id__gt=row.events[-1].pgh_id).select_related("pgh_context")
    newest = later.order_by("-pgh_id").first()
    metadata: dict[str, Any] = newest.pgh_context.metadata if newest and newest.pgh_context else {}
    return metadata


def who_was_first(told: dict[str, Any]) -> str:
    """The sentence about a later change; `told` is what its history says of it: `name` and `verb`."""
    who = f"{told['name']}: »{label_of(told['verb'])}«" if {"name", "verb"} <= told.keys() else "uden for siden"
    return f"Det kan ikke fortrydes, for der er ændret noget siden ({who}). Fortryd først det, eller ret det i stedet."


def put_back(changed: list[Changed], act: Act) -> None:
    """Delete what was inserted, write back what was changed, insert what was deleted."""
    for row in changed:
        if row.was_inserted:
            row.model._base_manager.filter(pk=row.pk)._raw_delete("default")
    for row in changed:
        if row.was_inserted:
            continue
        if row.is_deleted:
            _insert_again(row)
            continue
        own = set(row.columns()) if _gives_way(row, act) else row.written()
        stamped = STAMPS & own
        if stamped and row.differs(row.current(), stamped):
            own -= stamped
        values = {name: getattr(row.before, name) for name in own}
        again = {name: F(name) + 1 for name in COUNTERS & set(row.columns())}
        row.model._base_manager.filter(pk=row.pk).update(**values | again)


def _insert_again(row: Changed) -> None:
    values = {name: getattr(row.before, name) for name in row.columns()}
    if len(values) < len(_writable(row.model)):
        raise NotAllowed(IN_USE)  # its history does not tell all of it
    row.model._base_manager.bulk_create([row.model(pk=row.pk, **values)])


def _writable(model: Any) -> list[Any]:
    """The fields of all columns that are written to: not the row's number, nor what the database makes of others."""
    found = [each for each in model._meta.concrete_fields if not each.primary_key]
    return [each for each in found if not isinstance(each, models.GeneratedField)]
