"""What the machine itself must have, and how Debian's and Ubuntu's apt brings what is missing."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.launcher import ROOT, say

# Debian's server package makes a cluster and starts it as a system service unless told not to beforehand.
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/forum.conf")
# Java gave it up in version 11, and veraPDF reads its profiles with it
JAXB = Path("/usr/share/java/jaxb-runtime.jar")
SERVER_PATH = os.environ.get("PATH", "") + ":/usr/sbin"  # which an ordinary user's PATH leaves out
# Debian's web servers would start at once, and at every boot; a mask in /etc is what their packages respect
MASKS = Path("/etc/systemd/system")
POLICY = Path("/usr/sbin/policy-rc.d")  # asked by every package before it starts a service; 101 means no
WEB_SERVERS = ("nginx", "caddy")
HEADLESS = "chromium-headless-shell"  # Chromium without its windows: a page costs a third of the processor's time
BROWSERS = (HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Need:
    """One thing the machine must have: what to call it, how it is found, the packages that bring it."""

    name: str
    packages: tuple[str, ...]
    found: Callable[[], bool]


def postgres_bin() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine (Debian keeps it out of PATH)."""
    folders = [
        path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb") if path.parent.parent.name.isdigit()
    ]
    if folders:
        return max(folders, key=lambda folder: int(folder.parent.name))
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb and shutil.which("postgres") else None


def redis_binary() -> Path | None:
    """The Redis server; redis-tools carries the same binary under another name, and no system service."""
    found = shutil.which("redis-server") or shutil.which("redis-check-rdb")
    return Path(found) if found else None


def browser(*, whole: bool = False) -> str | None:
    """A Chromium for the browser tests; the whole one has windows, and shows PDF."""
    if given := os.environ.get("CHROMIUM"):
        return given
    return next(filter(None, map(shutil.which, BROWSERS[whole:])), None)


def has_browsers() -> bool:
    """Both of them, or the one that was given. With one of them the tests go on, more slowly or without the PDFs."""
    return bool(os.environ.get("CHROMIUM") or (shutil.which(HEADLESS) and browser(whole=True)))


def java() -> str | None:
    """A Java that can run the standards' checkers: veraPDF and the W3C's."""
    return shutil.which("java") if JAXB.exists() else None


def is_ubuntu() -> bool:
    """Ubuntu's package `chromium` only points at a snap, which containers cannot run."""
    try:
        return "ID=ubuntu" in Path("/etc/os-release").read_text().splitlines()
    except OSError:
        return False


def loads(*libraries: str) -> bool:
    """Whether these shared libraries are here (asked as WeasyPrint will ask)."""
    try:
        for library in libraries:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_service_user() -> bool:
    """PostgreSQL refuses to run as root, so root needs the user that Debian's package makes."""
    if os.geteuid() != 0:
        return True
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return False
    return True


def proxies() -> list[Need]:
    """What `make interop` wants besides: the proxies that production's files are written for."""
    return [
        Need("nginx", ("nginx",), lambda: shutil.which("nginx", path=SERVER_PATH) is not None),
        Need("Caddy", ("caddy",), lambda: shutil.which("caddy", path=SERVER_PATH) is not None),
    ]


def needs(*, tests: bool, own_postgres: bool = True, own_redis: bool = True) -> list[Need]:
    """Everything the demo, or the tests as well, must find on the machine."""
    wanted = [
        Need("Python med venv", ("python3-venv",), lambda: importlib.util.find_spec("ensurepip") is not None),
        Need(
            "Pango til PDF",
            ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
            lambda: loads("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"),
        ),
    ]
    if own_postgres:
        wanted.append(Need("PostgreSQL", ("postgresql",), lambda: postgres_bin() is not None and has_service_user()))
    if own_redis:
        wanted.append(Need("Redis", ("redis-tools",), lambda: redis_binary() is not None))
    if tests:
        wanted.append(Need("poppler", ("poppler-utils",), lambda: shutil.which("pdftotext") is not None))
        wanted.append(Need("Java", ("default-jre-headless", "libjaxb-java"), lambda: java() is not None))
        if not is_ubuntu():
            wanted.append(Need("Chromium", (HEADLESS, "chromium", "fonts-liberation"), has_browsers))
    return wanted


OPTIONAL = {"Chromium", "poppler", "Java"}  # tests that need them are skipped without


def missing(wanted: list[Need]) -> list[Need]:
    """Those of them that are not here."""
    return [need for need in wanted if not need.found()]


def install_line(lacking: list[Need]) -> str:
    """The exact line that brings the missing packages, for a person who has the right to run it."""
    names = " ".join(package for need in lacking for package in need.packages)
    python = shlex.quote(sys.executable)
    return f"cd {shlex.quote(str(ROOT))} && sudo {python} -B -m tools.launch packages {names}"


def ensure(wanted: list[Need]) -> None:
    """Install what is missing: as root at once, else through sudo, else tell the line to run."""
    lacking = missing(wanted)
    if not lacking:
        return
    names = [package for need in lacking for package in need.packages]
    if os.geteuid() == 0:
        install(names)
    elif not by_sudo(names):
        must = [need for need in lacking if need.name not in OPTIONAL]
        if must:
            what = ", ".join(need.name for need in must)
            raise say.Stop(
                f"Maskinen mangler {what}, og du har ikke ret til at installere. "
                f"Bed en, der har, om at køre:\n  {install_line(lacking)}"
            )
        return
    still = [need for need in missing(wanted) if need.name not in OPTIONAL]
    if still:
        raise say.Stop(f"apt er færdig, men {', '.join(need.name for need in still)} kan stadig ikke findes.")


def by_sudo(names: list[str]) -> bool:
    """The same through sudo; False when there is no way to the right (no sudo, no terminal to ask in, a refusal)."""
    if not shutil.which("sudo") or not shutil.which("apt-get"):
        return False
    silent = (
        subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode
        == 0
    )
    if not silent:
        if not sys.stdin.isatty():
            return False
        say.line(f"Maskinen mangler nogle pakker: {' '.join(names)}")
        say.line("De installeres med sudo, som måske beder om din adgangskode.")
        if subprocess.run(["sudo", "-v"], check=False).returncode:
            return False
    command = ["sudo", sys.executable, "-B", "-m", "tools.launch", "packages", *names]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def install(names: list[str]) -> None:
    """apt-get as root, without questions, without a system cluster; never cut short: dpkg would be left half-way."""
    if not shutil.which("apt-get"):
        raise say.Stop(f"Maskinen har ikke apt. Installer selv det, der svarer til: {' '.join(names)}")
    before = not NO_CLUSTER.exists() and not Path("/usr/share/postgresql-common").exists()
    if quiet := not POLICY.exists():
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    mask(set(names) & set(WEB_SERVERS))
    if before:
        NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
        NO_CLUSTER.write_text("create_main_cluster = false\n")
    try:
        with say.Step("Henter pakker med apt", f"Systempakker installeret: {' '.join(names)}") as step:
            apt(["update"], step.progress)
            apt(["install", "-y", "--no-install-recommends", *names], step.progress)
    finally:
        if before:
            NO_CLUSTER.unlink(missing_ok=True)
        if quiet:
            POLICY.unlink(missing_ok=True)


def mask(services: set[str]) -> None:
    """Keep these services from starting, now and at boot; `systemctl unmask NAME` is the way back."""
    for name in services:
        unit = MASKS / f"{name}.service"
        if not unit.exists() and not unit.is_symlink():
            unit.parent.mkdir(parents=True, exist_ok=True)
            unit.symlink_to("/dev/null")


def apt(words: list[str], progress: Progress) -> None:
    """Run apt-get and read its progress from a pipe of its own: on its output it would cost the packages theirs."""
    reading, writing = os.pipe()
    command = ["apt-get", "-q", "-o", f"APT::Status-Fd={writing}", "-o", "DPkg::Lock::Timeout=120", *words]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryFile() as log, os.fdopen(reading, errors="replace") as statuses:
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, pass_fds=[writing]
        )
        os.close(writing)
        for text in statuses:
            if status := status_of(text):
                progress(status)
        if process.wait():
            log.seek(0)
            tail = log.read().decode(errors="replace").splitlines()[-15:]
            raise say.Stop("apt-get " + words[0] + " mislykkedes:\n" + "\n".join("  | " + part for part in tail))


def status_of(text: str) -> str | None:
    """`dlstatus:1:42.5:Retrieving file 3 of 9` -> "42 % Retrieving file 3 of 9"."""
    kind, _, rest = text.partition(":")
    if kind not in {"dlstatus", "pmstatus"}:
        return None
    parts = rest.strip().split(":", 2)
    if len(parts) < 3:
        return None
    percent = parts[1].partition(".")[0]
    return f"{percent} % {parts[2]}" if percent.isdigit() else parts[2]
