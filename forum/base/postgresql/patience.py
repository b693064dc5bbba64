"""How long this thread waits for PostgreSQL. Without a limit here, a server that hangs hangs every thread for good.

`statement_timeout` is kept by the server: one that hangs does not, and a proxy between answers TCP's keepalives.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors

STATEMENT = int(os.environ.get("STATEMENT_SECONDS") or "30")  # the server's own limit of a statement
LONGEST = STATEMENT + 0.5  # the limit here, of one wait and of all waits of a request, also that for a thread
CONNECT = 3  # seconds
CONNECT_LEAST = 1.0  # seconds that must be left to begin: psycopg counts in whole ones, and waits two at least
CHECK = 2.0  # seconds: whether a kept connection still works


class OfThread(threading.local):
    left: float | None = None  # seconds; None: each wait has its own LONGEST


_of_thread = OfThread()


class Hung(psycopg.OperationalError):
    """PostgreSQL has not answered in time. The connection is closed: what it was doing is not known."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Within it this thread waits so long for PostgreSQL, all waits together; not longer than an outer one has left."""
    before = _of_thread.left
    given = seconds if before is None else min(seconds, before)
    _of_thread.left = given
    try:
        yield
    finally:
        used = given - _of_thread.left
        _of_thread.left = None if before is None else before - used


def left(least: float = 0.0) -> float:
    """Seconds that this thread may wait now. Raises Hung when there are not more than `least`."""
    seconds = LONGEST if _of_thread.left is None else _of_thread.left
    if seconds <= least:
        raise Hung("PostgreSQL has used up the time it was given")
    return seconds


@contextmanager
def waiting(least: float = 0.0) -> Iterator[float]:
    """One wait: yields the seconds it may take, and counts those it took. Raises Hung as `left` does."""
    seconds, began = left(least), time.monotonic()
    try:
        yield seconds
    finally:
        if _of_thread.left is not None:
            _of_thread.left -= time.monotonic() - began


class Connection(psycopg.Connection[Any]):
    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        with waiting() as seconds:
            try:
                return super().wait(gen, interval=interval, timeout=seconds if timeout is None else timeout)
            except errors._WaitTimeout as error:
                self.pgconn.finish()
                raise Hung("PostgreSQL does not answer") from error
