"""One run from this folder: the claim, the private servers, the parts in their order, and the way down again."""

from __future__ import annotations

import os
import secrets
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from tools.launcher import ROOT, environment, packages, processes, say, servers, state
from tools.launcher.processes import Service

# What a run decides itself: a person's own environment must not send our mail or errors to real receivers.
# Nor may every process compile all its modules anew, which is half of a start (containers often switch bytecode off).
OURS = (
    "SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SENTRY_DSN", "OIDC_CLIENT_SECRET",
    "PYTHONDONTWRITEBYTECODE",
)  # fmt: skip
FALLS_A_MINUTE = 3
WISHES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Run:
    """What has been started so far, in order."""

    def __init__(self, claim: state.Claim) -> None:
        self.claim = claim
        self.folder = state.folder(claim.name)
        self.services: list[Service] = []
        self.sockets: Path | None = None
        self.facts: dict[str, Any] = {}
        self.guard = state.guard(claim)
        self.env: dict[str, str] = {
            **{name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in OURS},
            "DJANGO_SETTINGS_MODULE": "forum.settings",
            "PYTHONUTF8": "1",
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(ROOT),
        }

    def note(self, **facts: Any) -> None:
        """Write down what runs, for `make stop` and for the start after a crash."""
        self.facts |= facts
        self.claim.write(
            **self.facts, sockets=str(self.sockets or ""), services=[part.mark() for part in self.services]
        )

    def log(self, name: str) -> Path:
        return self.folder / "log" / f"{name}.log"

    def add(self, service: Service) -> None:
        service.launch()
        self.services.append(service)
        self.note()

    def stop(self, *, tell: bool) -> None:
        if tell and self.services:
            with say.Step("Standser", "Alt er standset"):
                processes.stop_all(self.services)
        processes.stop_all(self.services)
        self.claim.release()
        number, pipe = self.guard
        os.write(pipe, b"x")
        os.waitpid(number, 0)

    def watch(self) -> None:
        """Sit here; start again what falls, and give up on what keeps falling."""
        while True:
            time.sleep(0.3)
            for service in self.services:
                if service.alive():
                    continue
                service.falls = [*(at for at in service.falls if at > time.monotonic() - 60), time.monotonic()]
                if len(service.falls) > FALLS_A_MINUTE:
                    raise say.Stop(f"{service.name} bliver ved med at gå ned:\n{service.tail()}")
                say.line(f"! {service.name} gik ned og startes igen")
                service.stop()
                service.launch()
                self.note()

    def start_servers(self, *, throwaway: bool) -> None:
        """PostgreSQL and Redis of our own, unless the environment names others."""
        given = {name: os.environ.get(name, "") for name in ("DATABASE_URL", "REDIS_URL")}
        if not all(given.values()):
            self.sockets = servers.socket_folder()
        if given["DATABASE_URL"]:
            self.env["DATABASE_URL"] = given["DATABASE_URL"]
        else:
            self.start_postgres(throwaway)
        if given["REDIS_URL"]:
            self.env["REDIS_URL"] = given["REDIS_URL"]
        else:
            self.start_redis()

    def start_postgres(self, throwaway: bool) -> None:
        assert self.sockets
        postgres = servers.Postgres(servers.data_folder(self.folder), self.sockets, throwaway)
        with say.Step("PostgreSQL starter", "PostgreSQL klar"):
            postgres.create()
            log = self.log("postgres")
            service = Service(
                "PostgreSQL",
                lambda: postgres.start(log),
                postgres.ready,
                log,
                signal.SIGINT,
                patience=20,
                is_server=True,
            )
            self.add(service)
            service.wait_ready()
            postgres.create_database()
        self.env["DATABASE_URL"] = postgres.url

    def start_redis(self) -> None:
        assert self.sockets
        redis = servers.Redis(self.sockets)
        with say.Step("Redis starter", "Redis klar"):
            log = self.log("redis")
            service = Service("Redis", lambda: redis.start(log), redis.ready, log, is_server=True)
            self.add(service)
            service.wait_ready()
        self.env["REDIS_URL"] = redis.url


def secret_key() -> str:
    """This folder's own key, made once: sessions live through a restart."""
    path = state.VAR / "secret_key"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(handle, secrets.token_urlsafe(50).encode())
        os.close(handle)
    return path.read_text()


def set_up(name: str, *, tests: bool, also: Sequence[packages.Need] = ()) -> None:
    """Everything that must be installed; two launchers at once take turns."""
    needs = packages.needs(
        tests=tests, own_postgres=not os.environ.get("DATABASE_URL"), own_redis=not os.environ.get("REDIS_URL")
    )
    claim = state.claim("setup", wait=True)
    assert claim
    try:
        packages.ensure([*needs, *also])
        environment.ensure(name)
        environment.ensure_frontend(tests=tests)
    finally:
        claim.release()


@contextmanager
def open_run(name: str, *, tell: bool = False) -> Iterator[Run]:
    """A run that is stopped in reverse order however it ends: Ctrl-C, `make stop`, a closed terminal, a fault."""
    claim = state.claim(name)
    if claim is None:
        facts: Mapping[str, Any] = state.read(name)
        what = f"Forum kører allerede: {facts['url']}" if facts.get("url") else "Det er allerede i gang i denne mappe"
        how = " Stop det med »make stop«." if name == "demo" else ""
        raise say.Stop(f"{what}  (proces {facts.get('pid', '?')}).{how}")
    for number in WISHES:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup means: outlive the terminal
            signal.signal(number, interrupt)
    state.clean_up_after_crash(name)
    run = Run(claim)
    try:
        run.note()
        yield run
    finally:
        for number in WISHES:
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
        run.stop(tell=tell)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Every wish to stop takes the same way out."""
    raise KeyboardInterrupt
