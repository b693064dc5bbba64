"""A PostgreSQL that hangs, cuts connections or is away: an answer comes in time, and says what to do."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError

from forum.base.postgresql.patience import LONGEST, STATEMENT, Connection, Hung, left, patience
from forum.web.away import is_away
from tests.faults.conftest import Answer, Served
from tests.faults.relay import Relay, relay

pytestmark = pytest.mark.real_time  # the web server is a process of its own, and the clock is what is tried


@pytest.fixture
def between(transactional_db: None) -> Iterator[Relay]:
    with relay() as made:
        yield made


def timed(served: Served, path: str) -> tuple[Answer, float]:
    began = time.monotonic()
    return served.get(path, wait=40), time.monotonic() - began


@pytest.mark.slow  # a web server is started, and its database hangs for some seconds
def test_health_and_pages_answer_while_the_database_hangs(serve: Callable[..., Served], between: Relay) -> None:
    served = serve(DATABASE_URL=between.url())
    assert [served.get("/anbefalinger/").status for _ in range(4)] == [200] * 4
    between.flows.clear()
    asked: list[tuple[Answer, float]] = []
    threads = [threading.Thread(target=lambda: asked.append(timed(served, "/anbefalinger/"))) for _ in range(3)]
    for thread in threads:
        thread.start()
    health, took = timed(served, "/sundhed/klar/")
    for thread in threads:
        thread.join()
    assert (health.status, json.loads(health.body)["dele"]["database"], took < 3) == (503, False, True)
    assert [(page.status, page.headers["Retry-After"], took < STATEMENT + 2) for page, took in asked] == [
        (503, "10", True)
    ] * 3
    assert "<h1>Vi kan ikke svare lige nu</h1>" in asked[0][0].body
    between.flows.set()
    assert served.get("/anbefalinger/").status == 200


@pytest.mark.slow  # a web server is started
def test_a_page_is_tried_once_more_and_a_form_is_not(serve: Callable[..., Served], between: Relay) -> None:
    """The connection is cut in the middle: after the look at whether it works, at a query of the page."""
    served = serve(DATABASE_URL=between.url(), WEB_THREADS="1")
    assert served.get("/anbefalinger/").status == 200
    between.cut_at = 2
    assert (served.get("/anbefalinger/").status, between.cut_at) == (200, 0)
    token = "a" * 32
    form = {"Cookie": f"csrftoken={token}", "Content-Type": "application/x-www-form-urlencoded"}
    body = f"csrfmiddlewaretoken={token}&email=nobody%40example.dk"
    assert served.get("/konto/log-ind/", "POST", body, headers=form).status == 302
    between.cut_at = 2
    answer = served.get("/konto/log-ind/", "POST", body, headers=form)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
    between.close()
    answer = served.get("/anbefalinger/")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
    assert "<h1>Vi kan ikke svare lige nu</h1>" in answer.body


def test_one_wait_ends_and_the_connection_with_it(between: Relay) -> None:
    line = Connection.connect(between.url())
    assert line.execute("SELECT 1").fetchone() == (1,)
    between.flows.clear()
    began = time.monotonic()
    with patience(0.3):
        with pytest.raises(Hung):
            line.execute("SELECT 1")
        with pytest.raises(Hung), patience(5):  # the outer limit stands: nobody waits again in the same request
            left()
    assert (line.closed, time.monotonic() - began < 2) == (True, True)


def test_the_limits_fit_together() -> None:
    """The server's own limit comes first, and the site's before the two seconds more are over."""
    options: dict[str, Any] = settings.DATABASES["default"]["OPTIONS"]
    assert f"statement_timeout={STATEMENT}s" in options["options"]
    assert STATEMENT < LONGEST < STATEMENT + 2


@pytest.mark.parametrize(
    ("cause", "away"),
    [
        (psycopg.OperationalError("server closed the connection unexpectedly"), True),
        (Hung("PostgreSQL does not answer"), True),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.TooManyConnections(), True),
        (psycopg.errors.QueryCanceled(), True),
        (psycopg.errors.LockNotAvailable(), True),
        (psycopg.errors.DeadlockDetected(), False),
        (psycopg.errors.UndefinedTable(), False),
    ],
)
def test_what_is_the_databases_and_what_is_ours(cause: psycopg.Error, away: bool) -> None:
    error = OperationalError("x")
    error.__cause__ = cause
    assert is_away(error) is away
