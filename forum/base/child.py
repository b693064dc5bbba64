"""A child process with limits of memory, CPU and time, for work on what somebody else made.

`run` is for us: it starts this very file, which limits itself before it reads, then runs the script that was asked
for. The script has our packages, but neither Django, the database, secrets nor the network. Nothing but the standard
library is imported here: both sides read this file.
"""

from __future__ import annotations

import json
import os
import resource
import runpy
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

LARGEST_FILE = 64 * 1024 * 1024  # bytes that the child may write to one file
OPEN_FILES = 128


@dataclass(frozen=True)
class Limits:
    memory: int = 1024 * 1024 * 1024  # bytes of address space
    cpu: int = 120  # seconds
    wall: int = 180  # seconds


class ChildFailed(Exception):
    """The script gave no answer: `how` it ended, and the end of what it `said` on its standard error."""

    def __init__(self, how: str, said: str = "") -> None:
        super().__init__(f"{how}\n{said}")
        self.how, self.said = how, said

    @property
    def was_limited(self) -> bool:
        """It went over a limit; otherwise it could not do what it was asked to."""
        return self.how != "exit 1" or "MemoryError" in self.said


def run(script: Path, request: bytes, limits: Limits) -> bytes:
    """What the script wrote to its standard output, given the request on its standard input. Raises ChildFailed."""
    head = f"{json.dumps(asdict(limits))}\n".encode()
    with tempfile.TemporaryDirectory(prefix="forum-child-") as folder:
        environment = {"PATH": os.defpath, "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8"}
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and script
                [sys.executable, "-I", __file__, str(script)],
                input=head + request, capture_output=True, env=environment, cwd=folder, timeout=limits.wall,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise ChildFailed("out of time") from None
    if done.returncode:
        raise ChildFailed(f"exit {done.returncode}", done.stderr.decode("utf-8", "replace")[-2000:])
    return done.stdout


def limit(*, memory: int, cpu: int, wall: int) -> None:
    """Set the limits of memory and CPU, before any input is read. The kernel then ends a process that exceeds them."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    signal.alarm(wall)  # also when the parent is gone


if __name__ == "__main__":
    limit(**json.loads(sys.stdin.buffer.readline()))
    runpy.run_path(sys.argv[1], run_name="__main__")
