"""What the tests of backup and restore do to a machine, and ask of it."""

from __future__ import annotations

import hashlib
import subprocess
import time

from tests.interop.machine import Machine
from tests.ops.production import ROOT

PYTHON = str(ROOT / ".venv/bin/python")


def script(machine: Machine, name: str, *words: str) -> subprocess.CompletedProcess[str]:
    return machine.run(str(ROOT / "tools/deploy" / name), *words)


def store(machine: Machine, name: str) -> None:
    """A stored file, its bytes beside its row."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    (machine.folder / "files/files" / name).write_bytes(name.encode())
    machine.sql(
        "INSERT INTO forum_storedfile (name, content_type, size, sha256, key, scan, created_at)"
        f" VALUES ('{name}', 'application/pdf', {len(name)}, '{digest}', '{name}', 'unscanned', now())"
    )


def unwell(machine: Machine) -> bool:
    """Whether the health page's part `backup` is false."""
    code = (
        "import django; django.setup(); from django.test import Client; "
        "print(Client().get('/sundhed/klar/').json()['dele']['backup'])"
    )
    told = machine.run("env", "DJANGO_SETTINGS_MODULE=forum.settings", "ALLOWED_HOSTS=*", PYTHON, "-c", code)
    assert told.returncode == 0, told.stderr
    return told.stdout.strip() == "False"


def bases(machine: Machine) -> list[str]:
    return sorted(path.name for path in (machine.folder / "backup/base").glob("[0-9]*Z"))


def moment_now(machine: Machine) -> str:
    """A moment with nothing written a second before and after it."""
    time.sleep(1.1)
    found = str(machine.sql("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'"))
    time.sleep(1.1)
    return found
