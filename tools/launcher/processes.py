"""Child processes that never outlive the launcher, even when it is killed with -9."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.launcher import ROOT, say

LIBC = ctypes.CDLL(None, use_errno=True)  # loaded before any fork: a forked child must not load libraries
PR_SET_PDEATHSIG = 1
Command = Sequence[str | Path]


def tied(death: signal.Signals) -> Callable[[], None]:
    """What a child does before it becomes its program: ask the kernel for `death` when the launcher dies.

    It runs after the change of user, because that change clears the wish.
    """
    parent = os.getpid()

    def tie() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(death), 0, 0, 0)
        if os.getppid() != parent:  # the launcher died in between
            os._exit(1)

    return tie


def spawn(
    command: Command,
    *,
    log: Path,
    env: Mapping[str, str],
    user: str | None = None,
    death: signal.Signals = signal.SIGTERM,
    pass_fds: Sequence[int] = (),
    argv0: str | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own (Ctrl-C reaches the launcher only), its words in `log`."""
    words = [str(part) for part in command]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as words_out:
        return subprocess.Popen(
            [argv0 or words[0], *words[1:]],
            executable=words[0],
            cwd=ROOT if user is None else "/",
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=words_out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=pass_fds,
            preexec_fn=tied(death),
            **identity(user),
        )


def identity(user: str | None) -> dict[str, Any]:
    """The arguments that make a child run as somebody else."""
    if user is None:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def run(command: Command, *, env: Mapping[str, str], user: str | None = None) -> str:
    """Run a short command to its end and give its words back; they are shown only when it fails."""
    words = [str(part) for part in command]
    done = subprocess.run(
        words,
        cwd=ROOT if user is None else "/",
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=tied(signal.SIGTERM),
        check=False,
        **identity(user),
    )
    text = done.stdout.decode(errors="replace")
    if done.returncode:
        raise say.Stop(f"{' '.join(words[:4])} mislykkedes:\n{text.rstrip()}")
    return text


def started(pid: int) -> int:
    """When a process began, in clock ticks since boot (0: there is no such process); tells a reused number apart."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if fields[0] == "Z" else int(fields[19])


def end_groups(groups: Sequence[int], patience: float) -> None:
    """Wait for the process groups of a dead launcher to empty; kill what is left of them."""
    end = time.monotonic() + patience
    while any(map(has_members, groups)) and time.monotonic() < end:
        time.sleep(0.05)
    for group in filter(has_members, groups):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def has_members(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def wait_gone(marks: Sequence[tuple[int, int]], patience: float) -> bool:
    """Wait until none of these (number, start) processes is left."""
    end = time.monotonic() + patience
    while any(started(pid) == begun for pid, begun in marks):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@dataclass
class Service:
    """One long-running part: how it starts, how one knows it is ready, how it is asked to stop."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    ready: Callable[[], bool]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10
    is_server: bool = False
    asked: bool = False
    process: subprocess.Popen[bytes] | None = None
    falls: list[float] = field(default_factory=list)

    def launch(self) -> None:
        self.asked = False
        self.process = self.start()

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def mark(self) -> tuple[int, int]:
        """(number, start) for the next launcher, in case this one is killed."""
        pid = self.process.pid if self.process else 0
        return pid, started(pid)

    def wait_ready(self, patience: float = 60) -> None:
        end = time.monotonic() + patience
        while not self.ready():
            if not self.alive():
                raise say.Stop(f"{self.name} gik ned under opstarten:\n{self.tail()}")
            if time.monotonic() > end:
                raise say.Stop(f"{self.name} blev ikke klar på {patience:.0f} sekunder:\n{self.tail()}")
            time.sleep(0.03)

    def tail(self, lines: int = 15) -> str:
        """The end of its log, and where the rest is."""
        text = self.log.read_text(errors="replace").splitlines()[-lines:]
        return "\n".join(["  | " + part for part in text] + [f"  (hele loggen: {self.log})"])

    def ask_to_stop(self) -> None:
        """Once only: a second wish makes Celery drop the mail it is sending."""
        if self.process and self.alive() and not self.asked:
            self.process.send_signal(self.stop_signal)
            self.asked = True

    def stop(self) -> None:
        """Ask kindly, wait, then take what is left of its session."""
        if self.process is None:
            return
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


def stop_all(services: Sequence[Service]) -> None:
    """In reverse, and the servers only when everything that stands on them has gone."""
    ours = [service for service in reversed(services) if not service.is_server]
    for service in ours:  # all are asked before the first is waited for: that saves seconds
        service.ask_to_stop()
    for service in (*ours, *(service for service in reversed(services) if service.is_server)):
        service.stop()
