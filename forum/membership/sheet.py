"""The directory as a sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from forum.files.made_sheet import MOST_ROWS, Table
from forum.people.models import Member, Organisation, Seat, SeatHolding

WIDTHS = {
    "Navn": 28, "Titel": 30, "Organisation": 32, "Slags": 14, "Region": 14, "Del i forummet": 20, "Mail": 34,
    "Telefon": 18, "Spørg om": 44,
}  # fmt: skip
SECRETARIAT = ("KL", str(Organisation.Kind.KL.label), "", "sekretariatet")


def table_of(members: QuerySet[Member]) -> Table:
    """A row for each seat that each person holds; the secretariat has none (two queries)."""
    people = list(members[: MOST_ROWS + 1])
    parts = _parts(people)
    rows = (_row(person, part) for person in people for part in parts[person.pk] or [SECRETARIAT])
    return Table("Medlemmer", WIDTHS, rows)


def _row(person: Member, part: tuple[str, str, str, str]) -> list[str]:
    return [person.name, person.title, *part, person.email, person.phone, person.competences]


def _parts(people: Iterable[Member]) -> dict[int, list[tuple[str, str, str, str]]]:
    """What each of them is in the forum, by id: organisation, its kind and region, the person's part."""
    held = SeatHolding.objects.present().filter(member__in=people).select_related("seat__organisation")
    parts = defaultdict(list)
    for holding in held.order_by("seat__organisation__name", "seat"):
        of = holding.seat.organisation
        is_chair = holding.seat.role == Seat.Role.CHAIR
        part = "fast stedfortræder" if holding.is_substitute else "forperson" if is_chair else "medlem"
        parts[holding.member_id].append((of.full_name, str(of.get_kind_display()), of.region, part))
    return parts
