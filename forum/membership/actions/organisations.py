"""Loads the organisations every installation begins with: the 98 municipalities, SKI and KL."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from forum.audit.context import audited
from forum.people.models import Member, Organisation

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
