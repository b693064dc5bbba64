"""Agenda items: added, edited, moved up and down, removed with a way back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, Max

from forum.audit.context import audited
from forum.base.removal import remove, removed, restore
from forum.base.stale import StaleError, require_current
from forum.people.models import Member
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting

SOMEBODY_WAS_FIRST = "En anden har rettet punktet, mens du skrev. Din tekst er her stadig: se den efter, og gem igen."
GONE = "Punktet er allerede fjernet fra dagsordenen."
REMOVED_FROM = 1000  # removed items keep a number of their own above this, out of the way of those that stand


def _standing(meeting: Meeting) -> list[AgendaItem]:
    """The meeting's items in order. The meeting is locked: two people reordering take turns."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    return list(AgendaItem.objects.filter(meeting=meeting, removed_at=None).order_by("number"))


def _number(items: list[AgendaItem]) -> None:
    for number, item in enumerate(items, start=1):
        item.number = number
    AgendaItem.objects.bulk_update(items, ["number"])


@audited("Tilføjede punkt")
def add_item(
    *, meeting: Meeting, by: Member, now: datetime, disqualified: Iterable[Member] = (), **fields: Any
) -> AgendaItem:
    """Last, but before "Eventuelt".

    Added to a released agenda it awaits the next version at the very end: what members see keeps its numbers.
    """
    items = _standing(meeting)
    late = meeting.is_released
    item = AgendaItem.objects.create(
        meeting=meeting, number=len(items) + 1, awaits_release=late, changed_at=now, **fields
    )
    item.disqualified.set(disqualified)
    last_is_other = bool(items) and items[-1].kind == AgendaItem.Kind.OTHER
    if last_is_other and not late and item.kind != AgendaItem.Kind.OTHER:
        _number([*items[:-1], item, items[-1]])
    return item


def take_in_late(meeting: Meeting) -> None:
    """When the agenda is released: late items become part of it, before "Eventuelt" when that was last."""
    items = _standing(meeting)
    late: list[AgendaItem] = []
    while items and items[-1].awaits_release:
        late.insert(0, items.pop())
    at = len(items) - 1 if items and items[-1].kind == AgendaItem.Kind.OTHER else len(items)
    _number([*items[:at], *late, *items[at:]])
    AgendaItem.objects.filter(meeting=meeting).update(awaits_release=False)


@audited("Rettede punkt")
def edit_item(
    *,
    item: AgendaItem,
    revision: str | int,
    by: Member,
    now: datetime,
    disqualified: Iterable[Member],
    **fields: Any,
) -> None:
    """Raises StaleError when the item has another revision than the given one, or is removed."""
    require_current(item, revision, changed=SOMEBODY_WAS_FIRST)
    AgendaItem.objects.filter(pk=item.pk).update(revision=F("revision") + 1, changed_at=now, **fields)
    item.disqualified.set(disqualified)
    item.refresh_from_db()


@audited("Flyttede punkt")
def move_item(*, item: AgendaItem, up: bool, by: Member, now: datetime) -> None:
    """One place up or down; at the ends nothing happens. Raises StaleError when the item is removed."""
    items = _standing(item.meeting)
    at = next((n for n, other in enumerate(items) if other.pk == item.pk), None)
    if at is None:
        raise StaleError(GONE)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(items):
        return
    items[at], items[to] = items[to], items[at]
    _number(items)
    AgendaItem.objects.filter(pk__in=[items[at].pk, items[to].pk]).update(changed_at=now)


@audited("Fjernede punkt")
def remove_item(*, item: AgendaItem, by: Member, now: datetime) -> None:
    """Raises StaleError when the item is removed already."""
    items = _standing(item.meeting)
    if item.pk not in {other.pk for other in items}:
        raise StaleError(GONE)
    gone = AgendaItem.objects.filter(meeting=item.meeting_id, number__gt=REMOVED_FROM)
    number = (gone.aggregate(top=Max("number"))["top"] or REMOVED_FROM) + 1
    remove(item, now=now, number=number)
    _number([other for other in items if other.pk != item.pk])


def removed_item(pk: int) -> AgendaItem | None:
    """A removed item, for its way back. The caller is the secretariat."""
    item: AgendaItem | None = removed(AgendaItem.objects.select_related("meeting"), pk=pk)
    return item


@audited("Fortrød fjernelse af punkt")
def restore_item(*, item: AgendaItem, place: int, by: Member, now: datetime) -> bool:
    """The item back as number `place`, or as near as the agenda allows; False when it is back already."""
    items = _standing(item.meeting)
    if not restore(item, changed_at=now):
        return False
    item.removed_at = None
    items.insert(max(place - 1, 0), item)
    _number(items)
    return True
