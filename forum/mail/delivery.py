"""Delivery of queued mail: claimed before SMTP, marked after it.

Never twice by machine, never lost in silence: a claim that outlives its sender becomes "måske sendt" and waits
for a person."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.core.mail import EmailMultiAlternatives
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from forum.base import states
from forum.base.heartbeat import Heartbeat
from forum.base.stale import StaleError
from forum.base.watchdog import Watchdog
from forum.mail import kinds, smtp, unsubscribe
from forum.mail.models import OutboxMail

log = structlog.get_logger(__name__)


State = OutboxMail.State


CLAIM_MINUTES = 10  # a claim older than this has lost its sender


MAX_ATTEMPTS = 30  # about a day of refusals "for the time being" before a person must look


BATCH = 100  # mails over one connection; a loop that is asked to stop must not have hours of mail in hand


def send_due(*, now: datetime | None = None, limit: int = BATCH) -> int:
    """Send what is due over one connection; returns how many went. Safe to run in several processes at once."""
    sent = 0
    expire_claims(now=now or timezone.now())
    with Watchdog() as watch, smtp.Connection() as connection_to_server:
        try:
            if OutboxMail.objects.due(now or timezone.now()).exists():
                connection_to_server.open()
            for _ in range(limit):
                watch.alive()
                mail = None if watch.stopping else _claim(now or timezone.now())
                if mail is None:
                    break
                sent += _send(mail, connection_to_server, now or timezone.now())
        except smtp.Unreachable as away:
            # No mail's own fault: all that wait say why, none has an attempt counted, and the next round tries again
            log.warning("mail server away", error=str(away))
            OutboxMail.objects.due(now or timezone.now()).exclude(error=str(away)).update(error=str(away))
    Heartbeat.beat("sender", timezone.now())
    return sent


def expire_claims(*, now: datetime) -> int:
    """Claims whose sender died become "måske sendt"; a person decides whether to send again."""
    old = OutboxMail.objects.filter(state=State.CLAIMED, claimed_at__lt=now - timedelta(minutes=CLAIM_MINUTES))
    lost = {"state": State.UNCERTAIN, "error": "Afsendelsen blev afbrudt. Mailen kan være nået frem."}
    return old.filter(is_secret=True).update(**lost, text="", html="") + old.update(**lost)


def _claim(now: datetime) -> OutboxMail | None:
    """The next due mail, claimed and committed: from here to its end only this process may send it."""
    with transaction.atomic(durable=True):
        due = OutboxMail.objects.due(now).select_related("to_member")
        mail = due.select_for_update(skip_locked=True, of=("self",)).order_by("not_before", "pk").first()
        if mail is not None:
            states.move(mail, State.CLAIMED, claimed_at=now, attempts=mail.attempts + 1, to_address=_address_of(mail))
        return mail


def _address_of(mail: OutboxMail) -> str:
    """Where it goes today: a member may have a new address since the mail was made. A code goes where it was asked."""
    return mail.to_address if mail.is_secret or not mail.to_member else mail.to_member.email


def _send(mail: OutboxMail, connection_to_server: smtp.Connection, now: datetime) -> bool:
    """One delivery from claim to end. A clear refusal gives the claim back; an unclear end is for a person."""
    try:
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


def why_not_send(mail: OutboxMail, now: datetime) -> str:
    """Why a queued mail must not go, or "": rights and freshness, asked again days later perhaps. Writes nothing."""
    member = mail.to_member
    if member and not (member.is_active and (mail.is_secret or member.as_viewer().is_member)):
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


def to_message(mail: OutboxMail) -> EmailMultiAlternatives:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", **unsubscribe.headers(mail)}
    message = EmailMultiAlternatives(subject=mail.subject, body=mail.text, to=[mail.to_address], headers=headers)
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        # As an alternative part: mail clients then offer "accept" themselves (RFC 6047)
        message.attach_alternative(mail.calendar, f"text/calendar; method={mail.calendar_method}; charset=utf-8")
    for file in mail.files.all():
        message.attach(file.name, file.path.read_bytes(), file.content_type)
    return message
