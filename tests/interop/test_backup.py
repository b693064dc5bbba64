"""Backup with real programs: the archived log, the base backup, what health tells of them; faults on the way."""

from __future__ import annotations

import gzip
import os
import threading
import time
from pathlib import Path

import pytest

from tests.interop.backups import bases, script, unwell
from tests.interop.machine import Machine

pytestmark = pytest.mark.real_time  # PostgreSQL's own clock says what lies before a moment

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


# Base backup and health


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


def test_health_tells_of_an_archive_command_that_hangs(machine: Machine) -> None:
    """It neither fails nor ends: only the age of what waits for it tells."""
    assert script(machine, "base_backup.sh").returncode == 0
    script_of_log, hangs = machine.folder / "deploy/archive_wal.sh", machine.folder / "hangs"
    real = script_of_log.read_text()
    hangs.touch()
    script_of_log.write_text(real.replace("set -eu\n", f"set -eu\nwhile [ -e {hangs} ]; do sleep 0.1; done\n", 1))
    machine.sql("UPDATE forum_organisation SET name = name")
    piece = machine.sql("SELECT pg_walfile_name(pg_switch_wal())")
    waiting = machine.folder / "data/pg_wal/archive_status" / f"{piece}.ready"
    assert waiting.exists()
    assert not unwell(machine)
    os.utime(waiting, (time.time() - 20 * 60,) * 2)
    assert unwell(machine)
    hangs.unlink()
    script_of_log.write_text(real)
    machine.wait_for(f"SELECT last_archived_wal >= '{piece}' FROM pg_stat_archiver")
    assert not unwell(machine)


def test_a_file_that_changes_meanwhile_is_taken_as_it_is_and_a_real_error_is_one(machine: Machine) -> None:
    files = machine.folder / "files/files"
    growing, over = files / "growing", threading.Event()
    growing.write_bytes(b"x" * 30_000_000)

    def grow() -> None:
        with growing.open("ab", buffering=0) as line:
            while not over.wait(0.001):
                line.write(b"x")

    writer = threading.Thread(target=grow)
    writer.start()
    made = script(machine, "base_backup.sh")
    over.set()
    writer.join()
    growing.unlink()
    assert "file changed as we read it" in made.stderr
    assert made.returncode == 0, made.stderr
    before = bases(machine)
    files.rename(files.with_name("away"))
    made = script(machine, "base_backup.sh")
    files.with_name("away").rename(files)
    assert made.returncode != 0
    assert bases(machine) == before
