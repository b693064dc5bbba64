"""What runs from this folder: a lock that dies with its holder, and a record by which the next launcher cleans up."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import signal
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.launcher import ROOT, processes, say

VAR = ROOT / "var"
TRIED_PORTS = 50
GUARD_PATIENCE = 8.0  # seconds that orphans have to go by themselves


@dataclass
class Claim:
    """The right to run `demo` (or `test`) from this folder; the kernel takes it back when the launcher dies."""

    name: str
    handle: int

    @property
    def record(self) -> Path:
        return folder(self.name) / "run.json"

    def write(self, **facts: Any) -> None:
        """Note what runs, so that `make stop` and the next start know it."""
        fresh = self.record.with_suffix(".new")
        fresh.write_text(json.dumps({"pid": os.getpid(), "started": processes.started(os.getpid()), **facts}))
        fresh.replace(self.record)

    def release(self) -> None:
        """Leave nothing behind."""
        forget(self.name)
        os.close(self.handle)


def folder(name: str) -> Path:
    """var/demo or var/test: all that a run leaves on the disk."""
    return VAR / name


def read(name: str) -> dict[str, Any]:
    """The record of the last run, or nothing."""
    try:
        facts: dict[str, Any] = json.loads((folder(name) / "run.json").read_text())
    except (OSError, ValueError):
        return {}
    return facts


def claim(name: str, *, wait: bool = False) -> Claim | None:
    """Take the right to run, or None when somebody has it (`wait`: until they are done)."""
    try:
        folder(name).mkdir(parents=True, exist_ok=True)
        handle = os.open(folder(name) / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except PermissionError as error:
        raise say.Stop(
            f"{error.filename} tilhører en anden bruger (måske root fra en tidligere start). "
            f"Slet den med: sudo rm -rf '{folder(name)}'"
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        os.close(handle)
        return None
    return Claim(name, handle)


def clean_up_after_crash(name: str) -> None:
    """The launcher before us was killed, its children are on their way out: wait, and take those that will not go."""
    processes.end_groups(groups(read(name)), patience=15)
    forget(name)


def groups(facts: dict[str, Any]) -> list[int]:
    """The process groups of a run; a number that began anew since belongs to somebody else."""
    return [pid for pid, begun in facts.get("services", []) if processes.started(pid) in {0, begun}]


def guard(claim: Claim) -> tuple[int, int]:
    """A twin of this process that outlives it: killed with -9, we leave children that have children.

    Returns its number and a pipe. A byte in the pipe dismisses it; the pipe's end without one means that we are dead.
    """
    launcher = os.getpid()
    reading, writing = os.pipe()
    if number := os.fork():
        os.close(reading)
        return number, writing
    try:
        os.setsid()
        for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(wish, signal.SIG_IGN)
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        os.close(claim.handle)  # the lock is the launcher's: the next one need not wait for us
        os.close(writing)
        if not os.read(reading, 1) and read(claim.name).get("pid") == launcher:
            processes.end_groups(groups(read(claim.name)), GUARD_PATIENCE)
            if read(claim.name).get("pid") == launcher:  # and not the next one's record
                forget(claim.name)
    finally:
        os._exit(0)


def forget(name: str) -> None:
    """Remove the record and the sockets it names."""
    sockets = read(name).get("sockets")
    if sockets and Path(sockets).name.startswith("forum-"):
        shutil.rmtree(sockets, ignore_errors=True)
    (folder(name) / "run.json").unlink(missing_ok=True)


def running(name: str) -> dict[str, Any]:
    """The record of the run that is going on now, or nothing."""
    facts = read(name)
    if facts and processes.started(int(facts["pid"])) == int(facts["started"]):
        return facts
    return {}


def stop(name: str) -> bool:
    """Ask the running launcher to stop, and wait until it has."""
    facts = running(name)
    if not facts:
        return False
    mark = (int(facts["pid"]), int(facts["started"]))
    os.kill(mark[0], signal.SIGTERM)
    if not processes.wait_gone([mark], patience=60):
        raise say.Stop(f"Proces {mark[0]} standsede ikke på et minut. Tving den med: kill -9 {mark[0]}")
    return True


def listen(host: str, wanted: int) -> socket.socket:
    """A socket on the wanted port or the next free one; the server inherits it, so nobody else can get in between."""
    for port in range(wanted, wanted + TRIED_PORTS) if wanted else [0]:
        line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind((host, port))
            line.listen(1024)
        except PermissionError:
            line.close()
            raise say.Stop(f"Port {port} er forbeholdt root. Vælg en over 1023, fx: make demo PORT=8000") from None
        except (OSError, OverflowError) as error:
            line.close()
            if isinstance(error, socket.gaierror) or getattr(error, "errno", 0) == errno.EADDRNOTAVAIL:
                raise say.Stop(
                    f"HOST={host} er ikke en adresse på denne maskine. Udelad den, eller skriv HOST=0.0.0.0"
                ) from None
            continue
        return line
    raise say.Stop(f"Portene fra {wanted} og {TRIED_PORTS} frem er alle optaget. Vælg en anden: make demo PORT=9000")
