"""The outbox: a mail is queued in the transaction that causes it, under a key that makes a re-run add nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import make_msgid, parseaddr
from typing import Any
from uuid import UUID

import pgtrigger
import structlog
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from forum.base.text import clean_line
from forum.files.models import StoredFile
from forum.mail.kinds import Kind
from forum.mail.models import OutboxMail
from forum.people.models import Member

log = structlog.get_logger(__name__)
State = OutboxMail.State
UNKNOWN = "@eksempel.invalid"  # how an address ends that stands instead of a forgotten one
FORGOTTEN = f"slettet{UNKNOWN}"
TEXT_DAYS = 365  # how long a sent mail's text is kept, and the address of a receiver who is no member
TRAIL = "forum.OutboxMailEvent:append_only"  # forgetting is the one thing that may rewrite it


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str


@dataclass
class Held:
    """The mails of one act: they wait until a moment, and are found again by the act's number."""

    act: UUID
    until: datetime
    count: int = 0  # queued so far
    addresses: dict[str, set[str]] = field(default_factory=dict)  # of their receivers, by the name of the mails' kind


_held: ContextVar[Held | None] = ContextVar("mails held", default=None)


@contextmanager
def hold(act: UUID, until: datetime) -> Iterator[Held]:
    """Let every mail that is queued meanwhile wait until then at least."""
    held = Held(act, until)
    before = _held.set(held)
    try:
        yield held
    finally:
        _held.reset(before)


def known(keys: Iterable[str]) -> set[str]:
    """Those of the keys that are in the outbox already: a planner need not render these again."""
    return set(OutboxMail.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def queue(
    *,
    key: str,
    kind: Kind,
    to: Member | str,
    rendered: Rendered,
    now: datetime,
    about: dict[str, Any] | None = None,
    calendar: str = "",
    calendar_method: str = "",
    files: Iterable[StoredFile] = (),
    is_task: bool = False,
    is_draft: bool = False,
    not_before: datetime | None = None,
    in_reply_to: str = "",
    to_name: str = "",
) -> OutboxMail:
    """Put one mail in the outbox, or find the one that has this key already. Call it inside the causing transaction.

    `to_name`: of a receiver who is no member, for the secretariat's list of mails. `is_task`: the mail is its
    receiver's task, who cannot stop it though others can stop this kind. `in_reply_to`: the
    Message-ID of the mail that this one goes on from, so that mail programs show the two together.
    """
    held = _held.get()
    mine = OutboxMail(
        key=key,
        kind=kind.name,
        to_member=to if isinstance(to, Member) else None,
        to_address=to.email if isinstance(to, Member) else to,
        to_name=to_name,
        subject=clean_line(rendered.subject)[:200],
        text=rendered.text,
        html=rendered.html,
        calendar=calendar,
        calendar_method=calendar_method,
        about=about or {},
        is_optional=kind.is_optional and not is_task,
        is_secret=kind.is_secret,
        is_urgent=kind.is_urgent,
        in_reply_to=in_reply_to,
        state=State.DRAFT if is_draft else State.QUEUED,
        created_at=now,
        not_before=max(not_before or now, held.until) if held else not_before or now,
        act=held.act if held else None,
        message_id=make_msgid(domain=_sender_domain()),
    )
    # ON CONFLICT DO NOTHING: a twin in another transaction is waited for, and neither of the two fails
    OutboxMail.objects.bulk_create([mine], ignore_conflicts=True)
    mail = OutboxMail.objects.get(key=key)
    if mail.message_id == mine.message_id:
        mail.files.set(files)
        wake_on_commit()
        if held:
            held.count += 1
            held.addresses.setdefault(kind.name, set()).add(mail.to_address)
    return mail


def _sender_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def wake_on_commit() -> None:
    """Tell the workers to look when this transaction has committed; once a transaction is enough."""
    waiting = transaction.get_connection().run_on_commit
    if not any(call is _wake for _, call, *_ in waiting):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    """One task is enough: it starts as many senders as there may be."""
    try:
        current_app.send_task("forum.tasks.send_mail", retry=False)
    except Exception as error:  # Redis away: beat or `manage.py mailer` will look anyway
        log.warning("nobody to wake", error=str(error))


def forget_texts(*, now: datetime) -> int:
    """What a mail said goes a year after it was sent; that it was sent stays, so that it is never sent again."""
    old = OutboxMail.objects.filter(state=OutboxMail.State.SENT, sent_at__lt=now - timedelta(days=TEXT_DAYS))
    return old.exclude(text="").update(text="", html="", calendar="")


def forget_strangers(*, now: datetime) -> int:
    """Addresses of people who never became members go with the text; members' go when the member is forgotten."""
    ended = [State.SENT, State.DROPPED, State.FAILED, State.UNCERTAIN]
    old = OutboxMail.objects.filter(to_member=None, state__in=ended, created_at__lt=now - timedelta(days=TEXT_DAYS))
    return forget_receivers(old.exclude(to_address=FORGOTTEN), FORGOTTEN)


def forget_receivers(mails: QuerySet[OutboxMail], instead: str, **also: str) -> int:
    """Take whom these mails were to out of them, and out of their history; `instead` is the address from now on.

    A key may hold the address, and so may what the mail server answered.
    """
    pks = list(mails.values_list("pk", flat=True))
    history: Any = apps.get_model("forum", "OutboxMailEvent")._base_manager.filter(pgh_obj_id__in=pks)
    blank = {"to_address": instead, "error": ""} | also
    with pgtrigger.ignore(TRAIL):
        history.filter(key__contains=F("to_address")).update(key=_key_without_address("pgh_obj_id"))
        history.update(**blank)
    rows = OutboxMail.objects.filter(pk__in=pks)
    rows.filter(key__contains=F("to_address")).update(key=_key_without_address("pk"))
    return rows.update(**blank, to_name="", text="", html="", calendar="")


def _key_without_address(number: str) -> Concat:
    return Concat(Value("forgotten:"), Cast(number, CharField()))
