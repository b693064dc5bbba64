"""Pauses of an agenda: edited, moved, removed with a way back. They are added as lines are, see `items.add_lines`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F

from forum.audit.context import audited
from forum.base.removal import remove, removed, restore
from forum.base.stale import StaleError, require_current
from forum.people.models import Member
from meetings.agenda.actions import order
from meetings.agenda.models import Pause

SOMEBODY_WAS_FIRST = "En anden har rettet pausen, mens du skrev. Din tekst er her stadig: se den efter, og gem igen."


@audited("Rettede pause")
def edit_pause(*, pause: Pause, revision: str | int, by: Member, now: datetime, **fields: Any) -> None:
    """Raises StaleError when the pause has another revision than the given one, or is removed."""
    current = require_current(pause, revision, changed=SOMEBODY_WAS_FIRST, says_who=True)
    if all(getattr(current, name) == value for name, value in fields.items()):
        return
    Pause.objects.filter(pk=pause.pk).update(revision=F("revision") + 1, changed_at=now, **fields)
    pause.refresh_from_db()


@audited("Flyttede pause")
def move_pause(*, pause: Pause, by: Member, now: datetime, way: str = "", before: str | None = None) -> int:
    """See `order.move`."""
    return order.move(pause, way=way, before=before, now=now)


@audited("Fjernede pause")
def remove_pause(*, pause: Pause, by: Member, now: datetime) -> int:
    """Returns the pause's place among all rows, for its way back. Raises StaleError when it is removed already."""
    keys = [row.key for row in order.standing(pause.meeting)]
    if pause.key not in keys:
        raise StaleError(order.PAUSE_GONE)
    remove(pause, now=now)
    return keys.index(pause.key) + 1


def removed_pause(pk: int) -> Pause | None:
    """A removed pause, for its way back. The caller is the secretariat."""
    pause: Pause | None = removed(Pause.objects.select_related("meeting"), pk=pk)
    return pause


@audited("Fortrød fjernelse af pause")
def restore_pause(*, pause: Pause, place: int, by: Member, now: datetime) -> bool:
    """The pause back as number `place` among all rows; False when it is back already."""
    rows = order.standing(pause.meeting)
    if not restore(pause, changed_at=now):
        return False
    pause.removed_at = None
    order.put_back(pause, rows, place)
    return True
