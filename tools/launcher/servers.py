"""The private PostgreSQL and Redis: on unix sockets in a folder only their owner can enter, nothing on the network."""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.launcher import ROOT, packages, processes, say

SOCKET_LIMIT = 107  # bytes of sun_path on Linux, without its closing zero
LONGEST_NAME = ".s.PGSQL.5432.lock"
DATABASE = "forum"
# Of a cluster that a power cut may take, and whose rows live for a moment: autovacuum would be in a template's way
THROWAWAY = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}


def service_user() -> str | None:
    """Who runs the servers: PostgreSQL does not run as root."""
    return "postgres" if os.geteuid() == 0 else None


def server_env() -> dict[str, str]:
    """A plain environment: messages in English, text in UTF-8, nothing of ours."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def socket_folder(candidates: Iterable[str] | None = None) -> Path:
    """A new 0700 folder with a name short enough for a socket, owned by whoever runs the servers."""
    for base in candidates or (tempfile.gettempdir(), "/tmp", "/run/user/" + str(os.geteuid()), "/dev/shm"):
        room = len(os.fsencode(f"{base}/forum-12345678/{LONGEST_NAME}"))
        # PostgreSQL splits its list of folders at commas, and the address is part of a URL
        if room > SOCKET_LIMIT or not re.fullmatch(r"[\w/.-]+", base, re.A) or not os.access(base, os.W_OK):
            continue
        if not enterable(Path(base), service_user()):
            continue
        folder = Path(tempfile.mkdtemp(prefix="forum-", dir=base))  # mkdtemp: new, ours, 0700
        if user := service_user():
            entry = pwd.getpwnam(user)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
        return folder
    raise say.Stop(
        "Der er ingen midlertidig mappe med et kort nok navn til en socket. Sæt TMPDIR til en, fx TMPDIR=/tmp."
    )


def enterable(folder: Path, user: str | None) -> bool:
    """Whether that user can get into the folder (root's home is closed to `postgres`)."""
    words = ["test", "-x", str(folder)]
    return subprocess.run(words, cwd="/", check=False, **processes.identity(user)).returncode == 0


def data_folder(base: Path) -> Path:
    """Where the cluster lies: beside the product, or under /var/lib when `postgres` cannot get there."""
    base.mkdir(parents=True, exist_ok=True)
    if service_user() is None or enterable(base, service_user()):
        return base / "postgres"
    name = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:10]
    return Path(f"/var/lib/forum-{name}") / base.name / "postgres"


@dataclass
class Postgres:
    """One private cluster with the database `forum`."""

    data: Path
    sockets: Path
    throwaway: bool = False  # a test cluster: a power cut may take it

    @property
    def url(self) -> str:
        return f"postgres://{DATABASE}@/{DATABASE}?host={self.sockets}"

    def bin(self) -> Path:
        """The programs, of the version that made the cluster."""
        newest = packages.postgres_bin()
        if newest is None:
            raise say.Stop("PostgreSQL blev ikke fundet.")
        try:
            version = (self.data / "PG_VERSION").read_text().strip()
        except OSError:
            return newest
        if newest.parent.name in {version, "usr", "local"}:
            return newest
        same = newest.parent.parent / version / "bin"
        if (same / "postgres").exists():
            return same
        raise say.Stop(
            f"Databasen i {self.data} er lavet af PostgreSQL {version}, som ikke længere er installeret. "
            "»make reset« begynder forfra."
        )

    def tool(self, name: str, *words: str | Path) -> str:
        return processes.run([self.bin() / name, *words], env=server_env(), user=service_user())

    def create(self) -> bool:
        """Make the cluster unless it is whole already; a half-made one is made anew."""
        whole = self.data / "forum.complete"
        if whole.exists():
            return False
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(parents=True, mode=0o700)
        if user := service_user():
            entry = pwd.getpwnam(user)
            os.chown(self.data, entry.pw_uid, entry.pw_gid)
        self.tool(
            "initdb",
            "-D",
            self.data,
            "-U",
            DATABASE,
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            *self.collation(),
        )
        return True

    def collation(self) -> tuple[str, ...]:
        """Danish order by ICU as the cluster's own, where initdb can (15 and later)."""
        words = self.tool("initdb", "--help")
        return ("--locale-provider=icu", "--icu-locale=da-DK") if "--icu-locale" in words else ()

    def start(self, log: Path) -> subprocess.Popen[bytes]:
        self.forget_dead_owner()
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "80",
            "shared_buffers": "64MB",
            # containers give /dev/shm 64 MB, which parallel queries outgrow
            "max_parallel_workers_per_gather": "0",
            "synchronous_commit": "off",
            **(THROWAWAY if self.throwaway else {}),
        }
        words = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command: processes.Command = [self.bin() / "postgres", "-D", self.data, *words]
        return processes.spawn(command, log=log, env=server_env(), user=service_user(), death=signal.SIGINT)

    def forget_dead_owner(self) -> None:
        """After a crash the number in postmaster.pid may be another program's; PostgreSQL would refuse to start."""
        mark = self.data / "postmaster.pid"
        try:
            pid = int(mark.read_text().split()[0])
            name = Path(f"/proc/{pid}/comm").read_text().strip()
        except (OSError, ValueError, IndexError):
            return
        if name != "postgres":
            mark.unlink(missing_ok=True)

    def ready(self) -> bool:
        words = [str(self.bin() / "pg_isready"), "-q", "-h", str(self.sockets)]
        return subprocess.run(words, env=server_env(), check=False).returncode == 0

    def create_database(self) -> None:
        """The database itself, after the first start."""
        whole = self.data / "forum.complete"
        if whole.exists():
            return
        self.tool("createdb", "-h", self.sockets, "-U", DATABASE, DATABASE)
        whole.touch()


@dataclass
class Redis:
    """A private Redis that keeps nothing: it only carries "wake up"."""

    sockets: Path

    @property
    def path(self) -> Path:
        return self.sockets / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.path}?db=0"

    def start(self, log: Path) -> subprocess.Popen[bytes]:
        binary = packages.redis_binary()
        if binary is None:
            raise say.Stop("Redis blev ikke fundet.")
        settings = {
            "port": "0",
            "unixsocket": str(self.path),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "dir": str(self.sockets),
        }
        words = [part for name, value in settings.items() for part in (f"--{name}", value)]
        # the same binary is server and checker; the name it is called by decides
        return processes.spawn([binary, *words], log=log, env=server_env(), user=service_user(), argv0="redis-server")

    def ready(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(1)
                line.connect(str(self.path))
                line.sendall(b"PING\r\n")
                return line.recv(7) == b"+PONG\r\n"
        except OSError:
            return False
