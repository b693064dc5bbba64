"""The senders: as many connections to the mail server at once as MAIL_SENDERS says, and one more for sign-in codes.

Each sender holds one place, an advisory lock of PostgreSQL, so that all processes on all machines together open no more
connections than that. A place whose process was killed is free at once. That no mail goes twice does not rest on the
places: `delivery.Sender` claims each row for itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from forum.base import heartbeat
from forum.base.watchdog import Watchdog
from forum.mail import delivery
from forum.mail.delivery import Sender

log = structlog.get_logger(__name__)
LOCK = 2019_08_23  # any number, the same in every process; the place's number is the second half of the lock's name
FOR_CODES = 0  # the number of the place that serves nothing but sign-in codes
LOOKS_EACH = 0.5  # seconds between two looks for codes while others send


def send_all() -> bool:
    """Send what is due with all senders whose places are free; returns whether there is more to send at once.

    There is not while the mail server is away, nor while all places are taken: whoever has them goes on.
    """
    delivery.expire_claims(now=timezone.now())
    with Watchdog() as watch:
        is_well = _work_together(watch)
        has_more = is_well and not watch.stopping and _is_waiting() and _has_free_place()
    heartbeat.beat("sender", timezone.now())
    return has_more


def _is_waiting() -> bool:
    return delivery.waiting().exists()


def _work_together(watch: Watchdog) -> bool:
    """All senders for one round, the calling thread among them; False when one of them could not go on."""
    waiting = delivery.waiting()[: settings.MAIL_SENDERS].count()
    if not waiting:
        return True
    senders = [Sender(watch) for _ in range(waiting)]
    for_codes, is_over = Sender(watch, urgent_only=True), threading.Event()
    threads = [_start(_send_batch, sender) for sender in senders[1:]]
    lane = _start(_send_codes, for_codes, is_over)
    try:
        _send_batch(senders[0])
    finally:
        for thread in threads:
            thread.join()
        is_over.set()
        lane.join()
    return not any(sender.has_failed for sender in [*senders, for_codes])


def _send_batch(sender: Sender) -> None:
    """One batch from the first free place; nothing when others have them all."""
    with _place(range(1, settings.MAIL_SENDERS + 1)) as is_taken:
        if is_taken:
            sender.work()


def _send_codes(sender: Sender, is_over: threading.Event) -> None:
    """Sign-in codes as they come, for as long as the others send: theirs may be a server that has stopped answering."""
    with _place([FOR_CODES]) as is_taken:
        while is_taken and not sender.has_failed:
            sender.work()
            sender.watch.rest()
            if is_over.wait(LOOKS_EACH):
                break


def _start(work: Callable[..., None], sender: Sender, *more: Any) -> threading.Thread:
    """Let a thread do the sender's work, with a database connection of its own that ends with it."""

    def run() -> None:
        try:
            work(sender, *more)
        except Exception:
            sender.has_failed = True
            log.exception("sender failed")
        finally:
            sender.watch.rest()
            connection.close()

    thread = threading.Thread(target=run, name="sender")
    thread.start()
    return thread


@contextmanager
def _place(numbers: Iterable[int]) -> Iterator[bool]:
    """Hold the first free place of these; yields whether there was one."""
    held = next((number for number in numbers if _lock("pg_try_advisory_lock", number)), None)
    try:
        yield held is not None
    finally:
        if held is not None:
            with suppress(DatabaseError, InterfaceError):  # the connection was lost, and the place with it
                _lock("pg_advisory_unlock", held)


def _has_free_place() -> bool:
    with _place(range(1, settings.MAIL_SENDERS + 1)) as is_taken:
        return is_taken


def _lock(function: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [LOCK, number])
        return bool(cursor.fetchone()[0])
