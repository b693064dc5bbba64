"""What happens to texts: reworded, removed, brought back."""

from __future__ import annotations

from datetime import datetime

from forum.audit.context import audited
from forum.base import removal
from forum.base.refusal import NotAllowed
from forum.base.stale import require_current
from forum.people.models import Member
from tests.forum.web.texts import rules
from tests.forum.web.texts.models import Text


@audited("Rettede tekst")
def reword(*, text: Text, wording: str, audience: str, revision: str, by: Member, now: datetime) -> None:
    """Give the text another wording and audience. Raises NotAllowed when it is final, StaleError for a stale page."""
    current = require_current(text, revision)
    if why_not := rules.why_not_reword(current):
        raise NotAllowed(why_not)
    current.wording, current.audience, current.revision = wording, audience, current.revision + 1
    current.save(update_fields=["wording", "audience", "revision"])


@audited("Fjernede tekst")
def remove(*, text: Text, by: Member, now: datetime) -> None:
    removal.remove(text, now=now)


@audited("Fortrød, at en tekst blev fjernet")
def restore(*, text: Text, by: Member, now: datetime) -> None:
    removal.restore(text)


def removed_text(pk: int) -> Text | None:
    """The text that was removed; only for whoever may bring it back."""
    removed: Text | None = removal.removed(Text.objects.all(), pk=pk)
    return removed
