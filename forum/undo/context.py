"""What every template knows of what the person who looks can still undo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from forum.base.refusal import NotAllowed
from forum.undo.actions import why_not_before
from forum.undo.acts import ACTS
from forum.undo.changes import changed_by, changed_since, why_not_put_back
from forum.undo.models import Undo


@dataclass(frozen=True)
class Entry:
    """One act in the bar: the words before and after the seconds that count down."""

    pk: int
    name: str
    before: str
    seconds: int
    why_not: str = ""  # a sentence instead, when the act cannot be undone though there is time

    @property
    def unit(self) -> str:
        return "sekund" if self.seconds == 1 else "sekunder"


def undos(request: HttpRequest) -> dict[str, Any]:
    """`undos`, read when a page shows them. No query for a member who has nothing to undo."""
    return {"undos": SimpleLazyObject(lambda: _entries(getattr(request, "member", None)))}


def _entries(member: Any) -> list[Entry]:
    """The member's acts that can still be undone, the newest first."""
    now, until = timezone.now(), getattr(member, "undo_until", None)
    if until is None or until <= now:
        return []
    mine = list(Undo.objects.open(now).filter(by=member, verb__in=ACTS).order_by("-at", "-pk"))
    changed = changed_since([undo.act for undo in mine]) if mine else set()
    entries = [_entry(undo, now, is_changed=undo.act in changed) for undo in mine]
    return [entry for entry in entries if entry]


def _entry(undo: Undo, now: datetime, *, is_changed: bool) -> Entry | None:
    """None for an act that nothing is left of: it has been taken back by another way, and no mail waits."""
    act, why_not = ACTS[undo.verb], ""
    if is_changed:
        try:
            changed = changed_by(undo)
            if not undo.mails and all(row.is_back() for row in changed):
                return None
            why_not = why_not_before(undo, now) or why_not_put_back(changed, act)
        except NotAllowed as refusal:
            why_not = str(refusal)
    to = undo.goes_to or str(undo.mails)
    goes = f"{act.sends} går ud til {to} om" if undo.mails else f"{act.done} Du kan fortryde i"
    return Entry(undo.pk, undo.name, goes, undo.seconds(now), why_not)
