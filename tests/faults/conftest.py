"""Fixtures of the fault tests: processes of their own against this test's database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
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
    """Kill it in the end, and its children: a web process that outlives its master holds on to the test's database."""
    try:
        yield
    finally:
        for pid in [*children(process.pid), process.pid] if process.poll() is None else []:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait(10)


def children(pid: int) -> set[int]:
    return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


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


@dataclass
class Answer:
    status: int
    headers: HTTPMessage
    body: str


@dataclass
class Served:
    """The site behind gunicorn as production starts it, with one process of four threads."""

    port: int
    process: subprocess.Popen[bytes]

    def get(
        self,
        path: str,
        method: str = "GET",
        body: Any = None,
        *,
        headers: dict[str, str] | None = None,
        wait: float = 10,
    ) -> Answer:
        """One request, answered within `wait` seconds."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=wait)
        try:
            line.request(method, path, body, headers or {})
            answer = line.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode())
        finally:
            line.close()


@pytest.fixture
def serve(start: Start, free_port: int) -> Callable[..., Served]:
    """`serve(LOG_LEVEL="DEBUG")` starts the web server and waits until it answers."""

    def go(*options: str, **environment: str) -> Served:
        given = {"BIND": f"127.0.0.1:{free_port}", "WEB_CONCURRENCY": "1", "WEB_THREADS": "4"} | environment
        words = ["-m", "gunicorn", "--config", "tools/gunicorn_conf.py", *options, "forum.wsgi"]
        site = Served(free_port, start(*words, **given))
        until = time.monotonic() + 30
        while True:
            try:
                assert site.get("/sundhed/").status == 200
                return site
            except OSError:
                assert time.monotonic() < until
                assert site.process.poll() is None
                time.sleep(0.1)

    return go


@pytest.fixture
def cookie(client_for: Any) -> Callable[[Any], str]:
    """The Cookie header of a browser that the member is signed in with."""
    return lambda member: f"forum_session={client_for(member).cookies['forum_session'].value}"
