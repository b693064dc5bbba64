"""What is sent without end, without a length or far too slowly: refused unread, and no thread waits for it."""

from __future__ import annotations

import contextlib
import io
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import Client

from forum.base.text import file_size
from forum.web import bodies, pace, server
from tests.faults.conftest import Served
from tests.world import Cast

pytestmark = (
    pytest.mark.real_time
)  # the web server is a process of its own, and asks the machine whether a session lives

LARGE = 300 * 1024 * 1024


@contextlib.contextmanager
def line(served: Served, said: bytes) -> Iterator[socket.socket]:
    """An open connection that has said this much."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=8) as connection:
        connection.sendall(said)
        yield connection


def heard(connection: socket.socket) -> bytes:
    """All that is answered before the other side closes; "" when it hangs up without a word."""
    said = b""
    with contextlib.suppress(ConnectionError):
        while data := connection.recv(65536):
            said += data
    return said


def post(path: str, *headers: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]).encode()


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.mark.slow  # a web server is started
def test_too_much_is_refused_unread(serve: Callable[..., Served], cast: Cast, cookie: Callable[[Any], str]) -> None:
    """The sender has sent nothing of its body when it hears so. What has no length, or a wrong one, brings nothing."""
    served = serve()
    form = "Content-Type: multipart/form-data; boundary=x"
    for path in ("/bliv-medlem/", "/findes/ikke/", "/konto/log-ind/"):
        with line(served, post(path, form, f"Content-Length: {LARGE}")) as stranger:
            answer = heard(stranger)
        assert (status(answer), "uden at være logget ind. Log ind, eller skriv" in answer.decode()) == (413, True)
    member = f"Cookie: {cookie(cast.head)}"
    with line(served, post("/profil/", form, member, f"Content-Length: {LARGE}")) as connection:
        answer = heard(connection)
    assert (status(answer), "og hver fil må højst fylde 20\N{NO-BREAK SPACE}MB." in answer.decode()) == (413, True)
    with line(served, post("/profil/", form, member, f"Content-Length: {settings.FILE_MAX_BYTES}")) as connection:
        connection.settimeout(1)
        with pytest.raises(TimeoutError):  # a member's file is waited for
            connection.recv(1)
    with line(served, post("/bliv-medlem/", "Transfer-Encoding: chunked") + b"5\r\nname=\r\n" * 20) as connection:
        assert status(heard(connection)) == 411
    for wrong in ("-1", "abc", "1e9", "+5", "5, 6", "5\r\nContent-Length: 6"):
        with line(served, post("/bliv-medlem/", f"Content-Length: {wrong}")) as connection:
            assert status(heard(connection)) == 400, wrong
    for said in (b"name=Bo", b""):  # more than was said, and nothing: no token, no form
        with line(served, post("/bliv-medlem/", "Content-Length: 0", "Connection: close") + said) as connection:
            assert status(heard(connection)) == 403


def dripping(served: Served, begun: bytes) -> float:
    """The longest of three requests while twenty others go on as they begun, a byte each 0.3 s; in seconds."""
    stop, took = threading.Event(), []
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(line(served, begun)) for _ in range(20)]
        stack.callback(stop.set)

        def drip() -> None:
            while not stop.wait(0.3):
                for connection in slow:
                    with contextlib.suppress(OSError):
                        connection.send(b"a")

        threading.Thread(target=drip, daemon=True).start()
        time.sleep(0.4)
        for _ in range(3):
            began = time.monotonic()
            assert served.get("/sundhed/").status == 200
            took.append(time.monotonic() - began)
    return max(took)


@pytest.mark.slow  # a web server is started, and slow senders keep at it for some seconds
def test_slow_senders_stop_nobody(serve: Callable[..., Served], cast: Cast, cookie: Callable[[Any], str]) -> None:
    """At four threads, whatever part of a request it is that does not come."""
    served = serve()
    form, login = "Content-Type: application/x-www-form-urlencoded", "/konto/log-ind/"
    small, large = "Content-Length: 1000", "Content-Length: 1000000"
    took = {
        "body": dripping(served, post(login, form, small)),
        "headers": dripping(served, post(login, form)[:-2]),
        "chunked": dripping(served, post(login, form, "Transfer-Encoding: chunked")),
        "refused": dripping(served, post(login, form, large)),
        "a member's file": dripping(served, post("/profil/", form, f"Cookie: {cookie(cast.head)}", large)),
        "told to go on": dripping(served, post(login, form, "Expect: 100-continue", small)),
        "second": dripping(served, b"GET /sundhed/ HTTP/1.1\r\nHost: a\r\n\r\n" + post(login, form, small)),
    }
    assert [what for what, seconds in took.items() if seconds > 2] == []  # before: no answer in ten


@pytest.mark.slow  # a web server is started
def test_what_comes_in_pieces_is_one_request(serve: Callable[..., Served]) -> None:
    """Headers, body and the next request, cut anywhere; the connection is kept as before."""
    served = serve()
    body = b"email=nobody%40example.dk"
    whole = post("/konto/log-ind/", "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}")
    for cut in (1, 20, len(whole) - 3, len(whole) - 1, len(whole), len(whole) + 5):
        said = whole + body + b"GET /sundhed/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        with line(served, said[:cut]) as connection:
            time.sleep(0.05)
            connection.sendall(said[cut:])
            answers = heard(connection)
        assert (answers.count(b"HTTP/1.1 403 "), answers.count(b"HTTP/1.1 200 ")) == (1, 1), cut
        assert answers.endswith(b"ok")
    expecting = post("/konto/log-ind/", "Expect: 100-continue", f"Content-Length: {len(body)}", "Connection: close")
    with line(served, expecting) as connection:
        assert connection.recv(100) == server.CONTINUE
        connection.sendall(body)
        assert b"HTTP/1.1 403 " in heard(connection)
    with line(served, b"GET /om/ HTTP/1.1\r\n" + b"X-A: " + b"a" * server.HEADERS) as connection:
        assert status(heard(connection)) == 431


def test_a_large_body_must_keep_its_pace_from_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever length it was said to have: seconds are not granted for bytes that are yet to come."""
    monkeypatch.setattr(pace, "GRACE", 0.3)
    for slowest, comes in ((1.0, True), (1000.0, False)):
        monkeypatch.setattr(pace, "SLOWEST", slowest)
        ours, theirs = socket.socketpair()
        with ours, theirs:
            reader = pace.LateBody(ours)
            reader.pace = pace.Pace()
            for _ in range(2):  # a byte each 0.2 s
                theirs.send(b"a")
                assert reader.read() == b"a"
                time.sleep(0.2)
            if comes:
                theirs.send(b"a")
                assert reader.read() == b"a"
            with pytest.raises(TimeoutError):
                reader.read()


@pytest.mark.slow  # a web server is started
def test_slow_readers_stop_nobody(serve: Callable[..., Served]) -> None:
    """At four threads: each asks for much, again and again, and takes next to nothing of it."""
    served = serve()
    path = "/static/vendor/editor.js"
    whole = len(served.get(path).body.encode())
    ask = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    took = []
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(socket.socket()) for _ in range(20)]
        for connection in slow:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            connection.settimeout(8)
            connection.connect(("127.0.0.1", served.port))
            connection.sendall(ask * 20)
        time.sleep(0.5)
        for _ in range(3):
            began = time.monotonic()
            assert served.get("/om/").status == 200
            took.append(time.monotonic() - began)
        with line(served, ask * 3 + ask.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")) as quick:
            answers = heard(quick)
    assert max(took) < 2  # before: no answer in ten
    assert (answers.count(b"HTTP/1.1 200 "), len(answers) > 4 * whole) == (4, True)


def test_who_takes_nothing_of_a_large_answer_keeps_its_thread_for_some_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "GRACE", 0.3)
    for takes in (True, False):
        ours, theirs = socket.socketpair()
        with pace.Line(ours) as line_out, theirs:
            took = bytearray()

            def read(from_: socket.socket = theirs, into: bytearray = took) -> None:
                while len(into) < 3 * pace.HELD and (data := from_.recv(65536)):
                    into += data

            if takes:
                reader = threading.Thread(target=read)
                reader.start()
                assert line_out.sendfile(io.BytesIO(b"a" * 3 * pace.HELD)) == 3 * pace.HELD
                while not line_out.push():
                    time.sleep(0.01)
                reader.join()
            else:
                line_out.sendall(b"a" * pace.HELD)  # is held: nobody waits
                began = time.monotonic()
                with pytest.raises(BrokenPipeError):
                    line_out.sendfile(io.BytesIO(b"a" * pace.HELD))
                assert 0.2 < time.monotonic() - began < 2
                assert line_out.pace.until < time.monotonic()  # and the loop ends it


class Stalled(io.BytesIO):
    """A body that the sender gave up on."""

    def read(self, *_: Any) -> bytes:
        raise TimeoutError


def test_a_body_that_stops_on_its_way_is_told_as_such(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    stalled: dict[str, Any] = {"wsgi.input": Stalled(), "CONTENT_LENGTH": "100"}
    answer = client.post("/konto/log-ind/", **stalled)
    assert (answer.status_code, answer.context["refusal"]) == (
        408,
        "Det nåede ikke frem. Se efter, om din forbindelse virker, og send det igen.",
    )


def test_large_bodies_leave_threads_for_pages(cast: Cast, client_for: Any) -> None:
    client, large = client_for(cast.head), {"name": "x" * (bodies.STRANGERS + 1)}
    assert client.post("/profil/", large).status_code == 422  # there is a slot, and a name has its own limit
    with contextlib.ExitStack() as stack:
        while bodies.LARGE.acquire(blocking=False):
            stack.callback(bodies.LARGE.release)
        answer = client.post("/profil/", large)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert client.get("/profil/").status_code == 200
    assert client.post("/profil/", large).status_code == 422


def test_the_images_tmp_holds_the_largest_bodies_of_all_processes() -> None:
    """A body is spooled there; without a size tmpfs takes half of the machine's memory."""
    compose = yaml.safe_load((Path(settings.BASE_DIR) / "docker-compose.yml").read_text())
    (tmp,) = {line for name in ("web", "worker") for line in compose["services"][name]["tmpfs"]}
    path, _, options = tmp.partition(":")
    size = int(dict(option.partition("=")[::2] for option in options.split(","))["size"].removesuffix("m"))
    readme = (Path(settings.BASE_DIR) / "README.md").read_text()
    row = re.search(r"`WEB_CONCURRENCY`, `WEB_THREADS` \| `(\d+)`, `(\d+)` \| .*at most (\d+) processes", readme)
    assert row, "README names the defaults, and how many processes /tmp has room for"
    processes, threads, most = map(int, row.groups())
    assert bodies.slots(processes, threads) == 4
    counts = range(1, most + 1)
    bytes_at_once = max(n * bodies.slots(n, t) * bodies.members_limit() for n in counts for t in (1, 8, 64))
    assert (path, bytes_at_once < size * 1024 * 1024) == ("/tmp", True)


def test_a_refusal_names_the_limit(cast: Cast, client_for: Any, settings: Any) -> None:
    settings.FILE_MAX_BYTES = 1024 * 1024
    for who, limit in ((None, bodies.STRANGERS), (cast.head, bodies.members_limit())):
        client = client_for(who)
        assert client.post("/findes/ikke/", b"x" * limit, "text/plain").status_code == 404
        answer = client.post("/findes/ikke/", b"x" * (limit + 1), "text/plain")
        assert (answer.status_code, file_size(limit) in answer.context["refusal"]) == (413, True)
