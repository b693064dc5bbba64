"""The loops without Celery and Redis: mail, jobs and what beat would have asked for, one process at a time."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import structlog
from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection

from forum.base.garbage import collect_seldom
from forum.base.watchdog import Watchdog
from forum.jobs import worker
from forum.mail import senders

log = structlog.get_logger(__name__)
ROUND_SECONDS = 5
LOCK = 2019_08_22  # any number, the same in every process
SENDING, WORKING = "forum.tasks.send_mail", "forum.tasks.work"
EACH_ROUND = {SENDING: senders.send_all, WORKING: worker.work_next}


class Lock:
    """An advisory lock on a connection of its own: PostgreSQL frees it when the process or the connection dies."""

    def __init__(self) -> None:
        self.connection = connection.copy()
        self.is_held = False

    def hold(self) -> bool:
        """True while this process is the one that works; the others stand by and ask again."""
        try:
            with self.connection.cursor() as cursor:
                cursor.execute("SELECT 1" if self.is_held else "SELECT pg_try_advisory_lock(%s)", *self._key())
                self.is_held = self.is_held or cursor.fetchone() == (True,)
        except DatabaseError as error:
            log.warning("database away", error=str(error))
            self.connection.close()
            self.is_held = False
        return self.is_held

    def _key(self) -> list[list[int]]:
        return [] if self.is_held else [[LOCK]]


class Command(BaseCommand):
    help = "Sender mail og holder planen uden Celery og Redis. Kan køre flere steder: kun én arbejder ad gangen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="én runde, og så slut")

    def handle(self, *args: Any, **options: Any) -> None:
        current_app.loader.import_default_modules()
        collect_seldom()
        lock, last = Lock(), dict.fromkeys(self.plan(), float("-inf"))
        with Watchdog() as watch:
            while not watch.stopping:
                watch.alive()
                has_worked = lock.hold() and self.round(watch, last)
                if options["once"]:
                    break
                if not has_worked:
                    watch.nap(ROUND_SECONDS)

    def plan(self) -> dict[str, float]:
        """Seconds between two runs of each task, from beat's own table; what each round does is left out."""
        entries: Iterable[dict[str, Any]] = settings.CELERY_BEAT_SCHEDULE.values()
        return {entry["task"]: entry["schedule"] for entry in entries if entry["task"] not in EACH_ROUND}

    def round(self, watch: Watchdog, last: dict[str, float]) -> bool:
        """What is due, all mail, and one job: True when there was one, so that there may be more."""
        close_old_connections()
        for name, seconds in self.plan().items():
            if time.monotonic() - last[name] >= seconds and not watch.stopping:
                last[name] = time.monotonic()
                watch.rest()
                self.attempt(name)
        while not watch.stopping and self.attempt(SENDING):
            watch.alive()
        watch.rest()
        return not watch.stopping and bool(self.attempt(WORKING))

    def attempt(self, name: str) -> Any:
        """Run a task; its error is logged, and the others still run."""
        try:
            return EACH_ROUND.get(name, current_app.tasks[name])()
        except Exception:
            log.exception("task failed", task=name)
            close_old_connections()
            return None
