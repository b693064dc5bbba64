"""States move by their model's `NEXT` table, one conditional UPDATE a move."""

from typing import Any

from django.db import models


class IllegalMove(Exception):
    """The table does not allow this move; the message is a Danish sentence."""


class Outrun(Exception):
    """Somebody else moved the object first; the message is a Danish sentence."""


def can_move(obj: Any, to: str) -> bool:
    return to in type(obj).NEXT.get(obj.state, ())


def move(obj: Any, to: str, **also: Any) -> None:
    """Move `obj.state` to `to`, writing the fields in `also` in the same UPDATE.

    Raises IllegalMove when `NEXT` forbids it, Outrun when the row no longer has the state that `obj` was read with.
    The audit event is written by the row's database trigger, with the actor of the surrounding `audit.verb`.
    """
    labels: type[models.TextChoices] = type(obj).State
    if not can_move(obj, to):
        raise IllegalMove(
            f"Det kan ikke ændres fra »{labels(obj.state).label.lower()}« til »{labels(to).label.lower()}«."
        )
    changed = type(obj)._base_manager.filter(pk=obj.pk, state=obj.state).update(state=to, **also)
    if not changed:
        raise Outrun("En anden har ændret det i mellemtiden. Genindlæs siden, og se, hvordan det står nu.")
    obj.state = to
    for name, value in also.items():
        setattr(obj, name, value)
