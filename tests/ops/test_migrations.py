"""Migrations: every app goes down to zero and up again with the demo's data in it, and ends as it began."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests import database
from tests.faults.conftest import database_url

# In one process: what Django builds of the models is built once
THERE_AND_BACK = """
import django; django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests.ops.test_migrations import tables
before = tables()
call_command("seed_demo", verbosity=0)
from meetings.models import Meeting
assert Meeting.objects.update(online_link="https://example.dk/" + "a" * 1900) > 1
# App by app, each to its end before the next; in one plan, so that what Django builds of the models serves them all
MigrationExecutor(connection).migrate([("meetings", None), ("recommendations", None), ("forum", None)])
left = [table for table, *_ in tables()[0] if table.startswith(("forum_", "meetings_", "recommendations_"))]
call_command("migrate", verbosity=0)
assert len(before[0]) > 300, before[0]
assert set(left) <= {"forum_cache"}, left  # which Django makes, not a migration of ours
assert [one for one, other in zip(before, tables(), strict=True) if one != other] == []
"""
COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY 1, 2
"""
RULES = """
    SELECT c.relname, x.conname, pg_get_constraintdef(x.oid) FROM pg_constraint x JOIN pg_class c ON c.oid = x.conrelid
    WHERE c.relnamespace = 'public'::regnamespace AND x.contype <> 'n' ORDER BY 1, 3
"""
TRIGGERS = """
    SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal ORDER BY 1, 2
"""


@pytest.fixture
def throwaway(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The name of a new database as `migrate` leaves it, gone again after the test."""
    with django_db_blocker.unblock(), database.throwaway("reversed", copy_of=database.template()) as name:
        yield name


def tables() -> list[Any]:
    """Columns, constraints and triggers of the database."""
    with connection.cursor() as cursor:
        found = []
        for query in (COLUMNS, RULES, TRIGGERS):
            cursor.execute(query)
            found.append(cursor.fetchall())
    return found


@pytest.mark.slow(reason="every migration is made, taken back and made again")
def test_down_to_zero_and_up_again_with_data(throwaway: str, tmp_path: Path) -> None:
    url = database_url().replace(f"/{connection.settings_dict['NAME']}?", f"/{throwaway}?")
    env = os.environ | {"DATABASE_URL": url, "FILES_ROOT": str(tmp_path)}
    words = [sys.executable, "-c", THERE_AND_BACK]
    done = subprocess.run(words, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr[-2000:]) == (0, done.stderr[-2000:])
