"""One machine for all tests of backup and restore: its making takes a third of their time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.interop.machine import Machine, running


@pytest.fixture(scope="session")
def machine() -> Iterator[Machine]:
    """The product's tables and register, with a base backup of yesterday's size: small."""
    with running(archive_timeout=None, autovacuum="off") as found:  # the tests say when something is archived
        assert found.manage("migrate", "--no-input", "--verbosity", "0").returncode == 0
        assert found.manage("load_forum").returncode == 0
        yield found
