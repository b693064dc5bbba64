"""A machine in production, as far as its database goes: PostgreSQL with the settings of docker-compose.yml."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.ops.production import COMPOSE, ROOT
from tools.launcher import packages, processes, servers

PATIENCE = 60


@dataclass
class Machine:
    """One cluster with its archive and its files, in a folder of its own; given compose's settings."""

    folder: Path
    settings: dict[str, str]
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def bin(self) -> Path:
        found = packages.postgres_bin()
        assert found
        return found

    @property
    def env(self) -> dict[str, str]:
        """What the scripts of tools/deploy and manage.py are told."""
        return os.environ | {
            "MACHINE": str(self.folder),
            "PYTHON": sys.executable,
            "BACKUP": str(self.folder / "backup"),
            "PGDATA": str(self.folder / "data"),
            "PGHOST": str(self.folder),
            "PGUSER": "forum",
            "PATH": f"{self.folder / 'path'}:{self.bin}:{os.environ['PATH']}",
            "DATABASE_URL": f"postgres://forum@/forum?host={self.folder}",
            "FILES_ROOT": str(self.folder / "files/files"),
            "PATIENCE": str(PATIENCE),
        }

    def install(self) -> None:
        """The folders, the scripts where PostgreSQL's user can read them, a cluster made with compose's arguments."""
        for name in ("backup/wal", "backup/base", "data", "files/files", "path"):
            (self.folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copytree(ROOT / "tools/deploy", self.folder / "deploy")
        shutil.copy(ROOT / "tests/interop/docker", self.folder / "path/docker")
        self.own()
        words = COMPOSE["services"]["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
        processes.run(
            [self.bin / "initdb", "-D", self.folder / "data", "-U", "forum", "-A", "trust", "--no-sync", *words],
            env=servers.server_env(),
            user=servers.service_user(),
        )

    def own(self) -> None:
        """Give the folders to the user that PostgreSQL runs as."""
        if user := servers.service_user():
            entry = pwd.getpwnam(user)
            for path in [self.folder, *self.folder.rglob("*")]:
                os.chown(path, entry.pw_uid, entry.pw_gid)

    def serve(self) -> None:
        """Run PostgreSQL as long as `wanted` is there; compose would restart it when it falls."""
        wanted, process = self.folder / "wanted", None
        while not self.over.is_set():
            if wanted.exists() and process is None:
                process = self.start()
            elif not wanted.exists() and process is not None:
                process.send_signal(signal.SIGINT)
                process.wait(PATIENCE)
                process = None
            elif process is not None and process.poll() is not None:
                process = None
                self.over.wait(1)
            self.over.wait(0.05)
        if process is not None:
            process.send_signal(signal.SIGQUIT)
            process.wait(PATIENCE)

    def start(self) -> subprocess.Popen[bytes]:
        if user := servers.service_user():
            shutil.chown(self.folder / "data", user, user)
        settings = self.settings | {"listen_addresses": "", "unix_socket_directories": str(self.folder), "fsync": "off"}
        words = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return processes.spawn(
            [self.bin / "postgres", "-D", self.folder / "data", *words],
            log=self.folder / "log",
            env=servers.server_env(),
            user=servers.service_user(),
            death=signal.SIGQUIT,
        )

    def sql(self, words: str, database: str = "forum") -> Any:
        """The first column of a statement's first row, or None."""
        with psycopg.connect(host=str(self.folder), user="forum", dbname=database, autocommit=True) as line:
            found = line.execute(words)
            row = found.fetchone() if found.description else None
        return row[0] if row else None

    def wait_for(self, words: str, database: str = "forum") -> None:
        """Until this statement answers true; whatever fails meanwhile is asked again."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                if self.sql(words, database):
                    return
            except psycopg.Error as error:
                last = str(error)
            else:
                last = "false"
            assert time.monotonic() < until, f"{words}: {last}\n{(self.folder / 'log').read_text()[-2000:]}"
            time.sleep(0.1)

    def archived(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "backup/wal").iterdir())

    def archive_now(self) -> None:
        """Everything written until now lies in the archive."""
        piece = self.sql("SELECT pg_walfile_name(pg_switch_wal())")
        self.wait_for(f"SELECT last_archived_wal >= '{piece}' FROM pg_stat_archiver")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "manage.py", *words)


def compose_settings(folder: Path) -> dict[str, str]:
    """PostgreSQL's settings as docker-compose.yml gives them, with this machine's folders."""
    words = COMPOSE["services"]["postgres"]["command"][1:]
    pairs = dict(word.split("=", 1) for word in words if word != "-c")
    return {
        name: value.replace("/deploy/", f"{folder}/deploy/").replace("/backup/", f"{folder}/backup/")
        for name, value in pairs.items()
    }


@contextmanager
def running(**settings: str | None) -> Iterator[Machine]:
    """A machine with an empty database `forum`; None takes a setting away. Ends what it started, and leaves nothing."""
    folder = servers.socket_folder()
    given = {**compose_settings(folder), **settings}
    machine = Machine(folder, {name: value for name, value in given.items() if value is not None})
    watch = threading.Thread(target=machine.serve)
    try:
        machine.install()
        (folder / "wanted").touch()
        watch.start()
        machine.wait_for("SELECT true", "postgres")
        machine.sql("CREATE DATABASE forum", "postgres")
        machine.sql("CHECKPOINT")  # until its first one, PostgreSQL does not look at archive_timeout
        yield machine
    finally:
        machine.over.set()
        if watch.ident:
            watch.join(PATIENCE)
        shutil.rmtree(folder)
