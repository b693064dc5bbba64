"""What the launcher tells the person in front of it: one line a step, with seconds."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import IO

QUIET_SECONDS = 10  # without a terminal a long step says where it is this often


class Stop(Exception):
    """The launcher cannot go on; the text says what the person can do."""


def prepare(stream: IO[str] | None = None) -> None:
    """Never fall over a terminal that cannot show ✓ or æ, and never hold a line back."""
    for out in (stream or sys.stdout, sys.stderr):
        if hasattr(out, "reconfigure"):
            out.reconfigure(errors="replace", line_buffering=True)


def seconds(number: float) -> str:
    """A duration as a Dane writes it: 0,8 s."""
    return f"{number:.1f} s".replace(".", ",")


def line(text: str = "") -> None:
    """A plain line."""
    print(text, flush=True)


class Step:
    """`with Step("PostgreSQL", "PostgreSQL klar")`: one line, made good or bad when the block ends."""

    def __init__(self, doing: str, done: str) -> None:
        self.doing, self.done = doing, done
        self.begun = self.told = time.monotonic()
        self.live = sys.stdout.isatty()
        self.silent = False

    def __enter__(self) -> Step:
        self.begun = self.told = time.monotonic()
        if self.live:
            print(f"  {self.doing} ...", end="", flush=True)
        return self

    def progress(self, text: str) -> None:
        """Where a long step is: rewritten in a terminal, now and then elsewhere."""
        if self.live:
            print(f"\r\033[K  {self.doing}: {text[:90]}", end="", flush=True)
        elif time.monotonic() - self.told > QUIET_SECONDS:
            self.told = time.monotonic()
            print(f"  {self.doing}: {text}", flush=True)

    def skip(self) -> None:
        """There was nothing to do, so there is nothing to tell."""
        self.silent = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        clear = "\r\033[K" if self.live else ""
        if self.silent and kind is None:
            print(clear, end="", flush=True)
            return
        mark, text = ("✗", self.doing) if kind else ("✓", self.done)
        print(f"{clear}{mark} {text} ({seconds(time.monotonic() - self.begun)})", flush=True)
