"""What a person decides about a mail: send it again, send the draft, leave it. The rest is `forum.mail.delivery`'s."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from forum.audit.context import audited
from forum.base import states
from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError, require_current
from forum.mail import delivery, outbox
from forum.mail.models import OutboxMail
from forum.people.models import Member

State = OutboxMail.State
CHANGED = "En anden har gjort noget ved mailen, siden du åbnede siden. Her kan du se, hvordan det står nu."
ERASED = "Mailen indeholdt en kode, som er slettet. Bed modtageren om at bestille en ny."


@audited("Sendte igen")
def send_again(
    *, mail: OutboxMail, revision: str | None = None, by: Member, now: datetime, reason: str = "", via: str = ""
) -> None:
    """Back into the queue, with its Message-ID: whoever has it already sees the same mail, not a second one."""
    require_current(mail, revision, changed=CHANGED)
    if mail.is_secret:
        raise NotAllowed(ERASED)
    _ensure_not_under_way(mail)
    if why_not := delivery.why_not_send(mail, now):
        raise NotAllowed(f"Mailen kan ikke sendes igen. {why_not}")
    states.move(mail, State.QUEUED, not_before=now, claimed_at=None, attempts=0, error="")
    outbox.wake_on_commit()


@audited("Sendte kladde")
def send_draft(*, mail: OutboxMail, revision: str | None = None, by: Member, now: datetime, via: str = "") -> None:
    require_current(mail, revision, changed=CHANGED)
    if mail.state != State.DRAFT:
        raise StaleError("Kladden er allerede sendt eller taget af. Se herunder, hvordan det står nu.")
    states.move(mail, State.QUEUED, not_before=now)
    outbox.wake_on_commit()


@audited("Sendte kladder")
def send_drafts(*, mails: Iterable[OutboxMail], by: Member, now: datetime, via: str = "") -> int:
    """Send many drafts with one yes; those that somebody else has taken meanwhile are left alone."""
    drafts = OutboxMail.objects.filter(pk__in=[mail.pk for mail in mails], state=State.DRAFT)
    sent = drafts.update(state=State.QUEUED, not_before=now)
    if sent:
        outbox.wake_on_commit()
    return sent


@audited("Lod mail ligge")
def leave_unsent(
    *, mail: OutboxMail, reason: str, revision: str | None = None, by: Member, now: datetime, via: str = ""
) -> None:
    """The mail is not to be sent, and why."""
    require_current(mail, revision, changed=CHANGED)
    _ensure_not_under_way(mail)
    erased = {"text": "", "html": ""} if mail.is_secret else {}
    states.move(mail, State.DROPPED, error=reason, **erased)


def _ensure_not_under_way(mail: OutboxMail) -> None:
    """A claimed mail is its sender's alone: taking it back here could send it twice."""
    if mail.state == State.CLAIMED:
        raise StaleError("Mailen er ved at blive sendt lige nu. Vent et øjeblik, og genindlæs siden.")
