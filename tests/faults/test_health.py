"""Health names the part that is not well, and answers when the database is gone altogether."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from forum.base import heartbeat
from forum.jobs import health
from forum.mail import outbox
from forum.mail.models import OutboxMail
from tests.faults.conftest import Start
from tests.world import GREETING


@pytest.fixture
def well(db: None) -> None:
    for name in ("beat", "sender"):
        heartbeat.beat(name, timezone.now())


def unwell(client: Client) -> tuple[int, list[str]]:
    answer = client.get("/sundhed/klar/")
    return answer.status_code, [name for name, is_well in answer.json()["dele"].items() if not is_well]


def test_all_is_well(client: Client, well: None) -> None:
    assert unwell(client) == (200, [])
    assert client.get("/sundhed/").content == b"ok"


@pytest.mark.parametrize("name", ["beat", "sender"])
def test_a_silent_loop_is_named(client: Client, well: None, name: str) -> None:
    heartbeat.beat(name, timezone.now() - timedelta(seconds=91))
    assert unwell(client) == (503, [name])


def test_late_mail_is_named(client: Client, well: None) -> None:
    early = timezone.now() - timedelta(minutes=16)
    outbox.queue(key="a", kind=GREETING, to="en@example.dk", rendered=outbox.Rendered("a", "a", "a"), now=early)
    assert unwell(client) == (503, ["mail"])
    OutboxMail.objects.update(state="draft")
    assert unwell(client) == (200, [])


def test_a_disk_that_cannot_be_asked_is_named(client: Client, well: None, settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / ("a" * 300)  # any error of the system: this name is too long for one
    assert unwell(client) == (503, ["disk"])


def test_the_readme_names_each_part() -> None:
    section = (settings.BASE_DIR / "README.md").read_text().partition("### Watching it")[2].partition("\n### ")[0]
    rows = re.findall(r"^\| (`.*?) \|", section, re.M)
    assert [name for row in rows for name in re.findall(r"`(\w+)`", row)] == list(health.PARTS)


def test_without_a_database_the_process_lives_and_says_which_part_is_gone(start: Start, tmp_path: object) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "client = Client()\n"
        "assert client.get('/sundhed/', secure=False).content == b'ok'\n"
        "answer = client.get('/sundhed/klar/')\n"
        "assert answer.status_code == 503, answer\n"
        "told = answer.json()['dele']\n"
        "assert [name for name in told if not told[name]] == ['database', 'beat', 'sender', 'mail', 'backup'], told\n"
    )
    away = "postgres://nobody@/none?host=/nowhere"
    process = start("-c", code, DATABASE_URL=away, DJANGO_SETTINGS_MODULE="forum.settings", ALLOWED_HOSTS="*")
    assert process.wait(30) == 0
