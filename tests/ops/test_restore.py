"""A restored database: what was waiting is not sent again, and nothing new goes before a person says so."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as delivered
from django.core.management import CommandError, call_command

from forum.base import states
from forum.base.heartbeat import Heartbeat
from forum.files.models import StoredFile
from forum.mail import delivery, outbox, restore
from forum.mail.models import OutboxMail
from tests.world import GREETING

State = OutboxMail.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def queue(key: str, now: datetime, *, is_secret: bool = False, **more: Any) -> OutboxMail:
    kind = replace(GREETING, is_secret=is_secret)
    rendered = outbox.Rendered(subject="Husk mødet", text="Hej", html="<p>Hej</p>")
    return outbox.queue(key=key, kind=kind, to="a@example.dk", rendered=rendered, now=now, **more)


def waiting(now: datetime) -> list[str]:
    return list(OutboxMail.objects.due(now).order_by("key").values_list("key", flat=True))


def test_before_a_restore_everything_due_goes(now: datetime) -> None:
    queue("a", now)
    queue("kode", now, is_secret=True)
    assert waiting(now) == ["a", "kode"]


def test_what_waited_in_the_copy_waits_for_a_person(now: datetime) -> None:
    old = now - timedelta(minutes=5)
    queue("a", old)
    claimed = queue("b", old)
    states.move(claimed, State.CLAIMED, claimed_at=old)
    queue("kode", old, is_secret=True)
    queue("kladde", old, is_draft=True)

    assert restore.hold_outbox(by=None, now=now) == 2

    found = {row.key: (row.state, row.text) for row in OutboxMail.objects.all()}
    assert found == {
        "a": (State.UNCERTAIN, "Hej"),
        "b": (State.UNCERTAIN, "Hej"),
        "kode": (State.DROPPED, ""),
        "kladde": (State.DRAFT, "Hej"),
    }
    assert waiting(now) == []


def test_a_persons_yes_to_one_mail_lets_that_one_go(now: datetime) -> None:
    mail = queue("a", now - timedelta(minutes=5))
    restore.hold_outbox(by=None, now=now)
    mail.refresh_from_db()
    states.move(mail, State.QUEUED)
    assert waiting(now) == ["a"]


def test_what_the_planner_makes_again_is_held_but_codes_are_not(now: datetime) -> None:
    restore.hold_outbox(by=None, now=now)
    later = now + timedelta(minutes=1)
    queue("påmindelse", later)
    queue("kode", later, is_secret=True)
    assert waiting(later) == ["kode"]
    assert restore.release_outbox(by=None, now=later) == 1
    assert waiting(later) == ["kode", "påmindelse"]
    assert not Heartbeat.objects.filter(name=Heartbeat.RESTORED).exists()


def test_the_senders_leave_it_alone(now: datetime, settings: Any) -> None:
    restore.hold_outbox(by=None, now=now)
    queue("påmindelse", now + timedelta(seconds=1))
    assert delivery.send_due(now=now + timedelta(minutes=1)) == 0
    assert delivered.outbox == []


def test_the_command_tells_of_files_that_did_not_come_back(
    now: datetime, tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.FILES_ROOT = tmp_path
    whole, other, gone = (
        StoredFile.objects.create(name=f"{key}.pdf", content_type="application/pdf", size=3, sha256=digest, key=key)
        for key, digest in [("hel", hashlib.sha256(b"pdf").hexdigest()), ("anden", "0" * 64), ("væk", "0" * 64)]
    )
    whole.path.write_bytes(b"pdf")
    other.path.write_bytes(b"pdf")

    with pytest.raises(CommandError, match="2 ting"):
        call_command("restore_drill")

    faults = [line for line in capsys.readouterr().out.splitlines() if line.startswith("!")]
    assert faults == [
        f"! Filen {other.pk} (anden.pdf) er en anden, end da den blev gemt",
        f"! Filen {gone.pk} (væk.pdf) mangler",
    ]


def test_the_command_on_a_whole_copy(now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    queue("a", now)
    call_command("restore_drill")
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "1 ventende mails står nu som »Måske sendt«. Ny mail holdes tilbage (undtagen koder)."
    assert said[-1] == "Database og filer er hele. Se udsendelserne igennem, og kør så: restore_drill --release"
    call_command("restore_drill", release=True)
    assert capsys.readouterr().out == ("Mail går igen; 0 nye sendes nu. »Måske sendt« venter fortsat på en person.\n")
