"""The groups of people a report can be sent to, as far as the whole group may read it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from forum.models import Member, Organisation, Seat
from forum.visibility import Audience, Viewer


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
    """Key and label with the number of people; groups without anybody are left out."""
    counted = [(group, _members(group, viewer).count()) for group in groups_for(audience)]
    return [(group.key, f"{group.label} ({people})") for group, people in counted if people]


def members_of(keys: Collection[str], audience: str, viewer: Viewer) -> list[Member]:
    chosen = [group for group in groups_for(audience) if group.key in keys]
    return list({member.pk: member for group in chosen for member in _members(group, viewer)}.values())


def _members(group: Group, viewer: Viewer) -> QuerySet[Member]:
    found: QuerySet[Member] = Member.objects.visible_to(viewer).active().filter(group.who).distinct()
    return found
