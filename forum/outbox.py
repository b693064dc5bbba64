"""The outbox: queued in the transaction that causes the mail, claimed before SMTP, marked after it.

Never twice by machine, never lost in silence: a claim that outlives its sender becomes "måske sendt" and waits
for a person.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any

import structlog
from celery import current_app
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from forum import states
from forum.models import Heartbeat, Member, OutboxMail, StoredFile
from forum.text import clean_line

log = structlog.get_logger(__name__)

CLAIM_MINUTES = 10  # a claim older than this has lost its sender
MAX_ATTEMPTS = 8  # clear refusals before a person must look
Check = Callable[[OutboxMail], str]
_CHECKS: dict[str, Check] = {}


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


def fresh(kind: str) -> Callable[[Check], Check]:
    """Register a kind's check, asked again at send time: it answers why the mail must not go, or ""."""

    def decorator(check: Check) -> Check:
        _CHECKS[kind] = check
        return check

    return decorator


def queue(
    *,
    key: str,
    kind: str,
    to: Member | str,
    rendered: Rendered,
    now: datetime,
    about: dict[str, Any] | None = None,
    calendar: str = "",
    calendar_method: str = "",
    files: Iterable[StoredFile] = (),
    is_optional: bool = False,
    is_secret: bool = False,
    is_draft: bool = False,
    not_before: datetime | None = None,
) -> OutboxMail:
    """Put one mail in the outbox, or find the one that has this key already. Call it inside the causing transaction."""
    member = to if isinstance(to, Member) else None
    mail, is_new = OutboxMail.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "to_member": member,
            "to_address": to.email if isinstance(to, Member) else to,
            "subject": clean_line(rendered.subject)[:200],
            "text": rendered.text,
            "html": rendered.html,
            "calendar": calendar,
            "calendar_method": calendar_method,
            "about": about or {},
            "is_optional": is_optional,
            "is_secret": is_secret,
            "state": OutboxMail.State.DRAFT if is_draft else OutboxMail.State.QUEUED,
            "created_at": now,
            "not_before": not_before or now,
            "message_id": make_msgid(domain="forum"),
        },
    )
    if is_new:
        mail.files.set(files)
        wake_on_commit()
    return mail


def wake_on_commit() -> None:
    """Tell a worker to look when this transaction has committed; once a transaction is enough."""
    waiting = transaction.get_connection().run_on_commit
    if not any(call is _wake for _, call, *_ in waiting):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    try:
        current_app.send_task("forum.tasks.send_mail", retry=False)
    except Exception as error:  # Redis away: beat or `manage.py mailer` will look anyway
        log.warning("nobody to wake", error=str(error))


def send_due(*, now: datetime | None = None, limit: int = 500) -> int:
    """Send what is due over one connection; returns how many went. Safe to run in several processes at once."""
    fixed = now
    sent = 0
    connection = get_connection()
    expire_claims(now=fixed or timezone.now())
    try:
        for _ in range(limit):
            moment = fixed or timezone.now()
            mail = _claim(moment)
            if mail is None:
                break
            sent += _send(mail, connection, moment)
    finally:
        connection.close()
    Heartbeat.beat("sender", timezone.now())
    return sent


def expire_claims(*, now: datetime) -> int:
    """Claims whose sender died become "måske sendt"; a person decides whether to send again."""
    old = OutboxMail.objects.filter(
        state=OutboxMail.State.CLAIMED, claimed_at__lt=now - timedelta(minutes=CLAIM_MINUTES)
    )
    return old.update(
        state=OutboxMail.State.UNCERTAIN,
        error="Afsendelsen blev afbrudt. Mailen kan være nået frem.",
    )


def _claim(now: datetime) -> OutboxMail | None:
    """The next due mail, claimed and committed; mails that have lost their sense are dropped on the way."""
    while True:
        with transaction.atomic():
            mail = (
                OutboxMail.objects.due(now)
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("to_member")
                .order_by("not_before", "pk")
                .first()
            )
            if mail is None:
                return None
            why_not = _reason_to_drop(mail)
            if not why_not:
                states.move(mail, OutboxMail.State.CLAIMED, claimed_at=now, attempts=mail.attempts + 1)
                return mail
            states.move(mail, OutboxMail.State.DROPPED, error=why_not)


def _reason_to_drop(mail: OutboxMail) -> str:
    if mail.to_member and not mail.to_member.is_active:
        return "Modtageren er ikke længere medlem af forummet."
    check = _CHECKS.get(mail.kind)
    return check(mail) if check else ""


def _send(mail: OutboxMail, connection: BaseEmailBackend, now: datetime) -> bool:
    """One SMTP delivery. A clear refusal gives the claim back; an unclear end leaves it to a person."""
    message = to_message(mail, connection)
    try:
        _ensure_open(connection)
    except (OSError, smtplib.SMTPException) as error:
        _unclaim(mail, f"Mailserveren svarer ikke: {error}", now)
        return False
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, reason = next(iter(error.recipients.values()))
        _refused(mail, code, reason, now)
    except smtplib.SMTPResponseException as error:
        _refused(mail, error.smtp_code, error.smtp_error, now)
    except (OSError, smtplib.SMTPException) as error:
        connection.close()
        states.move(mail, OutboxMail.State.UNCERTAIN, error=f"Forbindelsen blev afbrudt: {error}")
    else:
        erased = {"text": "", "html": ""} if mail.is_secret else {}
        states.move(mail, OutboxMail.State.SENT, sent_at=now, error="", **erased)
        return True
    return False


def _ensure_open(connection: Any) -> None:
    """Open the connection, or open it anew when the server has hung up since the last mail."""
    client = getattr(connection, "connection", None)
    if client is not None:
        try:
            if client.noop()[0] == 250:
                return
        except (OSError, smtplib.SMTPException):
            pass
        connection.close()
    connection.open()


def _refused(mail: OutboxMail, code: int, reason: bytes | str, now: datetime) -> None:
    said = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
    sentence = f"Modtagerens mailserver afviste mailen ({code}): {said}"
    if code >= 500:
        states.move(mail, OutboxMail.State.FAILED, error=sentence)
    else:
        _unclaim(mail, sentence, now)


def _unclaim(mail: OutboxMail, sentence: str, now: datetime) -> None:
    """Back into the queue, later and later: 1, 2, 4 ... minutes, at most an hour; then it is for a person."""
    if mail.attempts >= MAX_ATTEMPTS:
        states.move(mail, OutboxMail.State.FAILED, error=sentence)
        return
    wait = timedelta(minutes=min(2 ** (mail.attempts - 1), 60))
    states.move(mail, OutboxMail.State.QUEUED, error=sentence, not_before=now + wait, claimed_at=None)
    log.warning("mail refused", key=mail.key, error=sentence)


def to_message(mail: OutboxMail, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    if mail.is_optional:
        headers["List-Unsubscribe"] = f"<{settings.SITE_URL}/profil/beskeder/>"
    message = EmailMultiAlternatives(
        subject=mail.subject, body=mail.text, to=[mail.to_address], headers=headers, connection=connection
    )
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        # As an alternative part: mail clients then offer "accept" themselves (RFC 6047)
        message.attach_alternative(mail.calendar, f"text/calendar; method={mail.calendar_method}; charset=utf-8")
    for file in mail.files.all():
        message.attach(file.name, file.path.read_bytes(), file.content_type)
    return message
