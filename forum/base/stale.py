"""Stale pages: a form that was filled from a row which somebody else has changed since.

A row that several people edit has a `revision`: a number that counts its edits, or a digest of what the form edits.
Its form carries the revision that it was filled from in one hidden field; the action asks `require_current`.
"""

from __future__ import annotations

import hashlib
from enum import Enum
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from pghistory.core import event_models

from forum.base.refusal import Refusal
from forum.base.visibility import stricter_audience

SOMEBODY = "En anden"  # how such a sentence begins
CHANGED = "En anden har rettet det, mens du skrev. Din tekst er her stadig: se den efter, og gem igen."
REMOVED = "En anden har fjernet det, mens du skrev. Fortryd det på siden, eller skriv det som nyt."
LONGEST = 64  # characters of a revision; a SHA-256 in hexadecimal


class StaleError(Refusal):
    """Somebody else changed the row first. `row` is the saved row, where the asker may not have it."""

    def __init__(self, sentence: str, row: Any = None) -> None:
        super().__init__(sentence)
        self.row = row


class RevisionField(forms.CharField):
    """The hidden field `revision` of a form: the revision of the row that the form was filled from."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="Udgave", required=False, max_length=LONGEST, widget=forms.HiddenInput, **kwargs)


def digest(*content: object) -> str:
    """A revision for a row without a counter: 16 hexadecimal digits that change with the content.

    A choice counts as its value: a row that was just made has the choice itself, one that was read has the value.
    """
    values = [part.value if isinstance(part, Enum) else part for part in content]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def require_current(
    row: Any, revision: str | int | None, *, changed: str = CHANGED, removed: str = REMOVED, says_who: bool = False
) -> Any:
    """The row as it is now, locked until the transaction ends.

    Raises StaleError with the sentence `removed` when the row is gone or removed, and with `changed` when it has
    another revision than the given one. Without a revision (None) any is current. `says_who`: the asker may know who
    was first, by name, as the row's history has it.
    """
    current: Any = type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if current is None or getattr(current, "removed_at", None):
        raise StaleError(removed)
    if revision is not None and str(revision) != str(current.revision):
        who = last_changed_by(current) if says_who else ""
        raise StaleError(changed.replace(SOMEBODY, who, 1) if who else changed)
    return current


def last_changed_by(row: Any) -> str:
    """The name of who changed the row last; "" when its history does not say."""
    (events,) = event_models(tracks_model=type(row))
    last = events._base_manager.filter(pgh_obj_id=row.pk).order_by("-pgh_id")
    told = last.values_list("pgh_context__metadata__name", flat=True).first()
    return str(told or "")


def rebind(form: forms.BaseForm, **saved: str | list[str]) -> None:
    """Let the form, typed text and all, be filled from what is saved now; `saved` overrules what was sent."""
    sent: Any = form.data
    form.data = fresh = sent.copy()
    for name, value in saved.items():
        if name in form.fields:
            fresh.setlist(name, value if isinstance(value, list) else [value])


def rebind_to(form: forms.BaseForm, row: Any) -> None:
    """Let the form go on from the row as it is saved now: saving again is then a choice, made with both in sight.

    Of two choices about who may read, the stricter stands: no stale page opens what somebody has just closed. A form
    with more to keep closed than an audience has a method `keep_closed`, which is given the row. A row that is gone
    leaves the form as it was sent.
    """
    try:
        row.refresh_from_db()
    except ObjectDoesNotExist:
        return
    rebind(form, revision=str(row.revision))
    chosen = str(form.data.get("audience", ""))
    if chosen and "audience" in form.fields:
        rebind(form, audience=stricter_audience(chosen, row.audience))
    if keep_closed := getattr(form, "keep_closed", None):
        keep_closed(row)
