"""Corrections that are not sent yet: what rows will say that their readers have been sent, kept beside what they say.

The columns of a row are what was sent, and every query of its readers reads them. What it will say is in `unsent`,
which nobody reads but those who write it, until it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.http import Http404

from forum.base import removal
from forum.base.stale import CHANGED, REMOVED, StaleError
from forum.base.visibility import ProtectedQuerySet, Viewer

GONE = "gone"  # among the values of a row that can be removed: whether it is
SOON = datetime.max.replace(tzinfo=UTC)  # when a row is removed that only its correction removes
T = TypeVar("T", bound="Correctable")


class Correctable(models.Model):
    """A row whose correction can wait. A model says in `said` what can be corrected, and takes it by `say`.

    in_correction: what must hold for the rows that a correction may name, those included that are new in it.
    """

    in_correction: ClassVar[Q] = Q()
    shows_correction = False  # see `corrected`

    unsent = models.JSONField("rettelse, der ikke er sendt", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def said(self) -> dict[str, Any]:
        """What can be corrected, as JSON holds it."""
        raise NotImplementedError

    def say(self, values: dict[str, Any]) -> None:
        """Take some of the values of `said`, without saving."""
        for name, value in values.items():
            setattr(self, name, value)

    def keep(self) -> None:
        """Save the row with all that it says."""
        self.save()

    def aside(self, **values: Any) -> dict[str, Any] | None:
        """The row's unsent correction with these values; what the row says already is none."""
        sent = self.said()
        told = {**(self.unsent or {}), **values}
        return {name: value for name, value in told.items() if sent[name] != value} or None

    def set_aside(self, **values: Any) -> None:
        """Save the values as the row's unsent correction."""
        self.unsent = self.aside(**values)
        self.save(update_fields=["unsent"])

    def take_in(self, *, now: datetime) -> None:
        """Let the row say its correction: it is being sent, or nobody reads the row any more."""
        values, self.unsent = self.unsent or {}, None
        self._take(values, now)
        self.keep()

    def corrected(self) -> Self:
        """The row, saying its correction in memory. It is shown, and never saved."""
        self.shows_correction = True
        self._take(self.unsent or {}, SOON)
        return self

    def _take(self, values: dict[str, Any], removed_at: datetime) -> None:
        row: Any = self
        if GONE in values:
            row.removed_at = removed_at if values[GONE] else None
        self.say({name: value for name, value in values.items() if name != GONE})

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        if self.shows_correction:
            self.corrected()


class CorrectableQuerySet(ProtectedQuerySet):
    def with_unsent(self, viewer: Viewer) -> Self:
        """The rows as whoever writes the correction reads them by `corrected`; none for anybody but the secretariat."""
        if not viewer.is_secretariat:
            return self.none()
        model: Any = self.model
        return self.filter(model.in_correction & self._within(viewer.audiences))._less_what_is_kept_from(viewer)

    def read_by(self, viewer: Viewer, *, with_unsent: bool) -> list[Any]:
        """The rows that the viewer may see, as they were sent or as they are corrected."""
        return corrected(self.with_unsent(viewer)) if with_unsent else list(self.visible_to(viewer))


def corrected(rows: Iterable[T]) -> list[T]:
    """The rows with their corrections, less those that are removed in it."""
    return [row for row in map(Correctable.corrected, rows) if not getattr(row, "removed_at", None)]


def get_corrected_or_404(rows: CorrectableQuerySet, viewer: Viewer, pk: int) -> Any:
    """One row with its correction, for whoever writes it."""
    for row in corrected(rows.with_unsent(viewer).filter(pk=pk)):
        return row
    raise Http404


def only_in_correction(now: datetime) -> dict[str, Any]:
    """What makes a new row one that nobody but who writes the correction reads, until it is sent."""
    return {"removed_at": now, "unsent": {GONE: False}}


def current(row: T, revision: str | None = None) -> T:
    """The row as it was sent, locked until the transaction ends.

    Raises StaleError when it is gone, or when its correction has another revision than the given one.
    """
    found: T | None = _locked(row)
    as_corrected: Any = _locked(row)
    if found is None or as_corrected is None or getattr(as_corrected.corrected(), "removed_at", None):
        raise StaleError(REMOVED)
    if revision is not None and revision != str(as_corrected.revision):
        raise StaleError(CHANGED)
    return found


def _locked(row: T) -> T | None:
    found: T | None = type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    return found


def remove(row: Any, *, aside: bool, now: datetime) -> None:
    """Take the row away: from all, or with `aside` when the correction is sent. Raises StaleError when it is gone."""
    if not aside:
        removal.remove(row, now=now)
        return
    found = _locked(row)
    if found is None or _is_gone(found):
        raise StaleError(removal.ALREADY)
    found.set_aside(**{GONE: True})


def restore(row: Any, *, aside: bool) -> None:
    """Bring the row back; with `aside` the correction does."""
    if not aside:
        removal.restore(row)
    elif found := _locked(row):
        found.set_aside(**{GONE: False})


def _is_gone(row: Any) -> bool:
    return bool((row.unsent or {}).get(GONE, row.removed_at is not None))
