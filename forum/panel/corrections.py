"""Corrections of plain facts in the admin: a name, a title, a date. States and roles have actions of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from forum.audit.context import audited
from forum.people.models import Member


@audited("Oprettede")
def add(*, obj: Model, by: Member, now: datetime, reason: str, via: str = "") -> None:
    obj.full_clean()
    obj.save(force_insert=True)


@audited("Rettede")
def correct(*, obj: Model, fields: Iterable[str], by: Member, now: datetime, reason: str, via: str = "") -> None:
    """Only the corrected fields are written: what somebody else corrects beside them stays."""
    obj.full_clean()
    obj.save(update_fields=list(fields))
