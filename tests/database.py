"""The tests' database: tables are made once for a set of migrations, and every worker begins with a copy.

The original stays on the server for the next run (a given server keeps it too), until the migrations change.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pgtrigger
import psycopg
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

LOCK = 2_611_230_900  # any number that nothing else locks


def template() -> str:
    """The database to copy, made when there is none yet; the workers take turns."""
    prefix = f"test_{connection.settings_dict['NAME']}_tables_"
    name = prefix + digest()
    with turn() as cursor:
        cursor.execute("SELECT datname, datistemplate FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        found = dict(cursor.fetchall())
        if not found.pop(name, False):
            migrate(name)
            cursor.execute(f'ALTER DATABASE "{name}" IS_TEMPLATE true')  # said last: now it is whole
        for outdated in found:
            cursor.execute(f'ALTER DATABASE "{outdated}" IS_TEMPLATE false')
            cursor.execute(f'DROP DATABASE IF EXISTS "{outdated}"')
    return name


def digest() -> str:
    """Of what decides the tables: our migrations, and the versions of the packages that bring some."""
    root = Path(settings.BASE_DIR)
    total = hashlib.sha256((root / "requirements-dev.txt").read_bytes())
    for path in sorted(root.glob("*/migrations/*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


@contextmanager
def turn() -> Iterator[Any]:
    """A cursor outside every test database, and nobody else's at the same time."""
    server = connection.get_connection_params() | {"dbname": "postgres"}
    with psycopg.connect(**server, autocommit=True) as line, line.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield cursor


def migrate(name: str) -> None:
    """A database of this name as `migrate` leaves it."""
    own, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    test["NAME"], wanted = name, test["NAME"]
    with uncollected():
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.creation.destroy_test_db(own, verbosity=0, keepdb=True)
    test["NAME"] = wanted


@contextmanager
def throwaway(suffix: str, copy_of: str = "template1") -> Iterator[str]:
    """The name of a new database of this process, empty or a copy; it is gone again afterwards."""
    name = f"{connection.settings_dict['NAME']}_{suffix}_{os.getpid()}"
    with turn() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{copy_of}"')
    try:
        yield name
    finally:
        with turn() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Django's connection leads to the database of this name."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def newest(*apps: str) -> list[tuple[str, str]]:
    """The last migration of each of these apps."""
    return [key for key in MigrationLoader(connection).graph.leaf_nodes() if key[0] in apps]


@contextmanager
def uncollected() -> Iterator[None]:
    """Garbage waits: migrating makes ten thousand model classes, and to look through them for some costs a quarter."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


@cache
def tables() -> list[str]:
    """Every table of Django's models but those that `migrate` fills."""
    filled = {ContentType._meta.db_table, Permission._meta.db_table}
    return sorted(set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - filled)


def empty() -> None:
    """Takes away what a test has committed.

    Rows are deleted: most tables are empty, and Django's own way, which cuts off every table and then makes all
    permissions anew, takes half a second a test.
    """
    with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(";".join(f'DELETE FROM "{table}"' for table in tables()))
