"""Members whom a report can be sent to: groups of which everybody may read it, and single members who may."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from forum.base.visibility import Audience, Viewer
from forum.people.models import Member, Organisation, Seat, SeatHolding
from forum.receivers.choices import Grouped, Receivers, receivers
from forum.receivers.choices import people as people_of
from forum.receivers.models import ReceiverList


@dataclass(frozen=True)
class Group:
    key: str
    label: str
    seats: dict[str, str]  # which seats its members have, as lookups from a holding
    is_authority: bool  # every one of them


KIND = "seat__organisation__kind"
Kind = Organisation.Kind
SECRETARIAT = Group("secretariat", "Sekretariatet", {}, is_authority=True)  # the one without a seat
GROUPS = (
    Group("all", "Hele forummet", {}, is_authority=False),
    Group("chair", "Forpersonen", {KIND: Kind.MUNICIPALITY, "seat__role": Seat.Role.CHAIR}, is_authority=True),
    Group("municipalities", "Kommunerne", {KIND: Kind.MUNICIPALITY}, is_authority=True),
    Group("suppliers", "Leverandørerne", {KIND: Kind.SUPPLIER}, is_authority=False),
    Group("ski", "SKI", {KIND: Kind.SKI}, is_authority=True),
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


def people(audience: str, viewer: Viewer) -> Grouped:
    """The members who may read a report for `audience`, by kind of organisation, then by organisation: id and name."""
    return people_of(_readers(audience, viewer))


def members_of(
    keys: Collection[str], audience: str, viewer: Viewer, *, single: Collection[str | int] = ()
) -> list[Member]:
    """The members in the groups with these keys, and the single members with these ids (`single`): each once."""
    chosen = [group for group in groups_for(audience) if group.key in keys]
    found = {member.pk: member for group in chosen for member in _members(group, viewer)}
    found |= {member.pk: member for member in _readers(audience, viewer).filter(pk__in=single)}
    return list(found.values())


@dataclass(frozen=True)
class Chosen:
    """Whom somebody chose in the form: keys of groups, numbers of members and of lists, addresses."""

    groups: list[str]
    people: list[int]
    lists: list[int]
    addresses: list[str]

    def receivers(self, audience: str, viewer: Viewer) -> Receivers:
        """Who that is today. Members of a list are in it though they may not read the report: sending names them."""
        lists = list(ReceiverList.objects.visible_to(viewer).filter(pk__in=self.lists).with_receivers())
        members = members_of(self.groups, audience, viewer, single=self.people)
        listed = [member for one in lists for member in one.current]
        outside = [address for one in lists for address in one.addresses]
        return receivers([*members, *listed], [*self.addresses, *outside])


def _readers(audience: str, viewer: Viewer) -> QuerySet[Member]:
    found: QuerySet[Member] = Member.objects.visible_to(viewer).in_audience(audience)
    return found


def _members(group: Group, viewer: Viewer) -> QuerySet[Member]:
    members: Any = Member.objects.visible_to(viewer)
    held = SeatHolding.objects.present().filter(**group.seats)
    found: QuerySet[Member] = (
        members.secretariat() if group is SECRETARIAT else members.active().filter(pk__in=held.values("member"))
    )
    return found
