"""What every template knows of what the person who looks can still undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from forum.undo.acts import ACTS
from forum.undo.models import Undo


@dataclass(frozen=True)
class Entry:
    """One act in the bar: the words before and after the seconds that count down."""

    pk: int
    name: str
    before: str
    seconds: int

    @property
    def unit(self) -> str:
        return "sekund" if self.seconds == 1 else "sekunder"


def undos(request: HttpRequest) -> dict[str, Any]:
    """`undos`, read when a page shows them. No query for a member who has nothing to undo."""
    return {"undos": SimpleLazyObject(lambda: _entries(getattr(request, "member", None)))}


def _entries(member: Any) -> list[Entry]:
    now, until = timezone.now(), getattr(member, "undo_until", None)
    if until is None or until <= now:
        return []
    return [_entry(undo, undo.seconds(now)) for undo in Undo.objects.open(now).filter(by=member, verb__in=ACTS)]


def _entry(undo: Undo, seconds: int) -> Entry:
    act = ACTS[undo.verb]
    goes = f"{act.sends} går ud til {undo.mails} om" if undo.mails else f"{act.done} Du kan fortryde i"
    return Entry(undo.pk, undo.name, goes, seconds)
