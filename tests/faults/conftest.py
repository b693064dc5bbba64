"""Fixtures of the fault tests: processes of their own against this test's database."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

Start = Callable[..., subprocess.Popen[bytes]]


def database_url() -> str:
    """The test's database, as another process is told of it."""
    given = connection.settings_dict
    options = {"host": given["HOST"] or given["OPTIONS"].get("host", ""), "port": given["PORT"]}
    query = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in options.items() if value)
    return f"postgres://{given['USER']}:{quote(given['PASSWORD'])}@/{given['NAME']}?{query}"


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.kill()
        process.wait(10)


@pytest.fixture
def start(transactional_db: None, tmp_path: Any) -> Iterator[Start]:
    """Starts a Python process of the product: `start("manage.py", "mailer", EMAIL_URL=...)`."""
    with ExitStack() as stack:

        def go(*command: str, **environment: str) -> subprocess.Popen[bytes]:
            env = os.environ | {"DATABASE_URL": database_url(), "FILES_ROOT": str(settings.FILES_ROOT)} | environment
            log = (tmp_path / "process.log").open("ab")
            process = subprocess.Popen(
                [sys.executable, *command], cwd=settings.BASE_DIR, env=env, stdout=log, stderr=log
            )
            stack.enter_context(ended(process))
            return process

        yield go


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


@pytest.fixture
def process_log(tmp_path: Any) -> Callable[[], str]:
    return lambda: (tmp_path / "process.log").read_text()
