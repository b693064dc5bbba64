"""The sweep's forum: built once in each of the run's processes, in a database of its own, and handed to many tests."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import TestCase, override_settings

from tests import database, world
from tests.canary.world import Sweep, build

DJANGOS: Any = TestCase  # whose transaction counts as none for code that must not run in one


@pytest.fixture(scope="session")
def canary_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run's processes share the files: a report is rendered once."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "canary-files"


@pytest.fixture(scope="session")
def built(django_db_setup: None, django_db_blocker: Any, canary_files: Path) -> Iterator[tuple[str, bytes]]:
    """The database's name, and its `Sweep`, pickled: what a test does to its objects stays with the test."""
    with django_db_blocker.unblock():
        tables = database.template()
    with database.throwaway("canary", copy_of=tables) as name:
        with (
            django_db_blocker.unblock(),
            database.connected_to(name),
            override_settings(FILES_ROOT=canary_files),
            time_machine.travel(world.NOW, tick=False),
        ):
            cache.clear()
            sweep = pickle.dumps(build(world.make_cast()))
        yield name, sweep


@pytest.fixture
def sweep(
    request: pytest.FixtureRequest,
    built: tuple[str, bytes],
    canary_files: Path,
    django_db_blocker: Any,
    settings: Any,
) -> Iterator[Sweep]:
    """Something for each audience on every page. Tests that ask for committed rows have a copy to themselves.

    The others work in a transaction that is rolled back, as pytest-django's `db` does it: they must not ask for that.
    """
    settings.FILES_ROOT = canary_files
    name, pickled = built
    mark = request.node.get_closest_marker("django_db")
    with django_db_blocker.unblock():
        if mark and mark.kwargs.get("transaction"):
            with database.throwaway("served", copy_of=name) as copy, database.connected_to(copy):
                yield pickle.loads(pickled)
        else:
            with database.connected_to(name):
                atomics = DJANGOS._enter_atomics()
                yield pickle.loads(pickled)
                DJANGOS._rollback_atomics(atomics)
