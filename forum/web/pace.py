"""A connection's two directions, and the pace that the other side must keep while it makes us wait."""

from __future__ import annotations

import errno
import select
import socket
import time
from dataclasses import dataclass, field
from typing import Any

from gunicorn.http.unreader import SocketUnreader

SLOWEST = 32 * 1024  # bytes a second so far, of a larger body and of an answer that waits, after GRACE seconds
GRACE = 10.0  # seconds, also the longest without a byte
HELD = 1024 * 1024  # bytes of one answer that wait for its reader; all that a stranger is given is smaller
PIECE = 64 * 1024


@dataclass
class Pace:
    """How fast bytes go so far, from the moment that one side waits for the other; times are `time.monotonic()`."""

    began: float = field(default_factory=time.monotonic)
    moved: int = 0
    moved_at: float = field(default_factory=time.monotonic)

    def move(self, count: int) -> None:
        self.moved += count
        self.moved_at = time.monotonic()

    @property
    def until(self) -> float:
        """When the other side has been too slow, if no more comes."""
        return min(self.moved_at, self.began + self.moved / SLOWEST) + GRACE

    def wait(self, sock: socket.socket, event: int) -> None:
        """Until the socket is ready; raises TimeoutError when it is not in time."""
        poll = select.poll()
        poll.register(sock, event)
        if not poll.poll(max(0.0, self.until - time.monotonic()) * 1000):
            raise TimeoutError("the other side is too slow")


class LateBody(SocketUnreader):
    """Reads what is left of a larger body from the socket. Raises TimeoutError when it comes too slowly."""

    pace: Pace | None = None

    def chunk(self, size_hint: int | None = None) -> bytes:
        if self.pace is not None:
            self.pace.wait(self.sock, select.POLLIN)
        data: bytes = super().chunk(size_hint)
        if self.pace is not None:
            self.pace.move(len(data))
        return data


class Line(socket.socket):
    """A connection whose `sendall` waits for its reader only while more than `HELD` bytes of the answer do."""

    def __init__(self, taken: socket.socket) -> None:
        super().__init__(fileno=taken.detach())
        self.rest = bytearray()  # sent by `push`, from the thread and afterwards from the loop
        self.pace = Pace()

    def sendall(self, data: Any, flags: int = 0) -> None:
        if not self.rest:
            self.pace = Pace()
        self.rest += data
        while not self.push() and len(self.rest) > HELD:
            try:
                self.pace.wait(self, select.POLLOUT)
            except TimeoutError as slow:  # for gunicorn, a reader that has gone
                raise BrokenPipeError(errno.EPIPE, str(slow)) from slow

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        file.seek(offset)
        sent = 0
        while piece := file.read(PIECE if count is None else min(PIECE, count - sent)):
            self.sendall(piece)
            sent += len(piece)
        return sent

    def push(self) -> bool:
        """Send what the reader takes now; True when nothing is left."""
        while self.rest:
            try:
                sent = self.send(self.rest[:PIECE], socket.MSG_DONTWAIT)
            except BlockingIOError:
                return False
            del self.rest[:sent]
            self.pace.move(sent)
        return True
