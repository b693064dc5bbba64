"""States move by their model's `NEXT` table, one conditional UPDATE a move."""

from typing import Any

from django.db import models

from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError


def can_move(obj: Any, to: str) -> bool:
    return to in type(obj).NEXT.get(obj.state, ())


def move(obj: Any, to: str, **also: Any) -> None:
    """Move `obj.state` to `to`, writing the fields in `also` in the same UPDATE.

    Raises NotAllowed when `NEXT` forbids it, StaleError when the row no longer has the state that `obj` was read with.
    The audit event is written by the row's database trigger, with the actor of the surrounding `audited` action.
    """
    labels: type[models.TextChoices] = type(obj).State
    if not can_move(obj, to):
        raise NotAllowed(
            f"Det kan ikke ændres fra »{labels(obj.state).label.lower()}« til »{labels(to).label.lower()}«."
        )
    changed = type(obj)._base_manager.filter(pk=obj.pk, state=obj.state).update(state=to, **also)
    if not changed:
        raise StaleError("En anden har ændret det i mellemtiden. Genindlæs siden, og se, hvordan det står nu.")
    obj.state = to
    for name, value in also.items():
        setattr(obj, name, value)
