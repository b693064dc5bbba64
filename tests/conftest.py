"""Fixtures all tests share."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client, TransactionTestCase

from forum.people.models import Member
from tests import database, world
from tests.browser import chromium, page
from tests.canary.fixtures import built, canary_files, sweep

__all__ = ["built", "canary_files", "chromium", "page", "sweep"]

TransactionTestCase._fixture_teardown = lambda self: database.empty()  # type: ignore[attr-defined]  # see there


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each of the run's processes begins with its share of the slow tests: one that began last would be waited for.

    xdist gives each process as many tests, as they follow each other.
    """
    processes = getattr(config, "workerinput", {}).get("workercount", 1)
    slow = [item for item in items if item.get_closest_marker("slow")]
    rest = [item for item in items if not item.get_closest_marker("slow")]
    ordered: list[pytest.Item] = []
    for nth in range(processes):
        ordered += slow[nth::processes]
        room = max(0, (nth + 1) * len(items) // processes - len(ordered))
        ordered += rest[:room]
        del rest[:room]
    items[:] = ordered + rest
    # All that is imported is here to stay, and a test leaves little: to look through it all so often costs a tenth
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """It is `world.NOW` on whatever day the tests run, until a test moves the clock: `clock.shift(60)`.

    It stands still, so that what the product reads is what a test hands over as `now=`, however slow the machine is.
    """
    with time_machine.travel(world.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _clock_of_all(request: pytest.FixtureRequest) -> None:
    """For all but who works with processes of their own: those read the machine's clock, and so must the test."""
    if not request.node.get_closest_marker("real_time"):
        request.getfixturevalue("clock")


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    # Every test client would look all static files up anew; the live server hands them out without WhiteNoise
    settings.WHITENOISE_USE_FINDERS = False
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any, django_db_keepdb: bool
) -> None:
    """Copies of one migrated database: migrating costs ten seconds, a copy a tenth of one (--reuse-db needs none)."""
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"] |= {"TEMPLATE": database.template(), "MIGRATE": False}


@pytest.fixture
def cast(db: None) -> world.Cast:
    """The whole cast, seated; the cache (sign-in limits) empty."""
    cache.clear()
    return world.make_cast()


@pytest.fixture
def migrate(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[list[tuple[str, str]]], Any]]:
    """Takes an empty database of the test's own to the named migrations, and gives their models back."""

    def to(these: list[tuple[str, str]]) -> Any:
        with database.uncollected():
            return MigrationExecutor(connection).migrate(these).apps

    with django_db_blocker.unblock(), database.throwaway("migrated") as name, database.connected_to(name):
        yield to


@pytest.fixture
def now() -> datetime:
    return world.NOW


def sign_in(client: Client, member: Member) -> None:
    """As if the member had signed in, the secretariat with its second factor."""
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    if member.is_secretariat:
        session = client.session
        session["account_authentication_methods_user"] = str(member.pk)
        session["account_authentication_methods"] = [{"method": "code"}, {"method": "mfa", "type": "totp"}]
        session.save()


@pytest.fixture
def client_for() -> Callable[[Member | None], Client]:
    """A client signed in as the member (None: nobody)."""

    def make(member: Member | None) -> Client:
        client = Client()
        if member:
            sign_in(client, member)
        return client

    return make
