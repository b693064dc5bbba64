"""Members as choices of a form, by the kind of their organisation; and whom chosen members and addresses stand for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from forum.base.addresses import clean_address
from forum.base.visibility import SYSTEM
from forum.people.models import Member, Organisation, SeatHolding

# The kinds of organisation in the order of papers and lists
HEADINGS = {
    Organisation.Kind.MUNICIPALITY: "Kommuner",
    Organisation.Kind.SUPPLIER: "Leverandører",
    Organisation.Kind.SKI: "SKI",
    Organisation.Kind.KL: "KL",
}
WITHOUT_SEAT = "Sekretariatet"
Grouped = list[tuple[str, list[tuple[str, str]]]]


def people(members: QuerySet[Member]) -> Grouped:
    """The members by kind of organisation, then by organisation: id and name, last those without a seat (2 queries)."""
    names = {member.pk: member.name for member in members}
    held = SeatHolding.objects.present().filter(member__in=names).select_related("seat__organisation")
    found: dict[str, list[tuple[str, str]]] = {heading: [] for heading in HEADINGS.values()}
    for holding in held.order_by("seat__organisation__name", "is_substitute", "member__name"):
        owner = holding.seat.organisation
        if name := names.pop(holding.member_id, ""):
            found[HEADINGS[Organisation.Kind(owner.kind)]].append(
                (str(holding.member_id), f"{owner.full_name}: {name}")
            )
    found[WITHOUT_SEAT] = [(str(pk), name) for pk, name in names.items()]
    return [(heading, one) for heading, one in found.items() if one]


@dataclass(frozen=True)
class Receivers:
    """Members, and addresses that are no member's; each person once."""

    members: list[Member]
    addresses: list[str]

    def __len__(self) -> int:
        return len(self.members) + len(self.addresses)

    @property
    def names(self) -> list[tuple[str, str]]:
        """(name, address) of each; who is outside the forum has no name."""
        return [(member.name, member.email) for member in self.members] + [("", one) for one in self.addresses]


def receivers(members: Iterable[Member], addresses: Iterable[str]) -> Receivers:
    """A written address that is a member's is that member, with that member's rights (one query)."""
    written = set(map(clean_address, addresses))
    # Also who has left: their address is no way round their rights, which are none
    of_members = Member.objects.visible_to(SYSTEM).filter(is_guest=False, email__in=written)
    known = {member.email: member for member in [*of_members, *members]}
    return Receivers(list(known.values()), sorted(written - known.keys()))
