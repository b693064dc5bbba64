"""The web server's worker: a thread is given to a request that has arrived, never to one that is still on its way.

gunicorn's `gthread` gives a connection its thread when the first byte comes, and the thread then waits for the rest:
as many slow senders as there are threads stop the site. Here the worker's loop collects the bytes, as a proxy that
buffers does. A body above `BUFFERED` bytes is not collected: the site refuses it unread unless a member sends it
(`forum.web.bodies`), and it must then keep a pace (`forum.web.pace`).

Nor is a thread kept by a reader: what is not taken at once of an answer is held, and the loop sends it. An answer of
which more than `pace.HELD` bytes wait keeps its thread until they do not, as long as the reader keeps the same pace.

Health has threads of its own: it answers also when every other thread waits for a database that hangs.
"""

from __future__ import annotations

import contextlib
import re
import selectors
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

from forum.base.logs import masked
from forum.base.postgresql.patience import LONGEST, patience
from forum.web.pace import LateBody, Line, Pace

BUFFERED = 256 * 1024  # bytes of a body that are collected; all that a stranger may send
HEADERS = 64 * 1024  # bytes of request line and headers
ARRIVES_WITHIN = 20.0  # seconds for headers and a collected body, from the first look
LINGER = 2.0  # seconds for the sender to hear an answer that came before all of its body
HEALTH = (b"GET /sundhed/", b"HEAD /sundhed/")
HEALTH_THREADS = 4  # made when they are needed: one, mostly
END = b"\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
TOO_MUCH = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class AccessLog(Logger):
    """gunicorn's access log, for those who turn it on: its lines go round Python's logging as the settings have it."""

    def atoms(self, *given: Any) -> dict[str, Any]:
        told: dict[str, Any] = masked(super().atoms(*given))
        return told


@dataclass
class Arriving:
    """A request on its way in: the bytes so far, and how many the whole of it has once its headers are here."""

    until: float
    held: bytearray = field(default_factory=bytearray)
    whole: int | None = None
    body_waits: int = 0  # bytes that the thread reads itself

    def look(self, fresh: int) -> bytes:
        """Read the headers when the last `fresh` bytes ended them; what must be said to the sender at once."""
        end = -1 if self.whole is not None else self.held.find(END, max(0, len(self.held) - fresh - len(END)))
        if end < 0:
            return b""
        head = bytes(self.held[: end + len(END)])
        said = re.findall(rb"\r\ncontent-length:[ \t]*(.*?)[ \t]*(?=\r)", head, re.I)
        # Several, or one that is no number: gunicorn refuses it without looking at the body
        length = int(said[0]) if len(said) == 1 and re.fullmatch(rb"\d{1,18}", said[0]) else 0
        if length > BUFFERED or re.search(rb"\r\ntransfer-encoding:", head, re.I):
            self.body_waits, length = max(length, 1), 0
        self.whole = len(head) + length
        expects = re.search(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", head, re.I)
        return CONTINUE if expects and len(self.held) < self.whole else b""

    @property
    def is_here(self) -> bool:
        return self.whole is not None and len(self.held) >= self.whole


class Worker(ThreadWorker):
    """gunicorn's thread worker, whose threads never wait for headers or small bodies."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arriving: dict[TConn, Arriving] = {}
        self.leaving: set[TConn] = set()
        self.health = ThreadPoolExecutor(HEALTH_THREADS)

    def enqueue_req(self, conn: TConn) -> None:
        """A connection that may hold a request: new, kept alive, or with bytes read ahead."""
        if not conn.initialized:
            conn.sock = Line(conn.sock)
            conn.init()
            conn.parser.unreader = LateBody(conn.sock)
        conn.sock.setblocking(False)
        arriving = self.arriving[conn] = Arriving(time.monotonic() + ARRIVES_WITHIN)
        if before := conn.parser.unreader.take_buffered():
            arriving.held += before
            self._say(conn, arriving.look(len(before)))
        self.poller.register(conn.sock, selectors.EVENT_READ, lambda sock: self._collect(conn))
        self._collect(conn)

    def _collect(self, conn: TConn) -> None:
        arriving = self.arriving[conn]
        while not arriving.is_here:
            if arriving.whole is None and len(arriving.held) > HEADERS:
                self._say(conn, TOO_MUCH)
                return self._drop(conn)
            try:
                data = conn.sock.recv(64 * 1024)
            except BlockingIOError:
                return None
            except OSError:
                data = b""
            if not data:
                return self._drop(conn)
            arriving.held += data
            self._say(conn, arriving.look(len(data)))
        return self._hand_over(conn)

    def _hand_over(self, conn: TConn) -> None:
        arriving = self._forget(conn)
        unreader = conn.parser.unreader
        unreader.unread(bytes(arriving.held))
        unreader.pace = Pace() if arriving.body_waits else None
        conn.data_ready = True
        pool = self.health if arriving.held.startswith(HEALTH) else self.tpool
        answered = pool.submit(self._answer, conn, time.monotonic())
        answered.add_done_callback(lambda future: self.method_queue.defer(self.finish_request, conn, future))

    def _answer(self, conn: TConn, arrived: float) -> Any:
        """In a thread. What has waited for its thread waits so much less for the database: one that hangs is why."""
        with patience(LONGEST - (time.monotonic() - arrived)):
            return self.handle(conn)

    def handle_request(self, req: Any, conn: TConn) -> bool:
        if conn.parser.unreader.pace is not None:
            req.force_close()  # else gunicorn would read the rest of a body that the site refuses
        keep: bool = super().handle_request(req, conn)
        return keep

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """gunicorn's loop stands still for two seconds while a sender is told goodbye; this one goes on."""
        if conn.sock.rest and conn.sock.fileno() >= 0:
            return self._send_the_rest(conn, fs)
        if fs.cancelled() or fs.exception() or fs.result() is not False:
            return super().finish_request(conn, fs)
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, selectors.EVENT_READ, lambda sock: self._listen_out(conn))
        except (OSError, ValueError, KeyError):
            return self._close(conn)
        conn.timeout = time.monotonic() + LINGER
        self.pending_conns.append(conn)  # gunicorn's own list of what it closes when the time is up; else unused here
        return None

    def _send_the_rest(self, conn: TConn, fs: Future[Any]) -> None:
        """The next request of the connection, if any, is looked at when the answer is sent."""

        def push(sock: Any) -> None:
            try:
                if not conn.sock.push():
                    return None
            except OSError:
                return self._leave(conn)
            self.poller.unregister(conn.sock)
            self.leaving.remove(conn)
            return self.finish_request(conn, fs)

        conn.sock.setblocking(False)
        self.leaving.add(conn)
        self.poller.register(conn.sock, selectors.EVENT_WRITE, push)

    def _leave(self, conn: TConn) -> None:
        self.poller.unregister(conn.sock)
        self.leaving.remove(conn)
        self._close(conn)

    def _listen_out(self, conn: TConn) -> None:
        try:
            if conn.sock.recv(64 * 1024):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)
        self._close(conn)

    def murder_pending(self) -> None:
        """Each round of the loop: end what has taken too long."""
        now = time.monotonic()
        for conn, arriving in list(self.arriving.items()):
            if not self.alive and not arriving.held:
                # gunicorn's own limit of a kept connection when the worker stops: no request is on its way here
                arriving.until = min(arriving.until, now + STOP_KEEPALIVE_LINGER)
            if arriving.until < now:
                self._say(conn, TOO_SLOW if arriving.held else b"")
                self._drop(conn)
        for conn in [conn for conn in self.leaving if conn.sock.pace.until < now]:
            self._leave(conn)
        super().murder_pending()

    @staticmethod
    def _say(conn: TConn, words: bytes) -> None:
        if words:
            with contextlib.suppress(OSError):  # it has gone, or does not listen
                conn.sock.send(words)

    def _forget(self, conn: TConn) -> Arriving:
        self.poller.unregister(conn.sock)
        return self.arriving.pop(conn)

    def _drop(self, conn: TConn) -> None:
        self._forget(conn)
        self._close(conn)

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()
