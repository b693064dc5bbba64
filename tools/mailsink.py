"""The demo's mailbox: an SMTP server that keeps every mail as a file and sends nothing on.

Run by the launcher and by tests: `--fd N` (an inherited listening socket) or `--port N`; the files go to MAILSINK_DIR.
Who a mail was really for stands in its X-Envelope-To line; the file names sort by arrival.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST_MAIL = 50 * 1024 * 1024


class Keep:
    """Writes each mail under a temporary name first, so nobody ever reads half of one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        self.count += 1
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{self.count:06}"
        fresh = self.folder / f".{name}.new"
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        fresh.write_bytes(head.encode() + content)
        fresh.rename(self.folder / f"{name}.eml")
        return "250 OK"


async def serve(listening: socket.socket, folder: Path) -> None:
    """Listen until asked to stop."""
    loop = asyncio.get_running_loop()
    keep = Keep(folder)
    server = await loop.create_server(
        lambda: SMTP(keep, data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True, hostname="forum.demo"), sock=listening
    )
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    await stopping.wait()
    server.close()


def main() -> None:
    """Take the socket, make the folder, serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--fd", type=int)
    way.add_argument("--port", type=int)
    options = parser.parse_args()
    folder = Path(os.environ["MAILSINK_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    listening = (
        socket.socket(fileno=options.fd)
        if options.fd is not None
        else socket.create_server(("127.0.0.1", options.port))
    )
    asyncio.run(serve(listening, folder))


if __name__ == "__main__":
    main()
