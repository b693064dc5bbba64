"""Removal: a row that a person takes away stays in the database, hidden from all, until it is brought back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from forum.base.stale import StaleError

ALREADY = "En anden har fjernet det i mellemtiden."


class Removable(models.Model):
    """A row that can be removed and restored. A protected model names `removed_at=None` in its `not_removed`."""

    removed_at = models.DateTimeField("fjernet", null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def remove(row: Removable, *, now: datetime, **also: Any) -> None:
    """Hide the row from all, writing the fields in `also` too. Raises StaleError when it is removed already."""
    rows = type(row)._base_manager.filter(pk=row.pk, removed_at=None)
    if not rows.update(removed_at=now, **also):
        raise StaleError(ALREADY)


def restore(row: Removable, **also: Any) -> bool:
    """Bring a removed row back, writing the fields in `also` too; False when it is back already."""
    rows = type(row)._base_manager.filter(pk=row.pk, removed_at__isnull=False)
    return bool(rows.update(removed_at=None, **also))


def removed(rows: models.QuerySet[Any], **lookup: Any) -> Any:
    """The removed row that matches, or None. The caller must check who may restore it: `visible_to` hides it."""
    return rows.filter(removed_at__isnull=False, **lookup).first()
