"""The audit trail, readable: who changed what, from what to what, when, why and by which way."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.admin.utils import quote
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.urls import NoReverseMatch, reverse
from pghistory.core import event_models

from forum.audit.context import VIA, label_of
from forum.audit.row_names import Event, RowNames, value_of
from forum.base import dates, text
from forum.base.markdown import excerpt
from forum.base.text import whole_number
from forum.base.visibility import Protected, Viewer

DEEPEST = 10_000  # events; whoever looks further back narrows the question
AT_ONCE = 3  # entries shown of a deed before the rest is folded away
LONG_TEXT = 3_000  # characters; word by word above that would take seconds
Key = tuple[str, int]  # label of the history model, number of the event


@dataclass(frozen=True)
class Question:
    """A search in the history; empty fields do not narrow it."""

    model: str = ""  # "forum.member"
    pk: int | None = None
    about: tuple[tuple[str, str, int], ...] = ()  # any of these: a label, the lookup from its history, the thing's key
    row: models.Model | None = None  # the thing itself, when it is read already
    leave_out: Collection[str] = ()  # fields that are not told: by name, or of one model, »meetings.GuestItem.item«
    member: int | None = None
    words: str = ""  # in the reason or the name of who did it
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str
    parts: list[tuple[str, str]] = field(default_factory=list)  # of a longer text, word by word


@dataclass(frozen=True)
class Entry:
    """One row's change."""

    what: str
    name: str
    how: str  # oprettet, ændret, fjernet, bragt tilbage, slettet
    url: str
    trail_key: str
    changes: list[Change]

    @property
    def tells(self) -> bool:
        """Whether there is anything to read: the machine's own counters are left out, and may be all that changed."""
        return bool(self.changes) or self.how != HOW["update"]


@dataclass(frozen=True)
class Deed:
    """Everything that one person changed in one transaction."""

    at: datetime
    who: str
    verb: str
    via: str
    reason: str
    entries: list[Entry]

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:AT_ONCE]

    @property
    def folded(self) -> list[Entry]:
        """The entries beyond the first few, which the page folds away."""
        return self.entries[AT_ONCE:]


HOW = {"insert": "oprettet", "update": "ændret", "delete": "slettet", "decided": "ændret"}


def histories() -> list[Any]:
    """The models that pghistory made at start, one for each tracked model."""
    return event_models()


def tracked() -> list[type[models.Model]]:
    """Every model with a history."""
    return sorted((e.pgh_tracked_model for e in histories()), key=lambda m: str(m._meta.verbose_name))


def page_number(said: str, per_page: int) -> int:
    """Which page of the history an address asks for: the first without a number, the last beyond the deepest."""
    return min(whole_number(said) or 1, DEEPEST // per_page)


def read(viewer: Viewer, question: Question, *, start: int, count: int) -> tuple[list[Deed], bool]:
    """`count` events from `start`, newest first, and whether there are more. The same few queries on every page."""
    keys = _keys(viewer, question, start, count + 1)
    events = _load(keys[:count])
    names = RowNames(events, leave_out=question.leave_out, known=question.row)
    deeds = [_deed(list(group), names) for _, group in groupby(events, key=_deed_of)]
    return deeds, len(keys) > count and start + count < DEEPEST


def _deed_of(event: Event) -> tuple[UUID | None, datetime]:
    return event.pgh_context_id, event.pgh_created_at


def _keys(viewer: Viewer, question: Question, start: int, count: int) -> list[Key]:
    """The keys of the events that match, newest first: one query, a UNION of all history tables."""
    parts = []
    for model in histories():
        asked = _asked(question, model.pgh_tracked_model._meta.label_lower)
        if asked is not None:
            rows = model.objects.filter(asked).exclude(_hidden(model.pgh_tracked_model, viewer))
            newest = rows.order_by("-pgh_id").annotate(label=Value(model._meta.label))
            parts.append(newest.values_list("label", "pgh_id", "pgh_created_at", "pgh_context_id")[: start + count])
    if not parts:
        return []
    merged = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    # What was done in one go stays together, also when several things were done in one transaction
    in_order = ("-pgh_created_at", "pgh_context_id", "label", "-pgh_id")
    ordered = merged.order_by(*in_order)[start : start + count] if len(parts) > 1 else merged[start:]
    return [(label, pk) for label, pk, *_ in ordered]


def _asked(question: Question, label: str) -> Q | None:
    """The condition for events of the model with this label; None when none of them is asked for."""
    about = [Q(**{lookup: pk}) for of, lookup, pk in question.about if of == label]
    if question.model not in {"", label} or (question.about and not about):
        return None
    asked = reduce(or_, about, Q())
    if question.pk is not None:
        asked &= Q(pgh_obj_id=question.pk)
    if question.member is not None:
        asked &= Q(pgh_context__metadata__user=question.member)
    if question.words:
        asked &= Q(pgh_context__metadata__reason__icontains=question.words) | Q(
            pgh_context__metadata__name__icontains=question.words
        )
    if question.since:
        asked &= Q(pgh_created_at__date__gte=question.since)
    if question.until:
        asked &= Q(pgh_created_at__date__lte=question.until)
    return asked


def _hidden(model: type[models.Model], viewer: Viewer) -> Q:
    """A condition for events that the viewer must not see: disqualified from their row, or it is another's alone."""
    hidden = Q(pk__in=[])
    if issubclass(model, Protected) and model.owner_only:
        hidden |= ~Q(**{model.owner_only: viewer.member_id})
    for path in getattr(model, "hidden_paths", ()):  # one that is read through others may have them too
        hidden |= Q(pgh_obj_id__in=model._base_manager.filter(**{path: viewer.member_id}).values("pk"))
        parent, _, who = path.partition("__")
        # "item__disqualified": a row that is gone is kept from them by the item it was about
        if who and not model._meta.get_field(parent).many_to_many:
            about: Any = model._meta.get_field(parent).related_model
            hidden |= Q(**{f"{parent}__in": about._base_manager.filter(**{who: viewer.member_id}).values("pk")})
    return hidden


def _load(keys: list[Key]) -> list[Event]:
    """The events in the order of the keys, each with `before`, the event before it of the same row."""
    by_label = {model._meta.label: model for model in histories()}
    found: dict[Key, Event] = {}
    for label in {label for label, _ in keys}:
        model = by_label[label]
        earlier = model.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
        numbered = model.objects.annotate(before_id=Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1]))
        asked = Q(pk__in=[pk for name, pk in keys if name == label])
        both = numbered.filter(asked | Q(pk__in=numbered.filter(asked).values("before_id")))
        events = {event.pk: event for event in both.select_related("pgh_context")}
        for pk, event in events.items():
            event.before = events.get(event.before_id)
            found[(label, pk)] = event
    return [found[key] for key in keys if key in found]


def _deed(events: list[Event], names: RowNames) -> Deed:
    context = events[0].pgh_context
    told = context.metadata if context else {}
    return Deed(
        at=events[0].pgh_created_at,
        who=told.get("name") or "Uden om systemet (direkte i databasen)",
        verb=label_of(told.get("verb", "")),
        via=VIA.get(told.get("via", ""), told.get("via", "")),
        reason=told.get("reason", ""),
        entries=[_entry(event, names) for event in events],
    )


def _entry(event: Event, names: RowNames) -> Entry:
    model, how = event.pgh_tracked_model, _how(event)
    label = model._meta.label_lower
    return Entry(
        what=str(model._meta.verbose_name),
        name=names.of(model, event.pgh_obj_id),
        how=how,
        url=_admin_url(model, event.pgh_obj_id) if event.pgh_label != "delete" else "",
        trail_key=f"{label}:{event.pgh_obj_id}",
        changes=[] if how in {"slettet", "fjernet"} else [*_changes(event, names)],
    )


def _how(event: Event) -> str:
    """What happened to the row; one that is taken away stays in its table."""
    before, after = (getattr(each, "removed_at", None) for each in (event.before, event))
    if event.before and (before is None) != (after is None):
        return "fjernet" if after else "bragt tilbage"
    return HOW.get(event.pgh_label, event.pgh_label)


def _admin_url(model: type[models.Model], pk: Any) -> str:
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[quote(pk)])
    except NoReverseMatch:
        return ""


def _changes(event: Event, names: RowNames) -> Iterable[Change]:
    for found in names.changed(event):
        before, after = value_of(event.before, found), value_of(event, found)
        if not event.before and after in (None, "", False):
            continue
        label = str(found.verbose_name)
        if isinstance(found, models.TextField) and event.before and len(f"{before}{after}") < LONG_TEXT:
            yield Change(label, "", "", text.changes(before or "", after or ""))
        else:
            told = Change(label, shown(found, before, names) if event.before else "", shown(found, after, names))
            # Seconds apart reads as the same moment; a long text's excerpt or two of the same name are no such noise
            if told.before != told.after or isinstance(found, models.TextField) or found.related_model:
                yield told


def shown(found: Any, value: Any, names: RowNames) -> str:
    """A field's value as Danish text."""
    if value in (None, ""):
        return str(getattr(found.model, "empty_means", {}).get(found.name, "(tom)"))
    if found.choices:
        return str(dict(found.flatchoices).get(value, value))
    if found.related_model:
        return names.of(found.related_model, value)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return f"{dates.short_day(value)} kl. {dates.clock(value)}"
    if isinstance(value, date):
        return dates.short_day(value)
    return excerpt(str(value), 300) if isinstance(found, models.TextField) else str(value)
