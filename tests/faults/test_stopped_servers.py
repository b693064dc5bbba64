"""Redis and PostgreSQL stopped and started again under a running product."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
import pytest
from celery import current_app
from django.db import connection
from django.utils import timezone

from forum.base import heartbeat
from forum.mail import outbox
from forum.mail.models import OutboxMail
from tests.faults.conftest import Start, ended
from tests.faults.relay import relay
from tests.faults.test_killed_sender import wait_for
from tests.sink import Sink, listening
from tests.world import GREETING
from tools.launcher.packages import redis_binary
from tools.launcher.servers import Redis

pytestmark = pytest.mark.real_time  # web server and worker are processes of their own, and ask the machine what is due
Site = Callable[[str], tuple[int, str]]


@pytest.fixture
def redis_server(settings: Any) -> Iterator[Redis]:
    """Where a Redis may be started that this test may stop; this process knocks on its door, too."""
    with tempfile.TemporaryDirectory(prefix="f") as folder:
        server = Redis(Path(folder))
        before = current_app.conf.broker_url
        _knock_at(server.url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host="))
        yield server
        _knock_at(before)


def _knock_at(broker: str) -> None:
    current_app.conf.broker_url = current_app.conf.broker_write_url = broker
    current_app.amqp._producer_pool = None
    current_app._pool = None


def run(server: Redis) -> Any:
    words = ["--port", "0", "--unixsocket", str(server.path), "--save", "", "--dir", str(server.sockets)]
    process = subprocess.Popen(["redis-server", *words], executable=redis_binary(), stdout=subprocess.DEVNULL)
    wait_for(server.ready)
    return ended(process)


@pytest.fixture
def site(start: Start, redis_server: Redis, free_port: int) -> Site:
    """A web server with one process and persistent connections, as in production; answers (status, body)."""
    address = f"127.0.0.1:{free_port}"
    start("-m", "gunicorn", "forum.wsgi", "--bind", address, "--threads", "1", REDIS_URL=redis_server.url)

    def get(path: str) -> tuple[int, str]:
        try:
            with urlopen(f"http://{address}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    wait_for(lambda: get("/sundhed/")[0] == 200)
    return get


def queue_mail(key: str) -> None:
    rendered = outbox.Rendered("Hej", "Hej", "<p>Hej</p>")
    outbox.queue(key=key, kind=GREETING, to="en@example.dk", rendered=rendered, now=timezone.now())


def parts(site: Site) -> tuple[int, bool, bool]:
    status, body = site("/sundhed/klar/")
    told = json.loads(body)["dele"]
    return status, told["database"], told["redis"]


@pytest.mark.slow  # a web server and a Celery worker are started, and the worker loses its broker
def test_redis_stopped_pages_work_and_mail_waits_and_goes_when_it_returns(
    start: Start, redis_server: Redis, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    sink = Sink()
    with listening(sink) as port:
        with run(redis_server):
            settings = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "REDIS_URL": redis_server.url}
            start("-m", "celery", "-A", "forum", "worker", "--pool", "solo", "--loglevel", "warning", **settings)
            queue_mail("woken")
            wait_for(lambda: len(sink.mails) == 1)
            assert parts(site)[1:] == (True, True)

        waited: list[float] = []
        monkeypatch.setattr("kombu.utils.functional.sleep", waited.append)  # between attempts to reach a broker
        queue_mail("waits")
        assert waited == []
        assert site("/anbefalinger/")[0] == 200
        assert parts(site) == (503, True, False)
        assert OutboxMail.objects.get(key="waits").state == OutboxMail.State.QUEUED

        with run(redis_server):
            wait_for(lambda: parts(site)[2])
            outbox._wake()  # as beat does each 20 seconds
            wait_for(lambda: len(sink.mails) == 2)
    assert len(set(sink.message_ids)) == 2


@pytest.mark.slow  # a Celery worker of two processes is started, and loses its broker in the middle of a mail
def test_a_busy_worker_outlives_redis_and_works_on_when_it_is_back(start: Start, redis_server: Redis) -> None:
    sink = Sink()
    sink.slow = 1.5
    with listening(sink) as port:
        given = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "REDIS_URL": redis_server.url}
        with run(redis_server):
            worker = start("-m", "celery", "-A", "forum", "worker", "--concurrency", "2", "-l", "warning", **given)
            queue_mail("in hand")
            wait_for(lambda: OutboxMail.objects.get(key="in hand").state == OutboxMail.State.CLAIMED)
            for _ in range(10):
                outbox._wake()  # more than its two processes have begun when it loses its broker
        wait_for(lambda: OutboxMail.objects.get(key="in hand").state == OutboxMail.State.SENT)
        with run(redis_server):
            queue_mail("later")
            wait_for(lambda: len(sink.mails) == 2)
            assert worker.poll() is None
    assert len(set(sink.message_ids)) == 2


@pytest.mark.slow  # a worker and a mailer are started, and their database hangs for some seconds
def test_the_loops_go_on_when_a_hung_postgresql_answers_again(start: Start, redis_server: Redis) -> None:
    """None of them is started anew: the worker says `beat`, the mailer `sender`."""
    given = {"REDIS_URL": redis_server.url, "STATEMENT_SECONDS": "1"}
    with run(redis_server), relay() as between:
        given["DATABASE_URL"] = between.url()
        worker = start("-m", "celery", "-A", "forum", "worker", "--concurrency", "1", "-l", "warning", **given)
        mailer = start("manage.py", "mailer", **given)
        is_silent = silence()
        current_app.send_task("forum.tasks.beat")
        wait_for(lambda: not is_silent("beat") and not is_silent("sender"))
        between.flows.clear()
        for _ in range(2):
            current_app.send_task("forum.tasks.beat")
        time.sleep(2.5)  # longer than they wait for an answer
        between.flows.set()
        time.sleep(0.5)  # what was held back arrives
        is_silent = silence()
        current_app.send_task("forum.tasks.beat")
        wait_for(lambda: not is_silent("beat") and not is_silent("sender"))
        assert (worker.poll(), mailer.poll()) == (None, None)


def silence() -> Callable[[str], bool]:
    """As if no loop had run since 2001; whether that is so still."""
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    for loop in heartbeat.last_beats():
        heartbeat.beat(loop, long_ago)
    return lambda loop: heartbeat.last_beats()[loop] == long_ago


@pytest.mark.slow  # a web server is started
def test_postgresql_restarted_pages_recover_by_themselves(site: Site) -> None:
    """What a restart is to a client: every connection to this database is cut at once."""
    assert (site("/anbefalinger/")[0], parts(site)[1]) == (200, True)
    given = connection.get_connection_params()
    connection.close()
    door = {key: given[key] for key in ("host", "user", "password", "port") if given.get(key)}
    with psycopg.connect(**door, dbname="postgres", autocommit=True) as admin:
        sql = "SELECT count(pg_terminate_backend(pid, 2000)) FROM pg_stat_activity WHERE datname = %s"
        cut = admin.execute(sql, [given["dbname"]]).fetchone()
    assert cut is not None
    assert cut[0] >= 1
    assert (site("/anbefalinger/")[0], parts(site)[1]) == (200, True)
