"""After a backup is restored: nothing in the outbox goes again before a person says so."""

from __future__ import annotations

from datetime import datetime

from forum.audit.context import audited
from forum.base.heartbeat import Heartbeat
from forum.mail.models import OutboxMail
from forum.people.models import Member

State = OutboxMail.State
WHY = "Databasen er genskabt fra en kopi. Mailen kan være sendt, efter at kopien blev taget."


@audited("Holdt mails tilbage efter en genskabelse")
def hold_outbox(*, by: Member | None, now: datetime) -> int:
    """What waited in the copy may have gone since; what is made from now on may have been made and sent before."""
    waiting = OutboxMail.objects.filter(state__in=[State.QUEUED, State.CLAIMED])
    waiting.filter(is_secret=True).update(state=State.DROPPED, error=WHY, text="", html="")
    held = waiting.update(state=State.UNCERTAIN, error=WHY)
    Heartbeat.mark(Heartbeat.RESTORED, now)
    return held


@audited("Slap mails fri efter en genskabelse")
def release_outbox(*, by: Member | None, now: datetime) -> int:
    """The person's yes; answers how many new mails go now."""
    before = OutboxMail.objects.due(now).count()
    Heartbeat.objects.filter(name=Heartbeat.RESTORED).delete()
    return OutboxMail.objects.due(now).count() - before
