"""Delivery of queued mail: claimed before SMTP, marked after it.

Never twice by machine, never lost in silence: a claim that outlives its sender becomes "måske sendt" and waits
for a person."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import DateTimeField
from django.utils import timezone

from forum.base import heartbeat, states
from forum.base.compiled_queries import Param, compiled
from forum.base.stale import StaleError
from forum.base.watchdog import Watchdog
from forum.mail import kinds, smtp, unsubscribe
from forum.mail.message import to_message
from forum.mail.models import OutboxMail, OutboxQuerySet

log = structlog.get_logger(__name__)


State = OutboxMail.State


CLAIM_MINUTES = 10  # a claim older than this has lost its sender


MAX_ATTEMPTS = 30  # about a day of refusals "for the time being" before a person must look


BATCH = 100  # mails over one connection
WAITS = "Venter på, at det vedhæftede bliver lavet."
ROUND_SECONDS = 60  # no mail is taken later than so: a task has an end, whatever the mail server does


class Sender:
    """Takes due mails from the outbox, one at a time, and sends them over one connection of its own."""

    def __init__(self, watch: Watchdog, *, now: datetime | None = None, urgent_only: bool = False) -> None:
        """`now`: the time to go by instead of the clock's. `urgent_only`: leave all but sign-in codes to others."""
        self.watch = watch
        self.given_now = now
        self.urgent_only = urgent_only
        self.sent = 0
        self.has_failed = False  # it ended because the mail server or the database is away

    @property
    def now(self) -> datetime:
        return self.given_now or timezone.now()

    def due(self) -> OutboxQuerySet:
        return _due(self.now, self.urgent_only)

    def work(self, limit: int = BATCH) -> None:
        """Send until nothing is due, until `limit` mails were taken whatever they came to, or the time is up."""
        until = time.monotonic() + ROUND_SECONDS
        with smtp.Connection() as line:
            try:
                if self.due().exists():
                    line.open()
                for _ in range(limit):
                    self.watch.alive()
                    if self.watch.stopping or time.monotonic() > until:
                        break
                    mail = self._claim()
                    if mail is None:
                        break
                    self.sent += _send(mail, line, self.now)
            except smtp.Unreachable as away:
                # No mail's own fault: all that wait say why, none has an attempt counted, the next round tries again
                self.has_failed = True
                log.warning("mail server away", error=str(away))
                self.due().exclude(error=str(away)).update(error=str(away))

    def _claim(self) -> OutboxMail | None:
        """The next due mail, urgent ones first, claimed and committed: from here to its end only this sender sends it.

        Another sender skips the rows that this one has locked, so that they neither wait for each other nor share one.
        """
        now = self.now
        with transaction.atomic(durable=True):
            mail: OutboxMail | None = next(iter(_next_due(self.urgent_only, now=now)), None)
            if mail is not None:
                to = _address_of(mail)
                states.move(mail, State.CLAIMED, claimed_at=now, attempts=mail.attempts + 1, to_address=to)
            return mail


def _due(now: datetime | Param, urgent_only: bool) -> OutboxQuerySet:
    due = OutboxMail.objects.due(now)
    return due.filter(is_urgent=True) if urgent_only else due


@compiled
def _next_due(urgent_only: bool) -> OutboxQuerySet:
    """The mail that goes first of those due at `now`, locked; what another sender has locked is left to it."""
    due = _due(Param("now", DateTimeField()), urgent_only).select_related("to_member")
    return due.select_for_update(skip_locked=True, of=("self",)).order_by("-is_urgent", "not_before", "pk")[:1]


def waiting() -> OutboxQuerySet:
    """What is due now, of every kind."""
    return OutboxMail.objects.due(timezone.now())


def send_due(*, now: datetime | None = None, limit: int = BATCH) -> int:
    """Send what is due over one connection; returns how many went. Safe to run in several processes at once."""
    expire_claims(now=now or timezone.now())
    with Watchdog() as watch:
        sender = Sender(watch, now=now)
        sender.work(limit)
    heartbeat.beat("sender", timezone.now())
    return sender.sent


def expire_claims(*, now: datetime) -> int:
    """Claims whose sender died become "måske sendt"; a person decides whether to send again."""
    old = OutboxMail.objects.filter(state=State.CLAIMED, claimed_at__lt=now - timedelta(minutes=CLAIM_MINUTES))
    lost = {"state": State.UNCERTAIN, "error": "Afsendelsen blev afbrudt. Mailen kan være nået frem."}
    return old.filter(is_secret=True).update(**lost, text="", html="") + old.update(**lost)


def _address_of(mail: OutboxMail) -> str:
    """Where it goes today: a member may have a new address since the mail was made. A code goes where it was asked."""
    return mail.to_address if mail.is_secret or not mail.to_member else mail.to_member.email


def _send(mail: OutboxMail, connection_to_server: smtp.Connection, now: datetime) -> bool:
    """One delivery from claim to end. A clear refusal gives the claim back; an unclear end is for a person."""
    try:
        if until := _waits(mail, now):
            _write(mail, State.QUEUED, error=WAITS, not_before=until, claimed_at=None, attempts=mail.attempts - 1)
            return False
        why_not = why_not_send(mail, now)
        if why_not:
            # What went once stays sent, though it did not go again
            _end(mail, State.SENT if mail.sent_at else State.DROPPED, error=why_not)
            return False
        _render_anew(mail, now)
        connection_to_server.deliver(to_message(mail))
    except smtp.Unreachable as away:
        _give_back(mail, str(away), now, attempts=mail.attempts - 1)
        raise
    except smtp.Unconfirmed as unclear:
        _end(mail, State.UNCERTAIN, error=str(unclear))
    except smtp.Rejected as refused:
        if refused.is_final or mail.attempts >= MAX_ATTEMPTS:
            _end(mail, State.FAILED, error=str(refused))
        else:
            # Later and later: 1, 2, 4 ... minutes, at most an hour
            wait = timedelta(minutes=min(2 ** (mail.attempts - 1), 60))
            _give_back(mail, str(refused), now + wait)
    except DatabaseError:
        _give_back(mail, "Databasen svarede ikke.", now, attempts=mail.attempts - 1)
        raise
    except Exception as error:  # a check or a file that fails must not stop the mails behind this one
        log.exception("mail could not be made", key=mail.key)
        _end(mail, State.FAILED, error=f"Mailen kunne ikke sættes sammen: {error}")
    else:
        _end(mail, State.SENT, error="", sent_at=now)
        return True
    return False


def _waits(mail: OutboxMail, now: datetime) -> datetime | None:
    """When to take the mail again, because what it carries is being made; None when it may go."""
    kind = kinds.find(mail.kind)
    return kind.wait(mail, now) if kind else None


def why_not_send(mail: OutboxMail, now: datetime) -> str:
    """Why a queued mail must not go, or "": rights and freshness, asked again days later perhaps. Writes nothing."""
    member, viewer = mail.to_member, mail.viewer(now)
    if member and not (member.is_active and (mail.is_secret or (viewer and (viewer.is_member or viewer.is_guest)))):
        return "Modtageren er ikke længere medlem af forummet."
    kind = kinds.find(mail.kind)
    return unsubscribe.why_not_send(mail) or (kind.check(mail, now) if kind else "")


def _render_anew(mail: OutboxMail, now: datetime) -> None:
    """A mail that names what its receiver may no longer see is written anew; stored first, so that the outbox shows
    what was sent even when this process dies with the mail on its way."""
    kind = kinds.find(mail.kind)
    content = kind.rerender(mail, now) if kind else None
    if content is not None:
        mail.text, mail.html, mail.about = content.text, content.html, dict(content.about)
        mail.save(update_fields=["text", "html", "about"])
        if content.files is not None:
            mail.files.set(content.files)


def _end(mail: OutboxMail, to: str, **also: Any) -> None:
    """Write how it ended; a code's text is erased with it."""
    if mail.is_secret:
        also |= {"text": "", "html": ""}
    _write(mail, to, **also)


def _give_back(mail: OutboxMail, sentence: str, not_before: datetime, **also: Any) -> None:
    _write(mail, State.QUEUED, error=sentence, not_before=not_before, claimed_at=None, **also)
    log.warning("mail waits", key=mail.key, error=sentence)


def _write(mail: OutboxMail, to: str, **also: Any) -> None:
    """Tries again while the database restarts: a mail that has gone must not look as if it had not."""
    for wait in (1, 2, 4, 8, 0):
        try:
            states.move(mail, to, **also)
        except (OperationalError, InterfaceError):
            connection.close()
            if not wait:
                raise
            time.sleep(wait)
        except StaleError:
            log.warning("mail moved by somebody else", key=mail.key, to=to)
            return
        else:
            return
