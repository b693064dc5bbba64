"""A real mail server for tests: keeps what it gets, and misbehaves when told to."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """`rcpt` and `data` are what it answers, or "hang up"; with `times` set it misbehaves so often, then no more."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.receivers: list[str] = []
        self.connections = 0
        self.rcpt = self.data = ""
        self.times = 10_000
        self.slow = 0.0  # seconds a mail takes

    def _misbehaves(self, server: SMTP, how: str) -> str:
        if not how or self.times <= 0:
            return ""
        self.times -= 1
        if how == "hang up":
            server.transport.abort()  # type: ignore[union-attr]  # it is there while it answers
            return "421 gone"
        return how

    async def handle_EHLO(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._misbehaves(server, self.rcpt)
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        await asyncio.sleep(self.slow)
        if self.data.startswith("keep and "):
            self._keep(envelope)
            return self._misbehaves(server, self.data.removeprefix("keep and ")) or "250 OK"
        answer = self._misbehaves(server, self.data)
        if answer:
            return answer
        self._keep(envelope)
        return "250 OK"

    def _keep(self, envelope: Envelope) -> None:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.mails.append(message_from_bytes(content, policy=policy.default))
        self.receivers += envelope.rcpt_tos

    def has(self, count: int) -> bool:
        return len(self.mails) >= count

    @property
    def message_ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails]


def said(mail: EmailMessage, kind: str = "plain") -> str:
    """What a mail says, in text or in HTML."""
    body: Any = mail.get_body((kind,))
    return str(body.get_content())


@contextmanager
def listening(sink: Sink, port: int = 0) -> Iterator[int]:
    """The sink on a port, served by a thread of its own; leaving it is a server that goes down. Yields the port."""
    loop = asyncio.new_event_loop()
    open_lines: list[SMTP] = []

    def answer() -> SMTP:
        open_lines.append(SMTP(sink, enable_SMTPUTF8=False, loop=loop))
        return open_lines[-1]

    async def start() -> asyncio.Server:
        return await loop.create_server(answer, "127.0.0.1", port)

    def go_down() -> None:
        server.close()
        for line in open_lines:
            if line.transport:
                line.transport.abort()  # type: ignore[attr-defined]  # a line over TCP can
        loop.call_later(0.05, loop.stop)

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    # Started there: in a browser test Playwright's own loop runs in this thread
    server = asyncio.run_coroutine_threadsafe(start(), loop).result(5)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(go_down)
        thread.join(5)
        loop.close()
