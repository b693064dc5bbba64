"""The real launcher in a copy of the product at an awkward path: started, refused, killed, started again, stopped."""

from __future__ import annotations

import json
import os
import re
import shutil
import smtplib
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "node_modules", "__pycache__", ".*_cache")
OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "EMAIL_URL", "PORT", "HOST", "PYTEST_XDIST_WORKER")


class Tree:
    """A copy of the product, and the launcher run in it."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(ROOT, folder, ignore=LEFT_OUT, symlinks=True)
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        self.folder = folder
        self.env = {name: value for name, value in os.environ.items() if name not in OURS} | {"VENV": sys.prefix}

    def launch(self, *words: str, **env: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-B", "-m", "tools.launch", *words]
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.env | env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def facts(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "var" / name / "run.json").read_text())
        return found

    def processes(self) -> list[psutil.Process]:
        """Everything alive that came from this copy: by working folder, by command line, by ancestor."""
        own = [part for part in psutil.process_iter() if self.owns(part)]
        return [part for part in {*own, *(child for one in own for child in children(one))} if alive(part)]

    def owns(self, process: psutil.Process) -> bool:
        try:
            return process.cwd() == str(self.folder) or str(self.folder) in " ".join(process.cmdline())
        except psutil.Error:
            return False


def children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Tree]:
    found = Tree(tmp_path / "Forum til prøve æøå")
    yield found
    for process in found.processes():
        process.kill()
    subprocess.run([sys.executable, "-m", "tools.launch", "reset", "--yes"], cwd=found.folder, check=True)


def read_until(process: subprocess.Popen[str], wanted: str) -> str:
    """What the launcher says up to the line with these words."""
    said = ""
    assert process.stdout
    for line in process.stdout:
        said += line
        if wanted in line:
            return said
    raise AssertionError(f"it never said {wanted!r}:\n{said}")


def test_kill_9_takes_the_servers_along_and_the_next_start_cleans_up(tree: Tree) -> None:
    sleeping = ["-c", "print('her', flush=True); import time; time.sleep(100)"]
    launcher = tree.launch("with-servers", *sleeping)
    read_until(launcher, "her")
    facts = tree.facts("test")
    marked = [psutil.Process(pid) for pid, _ in facts["services"]]
    assert len(marked) == 2
    assert Path(facts["sockets"]).exists()
    everything = {*tree.processes(), *marked, *(child for one in marked for child in children(one))}

    launcher.kill()
    launcher.wait()
    _, left = psutil.wait_procs(list(everything), timeout=10)
    assert left == []

    again = tree.launch("with-servers", "-c", "print('igen')")
    said, _ = again.communicate(timeout=60)
    assert (again.returncode, said.splitlines()[-1]) == (0, "igen")
    assert not Path(facts["sockets"]).exists()


@pytest.mark.slow  # a whole product: tables, demo data, six processes, twice
def test_the_demo_from_its_first_start_to_its_last_stop(tree: Tree) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wanted = taken.getsockname()[1]
        launcher = tree.launch("demo", PORT=str(wanted))
        said = read_until(launcher, "Forum er klar")
    url = re.search(r"http://[\d.:]+", said)
    assert url, said
    port = int(url[0].rpartition(":")[2])
    assert f"! Port {wanted} er optaget; Forum tager port {port}\n" in said
    steps = re.findall(r"✓ (\S+) klar", said)
    assert steps == ["PostgreSQL", "Redis", "Postkasse", "Worker", "Beat", "Web"]
    with urllib.request.urlopen(f"{url[0]}/sundhed/") as answer:
        assert answer.status == 200

    second = tree.launch("demo")
    words, _ = second.communicate(timeout=30)
    assert second.returncode == 1
    assert words.strip() == f"Forum kører allerede: {url[0]}  (proces {launcher.pid}). Stop det med »make stop«."

    count = ["shell", "--verbosity", "0", "-c", "from forum.people.models import Member; print(Member.objects.count())"]
    asked = tree.launch("manage", *count)
    people = asked.communicate(timeout=60)[0]
    assert (asked.returncode, int(people) > 20) == (0, True)  # the running demo's data, and not a line more

    box = re.fullmatch(r"smtp://127.0.0.1:(\d+)", environment_of(tree, "celery")["EMAIL_URL"])
    assert box
    check_mailbox(int(box[1]), tree.folder / "var" / "mail")

    next(part for part in tree.processes() if "beat" in part.cmdline()).kill()
    read_until(launcher, "! Beat gik ned og startes igen")

    everything = tree.processes()
    launcher.kill()
    launcher.wait()
    _, left = psutil.wait_procs(everything, timeout=20)
    assert left == []

    launcher = tree.launch("demo", PORT=str(port))
    said = read_until(launcher, "Forum er klar")
    # A warm start does nothing but start: nothing is installed, migrated or seeded again
    assert re.findall(r"✓ (.+?) \(", said) == [f"{step} klar" for step in steps]
    assert f"Forum er klar: {url[0]}/" in said

    everything = tree.processes()
    stop = tree.launch("stop")
    assert stop.communicate(timeout=60)[0] == "Forum er standset.\n"
    assert (launcher.wait(), [part for part in everything if alive(part) and part.pid != stop.pid]) == (0, [])
    assert not (tree.folder / "var/demo/run.json").exists()

    asked = tree.launch("manage", *count)  # the same data, with servers of its own
    said = asked.communicate(timeout=60)[0]
    assert (asked.returncode, said.splitlines()[-1] + "\n") == (0, people)
    assert (tree.processes(), (tree.folder / "var/demo/run.json").exists()) == ([], False)


def environment_of(tree: Tree, word: str) -> dict[str, str]:
    """The environment of the first process whose command line has this word."""
    found: dict[str, str] = next(part.environ() for part in tree.processes() if word in part.cmdline())
    return found


def check_mailbox(port: int, folder: Path) -> None:
    """A mail handed in lies there whole, with its true receivers."""
    with smtplib.SMTP("127.0.0.1", port) as box:
        box.sendmail("fra@example.dk", ["a@example.dk", "b@example.dk"], b"Subject: Til os\r\n\r\nHej")
    newest = max(folder.glob("*.eml"))
    mail = message_from_bytes(newest.read_bytes())
    assert (mail["X-Envelope-To"], mail["Subject"]) == ("a@example.dk, b@example.dk", "Til os")
