"""A watchdog for loops: a loop that hangs ends its process; a loop that is terminated finishes its present round."""

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
    """Use as a context around a loop, say `alive()` each round, and leave the loop when `stopping`."""

    def __init__(self, silent_seconds: float = SILENT_SECONDS) -> None:
        self.silent_seconds = silent_seconds
        self.stopping = False
        self._before: Any = None

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
        """Start the timer anew. It runs outside Python's threads, so that a hung lock or library cannot stop it."""
        faulthandler.dump_traceback_later(self.silent_seconds, exit=True, file=STDERR)

    def rest(self) -> None:
        """Stop the timer until the next `alive`."""
        faulthandler.cancel_dump_traceback_later()

    def nap(self, seconds: float) -> None:
        """Sleep for some seconds; a request to stop wakes it."""
        until = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < until:
            time.sleep(min(0.2, seconds))

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True
