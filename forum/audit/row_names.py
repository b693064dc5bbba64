"""What a page of the history needs to name: the rows that changed, and those that they refer to, in few queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from django.db import models

Event = Any  # the history models are made by pghistory at start
COUNTERS = {"version", "revision", "changed_at", "sequence", "uid"}  # the machine's own, told by what they count
Key = tuple[type[models.Model], Any]


class RowNames:
    """The names of all rows that the events are about or refer to.

    One query for each model that has changed rows: what they refer to now comes with them. One more for each model of
    which only the history knows, such as an action's former owner.
    """

    def __init__(
        self, events: list[Event], *, leave_out: Collection[str] = (), known: models.Model | None = None
    ) -> None:
        self.names: dict[Key, str] = {}
        self.leave_out, self.known = frozenset(leave_out), type(known)
        if known is not None:
            self._keep(known)
        self._fetch((event.pgh_tracked_model, event.pgh_obj_id) for event in events)
        self._fetch(
            (found.related_model, pk)
            for event in events
            for found in self.changed(event)
            for row in (event, event.before)
            if found.related_model and (pk := value_of(row, found))
        )

    def of(self, model: type[models.Model], pk: Any) -> str:
        return self.names.get((model, pk), f"nr. {pk}")

    def changed(self, event: Event) -> list[Any]:
        """The tracked fields that differ from the event before, of a new row all that is filled in; some left out.

        References to the `known` thing are left out: the page that lists the change is about that thing.
        """
        kept = (each for each in _fields(event) if not self.leave_out.intersection({each.name, str(each)}))
        fields = (each for each in kept if each.related_model is not self.known)
        return [each for each in fields if value_of(event.before, each) != value_of(event, each)]

    def _fetch(self, wanted: Iterable[Key]) -> None:
        by_model: dict[type[models.Model], set[Any]] = {}
        for model, pk in wanted:
            if (model, pk) not in self.names:
                by_model.setdefault(model, set()).add(pk)
        for model, pks in by_model.items():
            for row in model._base_manager.filter(pk__in=pks).select_related(*_parents(model)):
                self._keep(row)

    def _keep(self, row: models.Model) -> None:
        """The row's name, and those of the rows that came with it."""
        if (type(row), row.pk) in self.names:
            return
        self.names[(type(row), row.pk)] = str(row)
        for parent in row._state.fields_cache.values():
            if isinstance(parent, models.Model) and _has_parents(parent):
                self._keep(parent)


@cache
def _parents(model: type[models.Model]) -> tuple[str, ...]:
    """The lookups to all that a row refers to, and to what each of those cannot be without: a seat's organisation."""
    return tuple(
        path
        for found in _references(model)
        for path in (found.name, *(f"{found.name}__{each.name}" for each in _needed(found.related_model)))
    )


def _references(model: type[models.Model]) -> list[Any]:
    return [found for found in model._meta.fields if found.related_model and not found.primary_key]


def _needed(model: type[models.Model]) -> list[Any]:
    return [found for found in _references(model) if not found.null]


def _has_parents(row: models.Model) -> bool:
    """Its name can be said without a query for each row."""
    return all(found.name in row._state.fields_cache for found in _needed(type(row)))


def _fields(event: Event) -> list[Any]:
    """The tracked fields, as the tracked model knows them: with their Danish names and choices."""
    kept = {f.name for f in event._meta.fields if not f.name.startswith("pgh_")}
    fields = [f for f in event.pgh_tracked_model._meta.fields if f.name in kept and not f.primary_key]
    return [f for f in fields if f.editable or f.name not in COUNTERS]


def value_of(event: Event | None, found: Any) -> Any:
    return getattr(event, found.attname) if event else None
