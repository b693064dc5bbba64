"""Organisations that come to be: the 98 municipalities, SKI and KL at the start, a supplier when one is asked in."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError

from forum.audit.context import audited
from forum.people.models import Member, Organisation
from forum.people.organisation_names import OrganisationNames

MUNICIPALITIES = Path(__file__).resolve().parents[2] / "data" / "kommuner.csv"


@audited("Indlæste organisationer")
def load_organisations(*, by: Member | None, now: datetime) -> int:
    """Creates those that are missing, says how many; touches no existing one."""
    with MUNICIPALITIES.open(encoding="utf-8") as lines:
        rows = [
            Organisation(
                kind="municipality",
                name=row["navn"],
                slug=Organisation.slug_for(row["navn"]),
                code=row["kommunekode"],
                region=row["region"],
            )
            for row in csv.DictReader(lines)
        ]
    rows += [Organisation(kind=kind, name=name, slug=kind) for kind, name in (("ski", "SKI"), ("kl", "KL"))]
    before = Organisation.objects.count()
    Organisation.objects.bulk_create(rows, ignore_conflicts=True)
    return Organisation.objects.count() - before


def new_supplier(name: str) -> Organisation:
    """Part of inviting, and of opening a seat: a supplier that is not there yet. Raises ValidationError."""
    slug = Organisation.slug_for(name)
    is_known = OrganisationNames(Organisation.objects.all()).find(name) is not None
    if not slug or is_known or Organisation.objects.filter(slug=slug).exists():
        raise ValidationError({"supplier": "Der er allerede en organisation med det navn. Vælg den på listen."})
    return Organisation.objects.create(kind=Organisation.Kind.SUPPLIER, name=name, slug=slug)
