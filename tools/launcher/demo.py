"""`make demo`: the whole product on this machine, with data, a way in and a mailbox to look into."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from tools.launcher import ROOT, environment, processes, say, state
from tools.launcher.processes import Service
from tools.launcher.run import Run, open_run, secret_key, set_up

LOCALHOST = "127.0.0.1"


def main() -> None:
    """Install, start, wait, stop."""
    begun = time.monotonic()
    with open_run("demo", tell=True) as run:
        set_up("demo", tests=False)
        start(run)
        greet(run, time.monotonic() - begun)
        with contextlib.suppress(KeyboardInterrupt):
            run.watch()
        say.line()


def start(run: Run) -> None:
    """postgres, redis, mailbox, database, worker, beat, web: each on the one before."""
    web, mail = reserve_ports(run)
    sink = start_data(run, mail)
    celery = ["-m", "celery", "-A", "forum"]
    # One process more than jobs may run at a time, for mail
    worker = [*celery, "worker", "--concurrency", "3", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    beat = [*celery, "beat", "--schedule", str(run.folder / "beat"), "--pidfile", "", "--loglevel", "INFO"]
    gunicorn = ["-m", "gunicorn", "--config", "tools/gunicorn_conf.py", "--bind", f"fd://{web.fileno()}", "forum.wsgi"]
    parts = [
        part(run, "Worker", worker, lambda: says(run.log("worker"), " ready."), death=signal.SIGQUIT),
        part(run, "Beat", beat, lambda: says(run.log("beat"), "beat: Starting")),
        part(run, "Web", gunicorn, lambda: healthy(web), fds=[web.fileno()]),
    ]
    for (
        service
    ) in parts:  # in order, but without waiting in between: on two cores their overlapping imports save seconds
        run.add(service)
    for service in (sink, *parts):
        with say.Step(f"{service.name} starter", f"{service.name} klar"):
            service.wait_ready()
    run.note(ready=True)


def start_data(run: Run, mail: socket.socket) -> Service:
    """What everything else needs: the servers, the mailbox (given back, not waited for), tables and data."""
    run.start_servers(throwaway=False)
    sink = part(
        run, "Postkasse", ["tools/mailsink.py", "--fd", f"{mail.fileno()}"], lambda: greets(mail), fds=[mail.fileno()]
    )
    sink.is_server = True  # the worker hands its last mail over before the box closes
    run.add(sink)
    fill(run)
    return sink


def reserve_ports(run: Run) -> tuple[socket.socket, socket.socket]:
    """The web's and the mailbox's listening sockets, and the settings that follow from them."""
    host = os.environ.get("HOST") or LOCALHOST
    wanted = os.environ.get("PORT") or "8000"
    if not wanted.isdigit():
        raise say.Stop(f"PORT skal være et tal, ikke »{wanted}«. Skriv fx: make demo PORT=8080")
    web, mail = state.listen(host, int(wanted)), state.listen(LOCALHOST, 0)
    port = web.getsockname()[1]
    if port != int(wanted):
        say.line(f"! Port {wanted} er optaget; Forum tager port {port}")
    url = f"http://{LOCALHOST if host == '0.0.0.0' else host}:{port}"
    run.env |= settings(url, mail, hosts="127.0.0.1,localhost" if host == LOCALHOST else "*")
    run.note(url=url)
    return web, mail


def settings(url: str, mail: socket.socket, *, hosts: str) -> dict[str, str]:
    """What the demo's processes are told, whichever of them runs."""
    return {
        "SECRET_KEY": secret_key(),
        "DEMO": "true",
        "DEBUG": "false",
        "SITE_URL": url,
        "ALLOWED_HOSTS": hosts,
        "EMAIL_URL": f"smtp://{LOCALHOST}:{mail.getsockname()[1]}",
        "RECORDS_ADDRESS": "journal@example.dk",
        "MAILSINK_DIR": str(state.VAR / "mail"),
        "FILES_ROOT": str(state.VAR / "files"),
        "LOG_LEVEL": "INFO",
        "CELERY_SKIP_CHECKS": "true",  # migrate has just run them, and they cost the worker a second
        "WEB_CONCURRENCY": os.environ.get("WEB_CONCURRENCY") or "2",
    }


def part(
    run: Run,
    name: str,
    words: Sequence[str],
    ready: Callable[[], bool],
    *,
    death: signal.Signals = signal.SIGTERM,
    fds: Sequence[int] = (),
) -> Service:
    """One of our own Python processes."""
    log = run.log(name.lower())
    command: processes.Command = [environment.python(), *words]
    return Service(name, lambda: processes.spawn(command, log=log, env=run.env, death=death, pass_fds=fds), ready, log)


def fill(run: Run) -> None:
    """Tables and demo data; each is skipped when nothing it is made from has changed since the last start."""
    manage: processes.Command = [environment.python(), "manage.py"]
    tables = digest("requirements-demo.txt", "*/migrations/*.py")
    # the day: so that there is always a meeting soon
    data = f"{tables} {digest('*/management/**/*.py', '*/data/*')} {datetime.now().astimezone():%F}"
    with once(run, "tables", tables) as needed, say.Step("Opretter tabeller", "Tabeller på plads") as step:
        if needed:
            processes.run([*manage, "migrate", "--no-input", "--verbosity", "0"], env=run.env)
        else:
            step.skip()
    with once(run, "data", data) as needed, say.Step("Lægger demodata ind", "Demodata på plads") as step:
        if needed:
            processes.run([*manage, "seed_demo"], env=run.env)
        else:
            step.skip()


@contextlib.contextmanager
def once(run: Run, what: str, made_from: str) -> Iterator[bool]:
    """Whether this must be done; noted as done when it succeeds. A given server may have been emptied: always."""
    mark = run.folder / f"{what}.done"
    if not os.environ.get("DATABASE_URL") and mark.exists() and mark.read_text() == made_from:
        yield False
        return
    mark.unlink(missing_ok=True)
    yield True
    mark.write_text(made_from)


def digest(*patterns: str) -> str:
    """One hash of the contents of files."""
    total = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()):
        total.update(path.read_bytes())
    return total.hexdigest()


def says(log: Path, words: str) -> bool:
    """Whether a part has said these words in its log."""
    return words in log.read_text(errors="replace")


def greets(line: socket.socket) -> bool:
    """Whether the mailbox answers as a mail server does."""
    try:
        with socket.create_connection(line.getsockname(), timeout=1) as talk:
            return talk.recv(3) == b"220"
    except OSError:
        return False


def healthy(line: socket.socket) -> bool:
    """Whether the site says that it lives."""
    try:
        with urllib.request.urlopen(f"http://{LOCALHOST}:{line.getsockname()[1]}/sundhed/", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def greet(run: Run, took: float) -> None:
    """Where it is, and how one gets in."""
    url = run.facts["url"]
    say.line(
        f"""
Forum er klar: {url}/   ({say.seconds(took)})

  Log ind   {url}/demo/  lader dig komme ind som en af demoens personer med ét klik.
            Eller som i virkeligheden: skriv personens mailadresse, og brug koden i den mail, der kommer.
  Post      {url}/demo/postkasse/  viser al mail; intet forlader denne maskine.
  Logge     {run.folder.relative_to(ROOT)}/log/
  Stop      Ctrl-C her, eller »make stop« i et andet vindue. »make reset« sletter demoens data.
"""
    )
