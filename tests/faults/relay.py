"""A TCP relay before PostgreSQL that a test can let hang, or let cut a connection in the middle of a request."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

from django.db import connection


class Relay:
    """Listens on `port`; each connection is forwarded to the test's own PostgreSQL."""

    def __init__(self) -> None:
        self.flows = threading.Event()  # cleared: connections are taken, and nothing goes on or comes back
        self.flows.set()
        self.cut_at = 0  # the number of the client's coming messages that costs a connection; 0: none
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self) -> str:
        given = connection.settings_dict
        return f"postgres://{given['USER']}:{given['PASSWORD']}@127.0.0.1:{self.port}/{given['NAME']}"

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = _server()
                self.open += [client, server]
                threading.Thread(target=self._pump, args=(client, server, True), daemon=True).start()
                threading.Thread(target=self._pump, args=(server, client, False), daemon=True).start()

    def _pump(self, one: socket.socket, other: socket.socket, is_client: bool) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                self.flows.wait()
                if is_client and self.cut_at:
                    self.cut_at -= 1
                    if not self.cut_at:
                        break
                other.sendall(data)
        for side in (one, other):
            with contextlib.suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Refuse new connections, and end the open ones."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for side in self.open:
            with contextlib.suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)
        self.flows.set()


def _server() -> socket.socket:
    given: Any = connection.get_connection_params()
    host, port = given.get("host", ""), given.get("port") or 5432
    if not host.startswith("/"):
        return socket.create_connection((host or "127.0.0.1", int(port)))
    server = socket.socket(socket.AF_UNIX)
    server.connect(f"{host}/.s.PGSQL.{port}")
    return server


@contextlib.contextmanager
def relay() -> Iterator[Relay]:
    made = Relay()
    try:
        yield made
    finally:
        with contextlib.suppress(OSError):
            made.close()
