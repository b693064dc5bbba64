"""How long this thread waits for PostgreSQL. Without a limit here, a server that hangs hangs every thread for good.

`statement_timeout` is kept by the server: one that hangs does not, and a proxy between answers TCP's keepalives.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors

STATEMENT = 30  # seconds: the server's own limit of a statement
LONGEST = STATEMENT + 1.0  # seconds: the limit here, of one wait and of all waits of a request
CONNECT = 3  # seconds
CHECK = 2.0  # seconds: whether a kept connection still works
_of_thread = threading.local()


class Hung(psycopg.OperationalError):
    """PostgreSQL has not answered in time. The connection is closed: what it was doing is not known."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Within it this thread waits so long for PostgreSQL, all waits together; not beyond the end of an outer one."""
    before: float | None = getattr(_of_thread, "until", None)
    until = time.monotonic() + seconds
    _of_thread.until = until if before is None else min(before, until)
    try:
        yield
    finally:
        _of_thread.until = before


def left() -> float:
    """Seconds that this thread may wait now. Raises Hung when there are none."""
    until: float | None = getattr(_of_thread, "until", None)
    seconds = LONGEST if until is None else min(LONGEST, until - time.monotonic())
    if seconds <= 0:
        raise Hung("PostgreSQL has used up the time it was given")
    return seconds


class Connection(psycopg.Connection[Any]):
    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval=interval, timeout=left() if timeout is None else timeout)
        except errors._WaitTimeout as error:
            self.pgconn.finish()
            raise Hung("PostgreSQL does not answer") from error
