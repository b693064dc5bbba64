"""The demo, sown once a module; and the clock and the meeting that is called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from tests import world
from tests.meetings.conftest import at, meeting

__all__ = ["at", "meeting"]


@pytest.fixture(scope="module")
def _sown(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Sown at `world.NOW`, inside a transaction around those of the tests; gives the folder of its files."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(world.NOW, tick=False), override_settings(FILES_ROOT=folder):
            call_command("seed_demo")
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def demo(_sown: Path, db: None, settings: Any) -> None:
    """The demo as it was sown; what the test does to it is undone after it."""
    settings.FILES_ROOT = _sown
