"""Members whom a report can be sent to: groups of which everybody may read it, and single members who may."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from forum.base.visibility import Audience, Viewer
from forum.people.models import Member, Organisation, Seat, SeatHolding

# The kinds of organisation in the order of papers and lists
HEADINGS = {
    Organisation.Kind.MUNICIPALITY: "Kommuner",
    Organisation.Kind.SUPPLIER: "Leverandører",
    Organisation.Kind.SKI: "SKI",
    Organisation.Kind.KL: "KL",
}


@dataclass(frozen=True)
class Group:
    key: str
    label: str
    who: Q
    is_authority: bool  # every one of them


def _of_kind(kind: str) -> Q:
    return Q(holdings__until=None, holdings__seat__until=None, holdings__seat__organisation__kind=kind)


SECRETARIAT = Group("secretariat", "Sekretariatet", Q(is_secretariat=True), is_authority=True)
GROUPS = (
    Group("all", "Hele forummet", Q(holdings__until=None, holdings__seat__until=None, holdings__isnull=False), False),
    Group("chair", "Forpersonen", _of_kind("municipality") & Q(holdings__seat__role=Seat.Role.CHAIR), True),
    Group("municipalities", "Kommunerne", _of_kind(Organisation.Kind.MUNICIPALITY), True),
    Group("suppliers", "Leverandørerne", _of_kind(Organisation.Kind.SUPPLIER), False),
    Group("ski", "SKI", _of_kind(Organisation.Kind.SKI), True),
    SECRETARIAT,
)


def groups_for(audience: str) -> list[Group]:
    if audience == Audience.SECRETARIAT:
        return [SECRETARIAT]
    return [group for group in GROUPS if group.is_authority or audience != Audience.AUTHORITIES]


def choices(audience: str, viewer: Viewer) -> list[tuple[str, str]]:
    """Key of each group that may be chosen, and its label with the number of members; empty groups are left out."""
    counted = [(group, _members(group, viewer).count()) for group in groups_for(audience)]
    return [(group.key, f"{group.label} ({people})") for group, people in counted if people]


def people(audience: str, viewer: Viewer) -> list[tuple[str, list[tuple[str, str]]]]:
    """The members who may read a report for `audience`, by kind of organisation, then by organisation: id and name.

    Makes two queries.
    """
    names = {member.pk: member.name for member in _readers(audience, viewer)}
    held = SeatHolding.objects.filter(until=None, seat__until=None, member__in=names).select_related(
        "seat__organisation"
    )
    found: dict[str, list[tuple[str, str]]] = {heading: [] for heading in HEADINGS.values()}
    for holding in held.order_by("seat__organisation__name", "is_substitute", "member__name"):
        owner = holding.seat.organisation
        if name := names.pop(holding.member_id, ""):
            found[HEADINGS[Organisation.Kind(owner.kind)]].append(
                (str(holding.member_id), f"{owner.full_name}: {name}")
            )
    found[SECRETARIAT.label] = [(str(pk), name) for pk, name in names.items()]  # readers without a seat
    return [(heading, one) for heading, one in found.items() if one]


def members_of(keys: Collection[str], audience: str, viewer: Viewer, *, single: Collection[str] = ()) -> list[Member]:
    """The members in the groups with these keys, and the single members with these ids (`single`): each once."""
    chosen = [group for group in groups_for(audience) if group.key in keys]
    found = {member.pk: member for group in chosen for member in _members(group, viewer)}
    found |= {member.pk: member for member in _readers(audience, viewer).filter(pk__in=single)}
    return list(found.values())


def _readers(audience: str, viewer: Viewer) -> QuerySet[Member]:
    found: QuerySet[Member] = Member.objects.visible_to(viewer).in_audience(audience)
    return found


def _members(group: Group, viewer: Viewer) -> QuerySet[Member]:
    found: QuerySet[Member] = Member.objects.visible_to(viewer).active().filter(group.who).distinct()
    return found
