"""Trying mutants in copies of the working tree, which is never touched: a copy and a database for each worker."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tools.mutants.mutant import ROOT, Mutant

LEFT_OUT = (".git", "var", ".venv", "node_modules", "vendor", "__pycache__", "*.pyc", ".*_cache")
LINKED = (".venv", "node_modules", "static/vendor")  # installed, never mutated
PATIENCE = 900  # seconds; a run that does not end proves nothing: the machine may be busy
FAILED, UNENDED = 1, -1  # pytest's exit code when tests failed (others mean that none ran), and ours


@dataclass(frozen=True)
class Outcome:
    mutant: Mutant
    said: str  # "caught", "SURVIVED", or why there was nothing to catch
    seconds: float

    @property
    def is_caught(self) -> bool:
        return self.said == "caught"

    def row(self) -> str:
        return f"{self.said:<9} {self.seconds:5.1f} s  {self.mutant.file}: {self.mutant.why}"


class Tree:
    """A copy of the working tree with a test database of its own, for one mutant at a time."""

    def __init__(self, folder: Path, number: int) -> None:
        self.folder = folder / f"tree-{number}"
        shutil.copytree(ROOT, self.folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
        for name in LINKED:
            (self.folder / name).symlink_to(ROOT / name)
        self.written = 0
        database = urlsplit(os.environ["DATABASE_URL"])
        self.env = os.environ | {
            "PYTHONPATH": str(self.folder),
            # A database for each worker, made by its first tests and used by all
            "DATABASE_URL": database._replace(path=f"{database.path}_mutants_{number}").geturl(),
            "REDIS_URL": re.sub(r"db=\d+", f"db={number + 1}", os.environ["REDIS_URL"]),
        }

    def write(self, file: str, text: str) -> None:
        """Each writing has a time of its own: Python knows a stale .pyc by time and size, and those may be equal."""
        path = self.folder / file
        path.write_text(text)
        self.written += 1
        moment = time.time() + 10 * self.written
        os.utime(path, (moment, moment))

    def tests(self, *names: str) -> tuple[int, str]:
        """pytest's exit code for these tests, or UNENDED, and what it said."""
        words = [sys.executable, "-m", "pytest", "-q", "-x", "--reuse-db", "-p", "no:cacheprovider", *names]
        try:
            done = subprocess.run(
                words, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False, timeout=PATIENCE
            )
        except subprocess.TimeoutExpired:
            return UNENDED, "it did not end"
        return done.returncode, done.stdout + done.stderr

    def attempt(self, mutant: Mutant) -> Outcome:
        """Break, test, mend."""
        if why_not := mutant.why_not(self.folder):
            return Outcome(mutant, f"does not apply ({why_not})", 0)
        whole = (self.folder / mutant.file).read_text()
        self.write(mutant.file, whole.replace(mutant.old, mutant.new))
        begun = time.monotonic()
        try:
            code, said = self.tests(*mutant.tests)
        finally:
            self.write(mutant.file, whole)
        took = time.monotonic() - begun
        if code not in {0, FAILED}:
            return Outcome(mutant, f"broke the test run itself ({code}): {said.strip().splitlines()[-1:]}", took)
        return Outcome(mutant, "caught" if code == FAILED else "SURVIVED", took)
