"""The one gate of every change to what minutes say: open for edit, one at a time, "rettet" once released."""

from typing import Any

from forum.base import states
from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from meetings.minutes.models import Minutes
from meetings.minutes.rules import why_not_edit


def lock_for_edit(meeting_id: int, *, touch: bool = True) -> Minutes:
    """The meeting's minutes, locked until the transaction ends. Raises NotAllowed when they are approved.

    The lock makes approval and edit take turns: an approval is bound to what was there when it was given.
    With `touch`, minutes out for remarks become "rettet".
    """
    minutes = Minutes.objects.select_for_update(of=("self",)).select_related("meeting").get(meeting=meeting_id)
    if refusal := why_not_edit(minutes):
        raise NotAllowed(refusal)
    if touch and minutes.state == Minutes.State.REMARKS:
        states.move(minutes, Minutes.State.CORRECTED)
    return minutes


def as_begun_from(row: Any, based_on: str | None) -> Any:
    """The row as it is now, under the lock of `lock_for_edit`. Raises StaleError when it is not the one begun from.

    `based_on`: the row's fingerprint when the writer opened it; None does not ask.
    """
    now = type(row)._base_manager.filter(pk=row.pk, removed_at=None).first()
    if now is None:
        raise StaleError("En anden har fjernet det, mens du skrev. Fortryd det på siden, eller skriv det som nyt.")
    if based_on is not None and based_on != now.fingerprint:
        raise StaleError("En anden har rettet det, mens du skrev. Din tekst er her stadig: se den efter, og gem igen.")
    return now
