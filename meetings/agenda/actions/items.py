"""Agenda items: added one by one or many at once, edited, moved, removed with a way back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Max

from forum.audit.context import audited
from forum.base.removal import remove, removed, restore
from forum.base.stale import StaleError, require_current
from forum.base.visibility import Audience, stricter_audience
from forum.people.models import Member
from meetings.agenda.actions import order
from meetings.agenda.lines import Line
from meetings.agenda.models import AgendaItem, Pause
from meetings.meeting.models import Meeting

SOMEBODY_WAS_FIRST = "En anden har rettet punktet, mens du skrev. Din tekst er her stadig: se den efter, og gem igen."
REMOVED_FROM = 1000  # removed items keep a number of their own above this, out of the way of those that stand


@audited("Tilføjede punkt")
def add_item(
    *,
    meeting: Meeting,
    by: Member,
    now: datetime,
    disqualified: Iterable[Member] = (),
    after: str = "",
    **fields: Any,
) -> AgendaItem:
    """After the row of that name, otherwise last, but before "Eventuelt".

    Added to a released agenda it awaits the next version at the very end: what members see keeps its numbers.
    """
    order.standing(meeting)
    item = _made(meeting, now, **fields)
    item.disqualified.set(disqualified)
    order.put_in(meeting, [item], after=after)
    return item


def _made(meeting: Meeting, now: datetime, **fields: Any) -> AgendaItem:
    """The item as the last one. Without an audience it is for all members, or for those that the meeting is for."""
    count = AgendaItem.objects.filter(meeting=meeting, removed_at=None).count()
    audience = stricter_audience(fields.pop("audience", Audience.MEMBERS), meeting.audience)
    return AgendaItem.objects.create(
        meeting=meeting, number=count + 1, awaits_release=meeting.is_released, changed_at=now, audience=audience,
        **fields,
    )  # fmt: skip


@audited("Tilføjede punkter")
def add_lines(
    *, meeting: Meeting, lines: Sequence[Line], by: Member, now: datetime, after: str = ""
) -> list[AgendaItem | Pause]:
    """Items and pauses in the order of the lines, together before "Eventuelt" or after the row of that name."""
    order.standing(meeting)
    made: list[AgendaItem | Pause] = []
    for line in lines:
        if line.is_pause:
            made.append(Pause.objects.create(meeting=meeting, after=REMOVED_FROM, changed_at=now, **line.fields))
        else:
            made.append(_made(meeting, now, **line.fields))
    order.put_in(meeting, made, after=after)
    return made


@audited("Rettede punkt")
def edit_item(
    *,
    item: AgendaItem,
    revision: str | int,
    by: Member,
    now: datetime,
    disqualified: Iterable[Member] | None = None,
    **fields: Any,
) -> None:
    """Fields that are not given stay. Raises StaleError when the item has another revision, or is removed."""
    current = require_current(item, revision, changed=SOMEBODY_WAS_FIRST, says_who=True)
    if disqualified is None and all(getattr(current, name) == value for name, value in fields.items()):
        return  # left as it was: nobody's page is stale for that
    AgendaItem.objects.filter(pk=item.pk).update(revision=F("revision") + 1, changed_at=now, **fields)
    if disqualified is not None:
        item.disqualified.set(disqualified)
    item.refresh_from_db()


@audited("Flyttede punkt")
def move_item(*, item: AgendaItem, by: Member, now: datetime, way: str = "", before: str | None = None) -> int:
    """See `order.move`."""
    return order.move(item, way=way, before=before, now=now)


@audited("Fjernede punkt")
def remove_item(*, item: AgendaItem, by: Member, now: datetime) -> int:
    """Returns the place the item had among all rows, for its way back. Raises StaleError when it is removed already."""
    rows = order.standing(item.meeting)
    keys = [row.key for row in rows]
    if item.key not in keys:
        raise StaleError(order.GONE)
    gone = AgendaItem.objects.filter(meeting=item.meeting_id, number__gt=REMOVED_FROM)
    number = (gone.aggregate(top=Max("number"))["top"] or REMOVED_FROM) + 1
    remove(item, now=now, number=number)
    order.number([row for row in rows if row.key != item.key])
    return keys.index(item.key) + 1


def removed_item(pk: int) -> AgendaItem | None:
    """A removed item, for its way back. The caller is the secretariat."""
    item: AgendaItem | None = removed(AgendaItem.objects.select_related("meeting"), pk=pk)
    return item


@audited("Fortrød fjernelse af punkt")
def restore_item(*, item: AgendaItem, place: int, by: Member, now: datetime) -> bool:
    """The item back as number `place` among all rows, or as near as can be; False when it is back already."""
    rows = order.standing(item.meeting)
    if not restore(item, changed_at=now):
        return False
    item.removed_at = None
    order.put_back(item, rows, place)
    return True
