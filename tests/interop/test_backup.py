"""Backup and restore with real programs: base backup, archived log, a moment to go back to, faults on the way."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interop.machine import Machine, running
from tests.ops.production import ROOT

pytestmark = pytest.mark.real_time  # PostgreSQL's own clock says what lies before a moment


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """The product's tables and register, with a base backup of yesterday's size: small."""
    with running(archive_timeout=None, autovacuum="off") as found:  # the tests say when something is archived
        assert found.manage("migrate", "--no-input", "--verbosity", "0").returncode == 0
        assert found.manage("load_forum").returncode == 0
        yield found


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


PYTHON = str(ROOT / ".venv/bin/python")


# The log


def test_at_rest_nothing_is_archived(machine: Machine) -> None:
    """All that beat asks for, on a site where nothing happens: 16 MB every five minutes would be 143 GB a month."""
    assert machine.manage("shell", "--no-imports", "-c", BEATS).returncode == 0  # what is due
    machine.sql("ALTER SYSTEM SET archive_timeout = 1")
    machine.sql("SELECT pg_reload_conf()")
    machine.archive_now()
    time.sleep(2)
    before, position = machine.archived(), machine.sql("SELECT pg_current_wal_insert_lsn()::text")
    for _ in range(4):
        assert machine.manage("shell", "--no-imports", "-c", BEATS).returncode == 0
        time.sleep(1)
    assert machine.archived() == before
    assert machine.sql(f"SELECT pg_current_wal_insert_lsn() - '{position}'") <= OF_ITS_OWN
    machine.sql("UPDATE forum_organisation SET name = name WHERE id = (SELECT min(id) FROM forum_organisation)")
    machine.wait_for(f"SELECT last_archived_wal > '{before[-1]}' FROM pg_stat_archiver")
    assert len(machine.archived()) == len(before) + 1
    machine.sql("ALTER SYSTEM RESET archive_timeout")
    machine.sql("SELECT pg_reload_conf()")


BEATS = (
    "from celery import current_app; from django.conf import settings; current_app.loader.import_default_modules()\n"
    "for entry in settings.CELERY_BEAT_SCHEDULE.values(): current_app.tasks[entry['task']]()"
)
OF_ITS_OWN = 56  # bytes: PostgreSQL's note of what runs, once after a piece was begun; it is no reason to archive one


def test_a_piece_of_little_content_is_little(machine: Machine) -> None:
    machine.sql("UPDATE forum_organisation SET name = name")
    machine.archive_now()
    newest = machine.folder / "backup/wal" / machine.archived()[-1]
    assert newest.suffix == ".gz"
    assert newest.stat().st_size < 600_000
    assert len(gzip.decompress(newest.read_bytes())) == 16 * 1024 * 1024


def archive(machine: Machine, piece: Path, name: str) -> int:
    to = machine.folder / "backup/wal" / name
    return machine.run(str(machine.folder / "deploy/archive_wal.sh"), str(piece), str(to)).returncode


def test_a_half_written_piece_is_replaced_an_identical_one_accepted_and_another_refused(
    machine: Machine, tmp_path: Path
) -> None:
    piece, other = tmp_path / "piece", tmp_path / "other"
    piece.write_bytes(b"log" * 100_000)
    other.write_bytes(b"gol" * 100_000)
    kept = machine.folder / "backup/wal/tried.gz"
    kept.write_bytes(gzip.compress(piece.read_bytes())[:200])
    assert archive(machine, piece, "tried") == 0
    assert archive(machine, piece, "tried") == 0
    assert archive(machine, other, "tried") == 1
    assert gzip.decompress(kept.read_bytes()) == piece.read_bytes()
    assert [path.name for path in kept.parent.glob("tried*")] == ["tried.gz"]
    kept.unlink()


def test_archiving_goes_on_after_a_half_written_piece(machine: Machine) -> None:
    """What a full disk left under the next piece's name."""
    following = machine.sql("SELECT pg_walfile_name(pg_current_wal_insert_lsn() + 16 * 1024 * 1024)")
    half = machine.folder / "backup/wal" / f"{following}.gz"
    half.write_bytes(b"\x1f\x8b half")
    machine.own()
    for _ in range(2):
        machine.sql("UPDATE forum_organisation SET name = name")
        machine.archive_now()
    assert len(gzip.decompress(half.read_bytes())) == 16 * 1024 * 1024


# Base backup, health, restore


def test_health_tells_of_a_missing_backup_and_of_an_archive_that_fails(machine: Machine) -> None:
    machine.sql("DELETE FROM forum_heartbeat")
    assert unwell(machine)
    made = script(machine, "base_backup.sh")
    assert made.returncode == 0, made.stderr
    assert not unwell(machine)
    machine.sql("UPDATE forum_heartbeat SET at = at - interval '37 hours'")
    assert unwell(machine)
    machine.sql("UPDATE forum_heartbeat SET at = now()")
    wal = machine.folder / "backup/wal"
    wal.rename(wal.with_name("away"))  # the disk of the backups is not mounted
    machine.sql("UPDATE forum_organisation SET name = name")
    machine.sql("SELECT pg_switch_wal()")
    machine.wait_for("SELECT last_failed_time > last_archived_time FROM pg_stat_archiver")
    assert unwell(machine)
    wal.with_name("away").rename(wal)
    machine.archive_now()
    assert not unwell(machine)


@pytest.fixture(scope="module")
def moment(machine: Machine) -> str:
    """A backup, a file and a mail after it; the moment; then a mistake."""
    store(machine, "før.pdf")
    made = script(machine, "base_backup.sh")
    assert made.returncode == 0, made.stderr
    time.sleep(1.1)
    machine.sql("CREATE TABLE after_base AS SELECT 1 AS one")
    time.sleep(1.1)
    found = str(machine.sql("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'"))
    time.sleep(1.1)
    machine.sql("DROP TABLE after_base; UPDATE forum_organisation SET name = 'Fejl ' || id")
    machine.archive_now()
    return found


def test_a_moment_before_every_backup_is_refused_and_nothing_is_lost(machine: Machine, moment: str) -> None:
    tried = script(machine, "restore.sh", "2001-01-01 12:00")
    assert tried.returncode == 1
    assert "No base backup" in tried.stderr
    (machine.folder / "wanted").touch()
    machine.wait_for("SELECT count(*) > 90 FROM forum_organisation WHERE name LIKE 'Fejl %'")


def test_one_command_goes_back_to_the_moment(machine: Machine, moment: str) -> None:
    (machine.folder / "files/files/før.pdf").unlink()
    restored = script(machine, "restore.sh", moment)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "Traceback" not in restored.stderr
    assert "Database og filer er hele." in restored.stdout
    assert machine.sql("SELECT one FROM after_base") == 1
    assert machine.sql("SELECT count(*) FROM forum_organisation WHERE name LIKE 'Fejl %'") == 0
    assert machine.sql("SELECT pg_is_in_recovery()") is False
    assert machine.sql("SHOW data_checksums") == "on"
    machine.wait_for("SELECT setting = '' FROM pg_settings WHERE name = 'restore_command'")
    assert machine.sql("SELECT count(*) FROM forum_heartbeat WHERE name = 'restored'") == 1
    assert (machine.folder / "files/files/før.pdf").read_bytes() == "før.pdf".encode()


def test_and_then_to_the_last_piece_of_the_log(machine: Machine, moment: str) -> None:
    """After a restore the log goes on under a new number (timeline), and that too is archived."""
    machine.sql("CREATE TABLE after_restore AS SELECT 2 AS two")
    machine.archive_now()
    restored = script(machine, "restore.sh")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert machine.sql("SELECT two FROM after_restore") == 2


def test_a_broken_base_backup_is_found_before_the_database_goes(machine: Machine, moment: str) -> None:
    newest = max((machine.folder / "backup/base").glob("[0-9]*Z"))
    manifest = newest / "backup_manifest"
    whole = manifest.read_bytes()
    manifest.write_bytes(whole.replace(b'"Checksum": "', b'"Checksum": "0', 1))
    tried = script(machine, "restore.sh")
    manifest.write_bytes(whole)
    assert tried.returncode == 1
    assert "checksum" in tried.stderr
    (machine.folder / "wanted").touch()
    machine.wait_for("SELECT two = 2 FROM after_restore")


def test_a_paused_recovery_is_told_in_a_sentence(machine: Machine, moment: str) -> None:
    """What README's lines led to before: PostgreSQL stops at the moment, and can only be read."""
    docker = str(machine.folder / "path/docker")
    base = min((machine.folder / "backup/base").glob("[0-9]*Z")).name
    assert machine.run(docker, "compose", "down").returncode == 0
    assert machine.run(docker, "volume", "rm", "forum_database").returncode == 0
    later = moment.replace(" UTC", "+00")
    laid = machine.run(str(machine.folder / "deploy/restore_database.sh"), "lay", base, later)
    assert laid.returncode == 0, laid.stderr
    settings = machine.folder / "data/postgresql.auto.conf"
    settings.write_text(settings.read_text().replace("recovery_target_action = promote\n", ""))
    (machine.folder / "wanted").touch()
    machine.wait_for("SELECT pg_is_wal_replay_paused()")
    drill = machine.manage("restore_drill")
    assert drill.returncode == 1
    assert drill.stderr.startswith("CommandError: PostgreSQL er ikke færdig med at genskabe")
    assert "Traceback" not in drill.stderr
