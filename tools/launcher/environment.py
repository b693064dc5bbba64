"""The Python environment and the front-end files: made when missing, renewed when their locks have changed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tools.launcher import ROOT, processes, say


def folder() -> Path:
    """Where the environment lies; VENV names a finished one, which is then used as it is."""
    return Path(os.environ.get("VENV") or ROOT / ".venv")


def python() -> Path:
    """The environment's own interpreter."""
    return folder() / "bin" / "python"


def stamp_of(lock: Path) -> str:
    """What an environment made from this lock by this interpreter is called."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def works() -> bool:
    """Whether the interpreter is there and is this one (a system upgrade moves it away under us)."""
    config = folder() / "pyvenv.cfg"
    if not python().exists() or not config.exists():
        return False
    wanted = f"version = {sys.version_info.major}.{sys.version_info.minor}."
    return any(line.startswith(wanted) for line in config.read_text().splitlines())


def ensure(name: str) -> None:
    """An environment with everything in `requirements-<name>.txt`, hashes checked."""
    if os.environ.get("VENV"):
        return
    lock = ROOT / f"requirements-{name}.txt"
    mark = folder() / f".forum-{name}"
    if works() and mark.exists() and mark.read_text() == stamp_of(lock):
        return
    total = len(re.findall(r"^[\w.-]+==", lock.read_text(), re.M))
    with say.Step("Henter Python-pakker", f"{total} Python-pakker installeret i .venv/") as step:
        if not works():
            shutil.rmtree(folder(), ignore_errors=True)
            processes.run([sys.executable, "-m", "venv", folder()], env=os.environ)
        pip(["install", "--require-hashes", "--no-deps", "--no-compile", "-r", lock], total, step.progress)
        mark.write_text(stamp_of(lock))


def pip(words: list[str | Path], total: int, progress: Callable[[str], None]) -> None:
    """Run pip and tell how far it is."""
    command = [str(python()), "-m", "pip", "--disable-pip-version-check", "--no-input", *map(str, words)]
    tail: list[str] = []
    fetched = 0
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        preexec_fn=processes.tied(processes.signal.SIGTERM),
    ) as process:
        for text in process.stdout or ():
            tail = [*tail[-14:], text.rstrip()]
            if text.startswith("Collecting "):
                fetched += 1
                progress(f"{fetched} af {total}: {text.split()[1].partition('==')[0]}")
            elif text.startswith("Installing "):
                progress("pakker ud")
    if process.returncode:
        raise say.Stop("pip mislykkedes:\n" + "\n".join("  | " + part for part in tail))


def ensure_frontend(*, tests: bool) -> None:
    """The front-end files; tools/frontend.py knows by its own stamp whether there is anything to do."""
    command: list[str | Path] = [python(), ROOT / "tools" / "frontend.py", *(["--tests"] if tests else [])]
    with say.Step("Bygger frontend-filer", "Frontend-filer bygget") as step:
        words = processes.run(command, env=os.environ)
        if not words.strip():
            step.skip()
