"""Restore with real programs: to a moment, a later one, the end; what is refused leaves all as it was."""

from __future__ import annotations

import re
import time

import pytest

from tests.interop.backups import moment_now, script, store
from tests.interop.machine import Machine
from tests.ops.production import ROOT

pytestmark = pytest.mark.real_time  # PostgreSQL's own clock says what lies before a moment


@pytest.fixture(scope="module")
def moment(machine: Machine) -> str:
    """A backup, a file and a table after it; the moment; then a mistake."""
    store(machine, "før.pdf")
    made = script(machine, "base_backup.sh")
    assert made.returncode == 0, made.stderr
    time.sleep(1.1)
    machine.sql("CREATE TABLE after_base AS SELECT 1 AS one")
    store(machine, "siden.pdf")
    made = script(machine, "base_backup.sh", "files")
    assert made.returncode == 0, made.stderr
    found = moment_now(machine)
    machine.sql("DROP TABLE after_base; UPDATE forum_organisation SET name = 'Fejl ' || id")
    machine.archive_now()
    return found


@pytest.fixture(scope="module")
def later(machine: Machine, moment: str) -> str:
    """A moment after the mistake, with more of the log behind it; before anybody restores."""
    machine.sql("CREATE TABLE later AS SELECT 3 AS three")
    found = moment_now(machine)
    for _ in range(2):
        machine.sql("UPDATE forum_organisation SET name = name")
        machine.archive_now()
    return found


def lives(machine: Machine) -> None:
    """A refused restore left the database as it was: it opens again."""
    (machine.folder / "wanted").touch()
    machine.wait_for("SELECT count(*) > 90 FROM forum_organisation WHERE name LIKE 'Fejl %'")


@pytest.mark.parametrize(
    "words",
    [
        ["2026-11-23", "11:55"],  # without quotes
        ["2026-11-23"],  # would be midnight
        [""],  # would be today's midnight
        ["11/12/2026 11:55"],  # would be American
        ["yesterday"],
        ["2026-02-30 11:55"],
    ],
)
def test_what_is_no_moment_is_refused_before_anything_stops(machine: Machine, words: list[str]) -> None:
    tried = script(machine, "restore.sh", "--yes", *words)
    assert tried.returncode == 2
    assert (
        tried.stderr.splitlines()[0] == 'restore.sh [--yes] ["YYYY-MM-DD HH:MM[:SS]"]: none, or one moment in quotes.'
    )
    assert machine.sql("SELECT true")


def test_without_a_yes_nothing_happens(machine: Machine, moment: str) -> None:
    tried = machine.run("env", "TZ=Europe/Copenhagen", str(ROOT / "tools/deploy/restore.sh"), "2026-11-23 11:55")
    assert tried.returncode == 1
    assert "as it was Monday 23 November 2026 11:55:00 CET (10:55:00 UTC)" in tried.stdout
    assert machine.sql("SELECT true")


def test_a_missing_or_broken_piece_of_the_log_is_told_before_the_database_goes(
    machine: Machine, moment: str, later: str
) -> None:
    piece = machine.folder / "backup/wal" / machine.archived()[-2]
    assert len(machine.archived()[-2]) == len("000000010000000000000001.gz")
    whole = piece.read_bytes()
    for broken in (None, whole[: len(whole) // 2]):
        if broken is None:
            piece.unlink()
        else:
            piece.write_bytes(broken)
        for words in ([], ["2099-01-01 12:00"]):
            tried = script(machine, "restore.sh", "--yes", *words)
            assert tried.returncode == 1
            assert f"{piece.stem} of the log is {'missing' if broken is None else 'broken'}" in tried.stderr
            lives(machine)
    piece.write_bytes(whole)
    assert list((machine.folder / "backup").glob("replaced-*")) == []


def test_a_moment_before_every_backup_is_refused_and_nothing_is_lost(machine: Machine, moment: str) -> None:
    tried = script(machine, "restore.sh", "--yes", "2001-01-01 12:00")
    assert tried.returncode == 1
    assert "No base backup" in tried.stderr
    lives(machine)


def test_one_command_goes_back_to_the_moment(machine: Machine, moment: str, later: str) -> None:
    for name in ("før.pdf", "siden.pdf"):
        (machine.folder / "files/files" / name).unlink()
    restored = script(machine, "restore.sh", "--yes", moment)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "Traceback" not in restored.stderr
    assert "Database og filer er hele." in restored.stdout
    assert machine.sql("SELECT one FROM after_base") == 1
    assert machine.sql("SELECT count(*) FROM forum_organisation WHERE name LIKE 'Fejl %'") == 0
    assert machine.sql("SELECT pg_is_in_recovery()") is False
    assert machine.sql("SHOW data_checksums") == "on"
    machine.wait_for("SELECT setting = '' FROM pg_settings WHERE name = 'restore_command'")
    assert machine.sql("SELECT count(*) FROM forum_heartbeat WHERE name = 'restored'") == 1
    for name in ("før.pdf", "siden.pdf"):
        assert (machine.folder / "files/files" / name).read_bytes() == name.encode()
    aside = next((machine.folder / "backup").glob("replaced-*"))
    assert (aside / "PG_VERSION").exists()
    assert f"rm -r $BACKUP_DIR/{aside.name}" in restored.stdout


def test_a_later_moment_is_then_that_moment_and_not_what_the_first_try_went_on_to(
    machine: Machine, moment: str, later: str
) -> None:
    """The first restore went too far back, and somebody wrote: that line of the log is not the one of the moment."""
    machine.sql("CREATE TABLE wrong_line AS SELECT 1 AS one")
    made = script(machine, "base_backup.sh")  # of that line, and before any later moment
    assert made.returncode == 0, made.stderr
    restored = script(machine, "restore.sh", "--yes", later)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert machine.sql("SELECT three FROM later") == 3
    assert machine.sql("SELECT count(*) > 90 FROM forum_organisation WHERE name LIKE 'Fejl %'")
    assert machine.sql("SELECT to_regclass('wrong_line') IS NULL")


def test_and_then_to_the_last_piece_of_the_log(machine: Machine, moment: str) -> None:
    """After a restore the log goes on under a new number (timeline), and that too is archived."""
    machine.sql("CREATE TABLE after_restore AS SELECT 2 AS two")
    machine.archive_now()
    restored = script(machine, "restore.sh", "--yes")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert machine.sql("SELECT two FROM after_restore") == 2
    assert machine.sql("SELECT to_regclass('wrong_line') IS NULL")


def test_a_moment_after_the_last_change_is_the_end_and_missing_files_are_told(machine: Machine, moment: str) -> None:
    store(machine, "væk.pdf")
    (machine.folder / "files/files/væk.pdf").unlink()
    restored = script(machine, "restore.sh", "--yes", "2099-01-01 12:00")
    assert "The log ends before that moment, at" in restored.stderr
    assert machine.sql("SELECT two FROM after_restore") == 2
    assert re.findall(r"^! Filen \d+ \(væk.pdf\) mangler.*$", restored.stdout, re.M)
    assert "To be looked at first: the lines with ! above." in restored.stdout
    assert restored.stdout.splitlines()[-1] == "Then: docker compose up -d"
    machine.sql("DELETE FROM forum_storedfile WHERE name = 'væk.pdf'")


def test_a_broken_base_backup_is_found_before_the_database_goes(machine: Machine, moment: str) -> None:
    manifests = list((machine.folder / "backup/base").glob("[0-9]*Z/backup_manifest"))  # whichever is chosen
    whole = {manifest: manifest.read_bytes() for manifest in manifests}
    for manifest, text in whole.items():
        manifest.write_bytes(text.replace(b'"Checksum": "', b'"Checksum": "0', 1))
    machine.sql("CREATE TABLE still_there AS SELECT 4 AS four")
    tried = script(machine, "restore.sh", "--yes")
    for manifest, text in whole.items():
        manifest.write_bytes(text)
    assert tried.returncode == 1
    assert "checksum" in tried.stderr
    assert tried.stderr.splitlines()[-1] == "The site is stopped; to start it again: docker compose up -d"
    (machine.folder / "wanted").touch()
    machine.wait_for("SELECT four = 4 FROM still_there")


def test_a_paused_recovery_is_told_in_a_sentence(machine: Machine, moment: str) -> None:
    """What README's lines led to before: PostgreSQL stops at the moment, and can only be read."""
    docker = str(machine.folder / "path/docker")
    base = min((machine.folder / "backup/base").glob("[0-9]*Z")).name
    assert machine.run(docker, "compose", "down").returncode == 0
    inside = str(machine.folder / "deploy/restore_database.sh")
    assert machine.run(inside, "aside", "replaced-tried").returncode == 0
    laid = machine.run(inside, "lay", base, "1", moment.replace(" UTC", "+00"))
    assert laid.returncode == 0, laid.stderr
    settings = machine.folder / "data/postgresql.auto.conf"
    settings.write_text(settings.read_text().replace("recovery_target_action = promote\n", ""))
    (machine.folder / "wanted").touch()
    machine.wait_for("SELECT pg_is_wal_replay_paused()")
    drill = machine.manage("restore_drill")
    assert drill.returncode == 1
    assert drill.stderr.startswith("CommandError: PostgreSQL er ikke færdig med at genskabe")
    assert "Traceback" not in drill.stderr
