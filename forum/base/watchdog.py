"""A watchdog for loops: a loop that hangs ends its process; loops that are terminated finish their present round."""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
import time
from types import FrameType
from typing import Any

SILENT_SECONDS = 60
STDERR = 2  # the descriptor itself: loops may have put something else in place of sys.stderr


class Watchdog:
    """Use as a context around a loop, say `alive()` each round, and leave the loop when `stopping`.

    Loops in several threads may share one: the thread that has been silent longest decides. A thread that ends its
    loop says `rest()`.
    """

    def __init__(self, silent_seconds: float = SILENT_SECONDS) -> None:
        self.silent_seconds = silent_seconds
        self.stopping = False
        self._before: Any = None
        self._lock = threading.Lock()
        self._signs: dict[int, float] = {}  # each thread's last sign of life

    def __enter__(self) -> Watchdog:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGTERM, self._note)
        self.alive()
        return self

    def __exit__(self, *_: object) -> None:
        self.rest()
        if self._before is None:
            return
        signal.signal(signal.SIGTERM, self._before)
        if self.stopping:
            # What the signal meant to whoever had it before us
            os.kill(os.getpid(), signal.SIGTERM)

    def alive(self) -> None:
        """Start this thread's time anew. The timer runs outside Python's threads: a hung lock cannot stop it."""
        with self._lock:
            self._signs[threading.get_ident()] = time.monotonic()
            self._set_timer()

    def rest(self) -> None:
        """This thread may be silent until its next `alive`."""
        with self._lock:
            self._signs.pop(threading.get_ident(), None)
            self._set_timer()

    def _set_timer(self) -> None:
        if not self._signs:
            faulthandler.cancel_dump_traceback_later()
            return
        left = min(self._signs.values()) + self.silent_seconds - time.monotonic()
        faulthandler.dump_traceback_later(max(left, 0.001), exit=True, file=STDERR)

    def nap(self, seconds: float) -> None:
        """Sleep for some seconds; a request to stop wakes it."""
        until = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < until:
            time.sleep(min(0.2, seconds))

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True
