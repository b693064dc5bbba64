"""The web server's process is renewed under its connections: by HUP, and after so many requests."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from http.client import HTTPConnection

import pytest

from tests.faults.conftest import Served, children
from tests.faults.test_bodies import heard, line, post, status
from tests.faults.test_killed_sender import wait_for

pytestmark = [pytest.mark.real_time, pytest.mark.slow]  # web servers of their own are started
ASK = b"GET /sundhed/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


def workers(served: Served) -> set[int]:
    return children(served.process.pid)


def test_what_is_on_its_way_is_answered_and_what_says_nothing_keeps_nobody(serve: Callable[..., Served]) -> None:
    """A body half here, a kept connection, and one that a browser opened in case it needs it."""
    served = serve()
    body = b"email=nobody%40example.dk"
    form = post("/konto/log-ind/", "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}")
    kept = HTTPConnection("127.0.0.1", served.port, timeout=8)
    kept.request("GET", "/sundhed/")
    assert kept.getresponse().read() == b"ok"
    with line(served, form + body[:5]) as half, line(served, b"") as silent:
        time.sleep(0.2)
        before, began = workers(served), time.monotonic()
        served.process.send_signal(signal.SIGHUP)
        wait_for(lambda: bool(workers(served) - before))
        kept.request("GET", "/sundhed/")
        answer = kept.getresponse()
        assert (answer.read(), answer.headers["Connection"]) == (b"ok", "close")
        assert heard(silent) == b""
        assert served.get("/sundhed/").status == 200
        half.sendall(body[5:])
        assert status(heard(half)) == 403
        wait_for(lambda: not workers(served) & before)
        assert time.monotonic() - began < 8


def test_after_so_many_requests_the_next_process_takes_over(serve: Callable[..., Served]) -> None:
    served = serve("--max-requests", "3", "--max-requests-jitter", "0")
    before = workers(served)
    with line(served, b""):
        for _ in range(4):
            with line(served, ASK) as asking:
                assert heard(asking).endswith(b"ok")
        assert workers(served) & before == set()
