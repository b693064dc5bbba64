"""Speed of the main pages against two floors, all under the same gunicorn in one run; prints a table.

Run by `make bench`, which gives it servers of its own. Load goes to 127.0.0.1 only and ends by itself. What else can be
measured stands in PARTS: `make bench ARGS=mail`.
"""

from __future__ import annotations

import http.client
import logging
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
ONE, EIGHT = 120, 240  # requests a page at 1 and at 8 connections
WARM_UP = 20
LONGEST = 60  # seconds a page may take in all
PARTS = {"mail": "tools.bench_mail", "search": "tools.bench_search"}  # what ARGS names -> the module that measures it
FLOOR = "gulv: fem forespørgsler"


@dataclass
class Measured:
    cpu: float  # ms a request, all of gunicorn's processes
    alone: tuple[float, float]  # p50, p95 in ms at 1 connection
    together: tuple[float, float]  # the same at 8
    queries: int
    size: int  # bytes


def main() -> None:
    sys.path.insert(0, str(ROOT))
    for part in sys.argv[1:]:
        import_module(PARTS[part]).main()
    if sys.argv[1:]:
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "tools.bench_settings"
    import django

    django.setup()
    cookie, pages = fill()
    port = free_port()
    with served(port) as server:
        found = {name: measure(server, port, path, cookie) for name, path in pages.items()}
    show(found)


def fill() -> tuple[str, dict[str, str]]:
    """A database of some size; the cookie of a signed-in head of procurement, and the pages to measure."""
    cookie = signed_in()
    pages = {
        "gulv: bart svar": "/gulv/bart/",
        FLOOR: "/gulv/fem/",
        "møde (20 punkter, 60 bilag)": f"/moeder/{large_meeting()}/",
        "hjem": "/",
        "anbefalinger": "/anbefalinger/",
        "medlemmer (300)": "/medlemmer/",
        "søgning": "/soeg/?q=indkøb".replace("ø", "%C3%B8"),
    }
    return cookie, pages


def signed_in() -> str:
    """Make the tables and the demo's data; returns the cookie of a head of procurement who is signed in."""
    from django.contrib.auth import SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from forum.people.models import Member

    call_command("migrate", verbosity=0)
    call_command("seed_demo", scale=2)
    head = Member.objects.get(email="mette.lindholm@example.dk")
    session = SessionStore()
    session[SESSION_KEY] = str(head.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = head.get_session_auth_hash()
    session.save()
    return f"forum_session={session.session_key}"


def large_meeting() -> str:
    """A released meeting with 20 items, 60 attachments and 25 answers; returns its slug."""
    from django.utils import timezone

    from forum.files.models import StoredFile
    from forum.people.models import Member, Seat
    from meetings.agenda.models import AgendaItem, Attachment
    from meetings.attendance.models import Attendance
    from meetings.meeting.models import Meeting
    from recommendations.wording.models import Recommendation

    slug, start = "maaling", timezone.now() + timedelta(days=40)
    meeting, is_new = Meeting.objects.get_or_create(
        slug=slug,
        defaults={
            "title": "Måling", "start": start, "end": start + timedelta(hours=6), "agenda_version": 1,
            "rsvp_deadline": start - timedelta(days=5), "state": Meeting.State.RELEASED,
        },
    )  # fmt: skip
    by = Member.objects.secretariat()[0]
    seats = list(Seat.objects.current(timezone.now().date())[:25])
    for seat in seats if is_new else ():
        Attendance.objects.create(meeting=meeting, seat=seat, answer="yes", answered_at=timezone.now(), via="page")
    about = dict(enumerate(Recommendation.objects.order_by("number"), 1))
    for number in range(1, 21) if is_new else ():
        item = AgendaItem.objects.create(
            meeting=meeting, number=number, title=f"Punkt om innovation {number}", kind="discussion", minutes=15,
            background="Forummet har **drøftet** sagen.\n\n- først\n- siden" * 3, motion="At sagen drøftes.",
            responsible=seats[number], recommendation=about.get(number),
        )  # fmt: skip
        for n in range(3):
            file = StoredFile.objects.create(
                name=f"bilag-{n}.pdf", content_type="application/pdf", size=4711, sha256="0" * 64,
                key=f"bench/{number}/{n}",
            )  # fmt: skip
            Attachment.objects.create(item=item, title=f"Bilag {n}", file=file, position=n, added_by=by)
    return slug


def manage(*words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(port: int) -> Iterator[psutil.Process]:
    """gunicorn as in production, with one worker, for as long as the measuring takes."""
    words = ["--config", "tools/gunicorn_conf.py", "--bind", f"127.0.0.1:{port}", "--workers", "1", "forum.wsgi"]
    env = os.environ | {"LOG_LEVEL": "ERROR"}
    process = subprocess.Popen([sys.executable, "-m", "gunicorn", *words], cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("gunicorn kom ikke op")


def measure(server: psutil.Process, port: int, path: str, cookie: str) -> Measured:
    load(port, path, cookie, WARM_UP, 1)
    before = cpu_seconds(server)
    alone = load(port, path, cookie, ONE, 1)
    together = load(port, path, cookie, EIGHT, 8)
    cpu = (cpu_seconds(server) - before) / (len(alone) + len(together)) * 1000
    queries, size = counted(path, cookie)
    return Measured(cpu, percentiles(alone), percentiles(together), queries, size)


def cpu_seconds(server: psutil.Process) -> float:
    everyone = [server, *server.children(recursive=True)]
    return sum(sum(process.cpu_times()[:2]) for process in everyone)


def load(port: int, path: str, cookie: str, count: int, connections: int) -> list[float]:
    """The time of each request in ms; raises when an answer is not 200."""
    times: list[float] = []
    until = time.monotonic() + LONGEST

    def one() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        for _ in range(count // connections):
            begun = time.perf_counter()
            line.request("GET", path, headers={"Cookie": cookie})
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path} svarede {answer.status}")
            times.append((time.perf_counter() - begun) * 1000)
            if time.monotonic() > until:
                break
        line.close()

    with ThreadPoolExecutor(connections) as pool:
        for done in [pool.submit(one) for _ in range(connections)]:
            done.result()
    return times


def percentiles(times: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(times, n=20)
    return statistics.median(times), cuts[18]


def counted(path: str, cookie: str) -> tuple[int, int]:
    """Queries and bytes of one answer, made in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    logging.disable(logging.INFO)  # this process prints the result; the measured one keeps its log
    client: Any = Client(headers={"host": "127.0.0.1", "cookie": cookie})
    client.cookies.load(cookie)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    return len(queries), len(answer.content)


def show(found: dict[str, Measured]) -> None:
    floor = found[FLOOR].cpu
    print(f"\n{'':32}{'CPU':>8}{'x gulv':>8}{'p50/p95 (1)':>16}{'p50/p95 (8)':>16}{'forespørgsler':>15}{'kB':>7}")
    for name, row in found.items():
        alone = "/".join(f"{value:.1f}" for value in row.alone)
        together = "/".join(f"{value:.1f}" for value in row.together)
        line = f"{name:32}{row.cpu:6.2f}ms{row.cpu / floor:8.2f}{alone:>16}{together:>16}"
        print(f"{line}{row.queries:>15}{row.size / 1024:7.1f}")


if __name__ == "__main__":
    main()
