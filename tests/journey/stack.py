"""A whole Forum for a test: web and worker as processes of their own, a mailbox that catches all mail."""

from __future__ import annotations

import email
import email.policy
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection

PATIENCE = 30  # seconds a part may take to do what was asked


@dataclass
class Mailbox:
    """Every mail that arrived, as an aiosmtpd handler."""

    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails += [(address, message) for address in envelope.rcpt_tos]
        return "250 Modtaget"

    def to(self, address: str, subject: str = "") -> list[EmailMessage]:
        return [mail for to, mail in self.mails if to == address and subject in str(mail["Subject"])]

    def wait_for(self, address: str, subject: str) -> EmailMessage:
        wait_until(lambda: bool(self.to(address, subject)), f"mail »{subject}« til {address}")
        return self.to(address, subject)[-1]


@dataclass
class Stack:
    url: str
    mailbox: Mailbox
    env: dict[str, str]

    def manage(self, *words: str) -> None:
        subprocess.run([sys.executable, "manage.py", *words], cwd=settings.BASE_DIR, env=self.env, check=True)


def wait_until(done: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < until, f"kom ikke: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


@contextmanager
def running(tmp_path: Path) -> Iterator[Stack]:
    """The test's own database behind real processes; ends what it started."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    port = free_port()
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    env = os.environ | {
        "DATABASE_URL": database.geturl(),
        "REDIS_URL": os.environ["REDIS_URL"].split("?")[0] + "?db=15",  # nobody else's tasks
        "EMAIL_URL": f"smtp://127.0.0.1:{controller.port}",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "FILES_ROOT": str(tmp_path / "files"),
        "DEMO": "true",
        "DEBUG": "false",
        "LOG_LEVEL": "WARNING",
    }
    celery = ["celery", "-A", "forum", "worker", "--concurrency", "1", "--without-gossip", "--without-mingle"]
    web = ["gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4", "forum.wsgi"]
    with ExitStack() as parts:
        parts.callback(controller.stop)
        log = parts.enter_context((tmp_path / "log").open("w"))
        for words in (web, celery):
            process = subprocess.Popen(
                [sys.executable, "-m", *words], cwd=settings.BASE_DIR, env=env, stdout=log, stderr=log
            )
            parts.callback(process.wait, 20)
            parts.callback(process.terminate)
        wait_until(lambda: _answers(port), "web")
        yield Stack(url=env["SITE_URL"], mailbox=mailbox, env=env)
