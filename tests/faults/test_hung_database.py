"""A PostgreSQL that hangs, cuts connections or is away: an answer comes in time, and says what to do."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError

from forum.base.postgresql.patience import CONNECT_LEAST, LONGEST, STATEMENT, Connection, Hung, left, patience
from forum.web.away import is_away
from tests.faults.conftest import Answer, Served
from tests.faults.relay import Relay, relay

pytestmark = pytest.mark.real_time  # the web server is a process of its own, and the clock is what is tried

PSYCOPGS_LEAST = 2  # seconds that a connect is given, however few are asked for


@pytest.fixture
def between(transactional_db: None) -> Iterator[Relay]:
    with relay() as made:
        yield made


def timed(served: Served, path: str) -> tuple[Answer, float]:
    began = time.monotonic()
    return served.get(path, wait=40), time.monotonic() - began


def at_once(served: Served, *paths: str) -> list[Future[tuple[Answer, float]]]:
    """Ask for all these at the same time, each over a connection of its own."""
    pool = ThreadPoolExecutor(len(paths))
    asked = [pool.submit(timed, served, path) for path in paths]
    pool.shutdown(wait=False)
    return asked


@pytest.mark.slow  # a web server is started, and its database hangs for some seconds
def test_health_and_pages_answer_while_the_database_hangs(serve: Callable[..., Served], between: Relay) -> None:
    """Twenty pages wait at four threads: health has its own, and who waits for a thread waits no longer in all."""
    served = serve(DATABASE_URL=between.url(), STATEMENT_SECONDS="6")
    assert [served.get("/anbefalinger/").status for _ in range(4)] == [200] * 4
    between.flows.clear()
    pages = at_once(served, *["/anbefalinger/"] * 20)
    time.sleep(0.5)
    healths = [answer.result() for answer in at_once(served, *["/sundhed/klar/"] * 3, "/sundhed/")]
    assert [page for page in pages if page.done()] == []
    assert [(health.status, took < 3) for health, took in healths] == [(503, True)] * 3 + [(200, True)]
    assert json.loads(healths[0][0].body)["dele"]["database"] is False
    answers = [page.result() for page in pages]
    assert [(page.status, page.headers["Retry-After"], took < 6 + 2) for page, took in answers] == [
        (503, "10", True)
    ] * 20
    assert "<h1>Vi kan ikke svare lige nu</h1>" in answers[0][0].body
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
    """The server's own limit comes first, and the site's before two seconds more are over, a last connect included."""
    options: dict[str, Any] = settings.DATABASES["default"]["OPTIONS"]
    assert f"statement_timeout={STATEMENT}s" in options["options"]
    assert STATEMENT < LONGEST < STATEMENT + 2 - (PSYCOPGS_LEAST - CONNECT_LEAST)


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


def test_only_waits_count(between: Relay) -> None:
    """A member's file may take longer on its way in, and a paper in the making, than the database may."""
    line = Connection.connect(between.url())
    with patience(0.3):
        time.sleep(0.4)
        assert line.execute("SELECT 1").fetchone() == (1,)
        between.flows.clear()
        with pytest.raises(Hung):
            line.execute("SELECT 1")
        with pytest.raises(Hung):
            left()
