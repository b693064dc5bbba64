"""The launcher's parts, each with the hazard it is there for."""

from __future__ import annotations

import io
import os
import pwd
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.launcher import environment, packages, processes, say, servers, state, tests


@pytest.fixture(autouse=True)
def _own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "VAR", tmp_path / "var")


@pytest.fixture
def socket_base() -> Iterator[Path]:
    """A short folder everybody may enter, as /tmp is."""
    base = Path(subprocess.check_output(["mktemp", "-d", "/tmp/base-XXXX"], text=True).strip())
    base.chmod(0o1777)
    yield base
    subprocess.run(["rm", "-rf", base], check=True)


# Words


def test_seconds_are_danish() -> None:
    assert say.seconds(0.84) == "0,8 s"


def test_a_step_tells_how_it_went(capsys: pytest.CaptureFixture[str]) -> None:
    with say.Step("Redis starter", "Redis klar"):
        pass
    with pytest.raises(say.Stop), say.Step("Redis starter", "Redis klar"):
        raise say.Stop("nej")
    assert capsys.readouterr().out == "✓ Redis klar (0,0 s)\n✗ Redis starter (0,0 s)\n"


def test_a_terminal_without_danish_letters_is_no_fault() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    say.prepare(stream)
    stream.write("✓ På plads")
    stream.flush()
    assert stream.buffer.getvalue() == b"? P? plads"


# apt


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("dlstatus:3:42.5:Retrieving file 3 of 9\n", "42 % Retrieving file 3 of 9"),
        ("pmstatus:postgresql-15:96.38:Installed postgresql-15 (amd64)\n", "96 % Installed postgresql-15 (amd64)"),
        ("Reading package lists...\n", None),
        ("pmstatus:half\n", None),
    ],
)
def test_apts_progress(line: str, told: str | None) -> None:
    assert packages.status_of(line) == told


def test_the_line_to_run_survives_a_path_with_spaces_and_danish_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "ROOT", Path("/home/åse/Forum til indkøb"))
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3")
    need = packages.Need("Redis", ("redis-tools",), lambda: False)
    assert packages.install_line([need]) == (
        "cd '/home/åse/Forum til indkøb' && sudo /usr/bin/python3 -B -m tools.launch packages redis-tools"
    )


def test_given_servers_need_no_packages() -> None:
    given = packages.needs(tests=False, own_postgres=False, own_redis=False)
    own = packages.needs(tests=False)
    assert [need.name for need in own if need.name not in {part.name for part in given}] == ["PostgreSQL", "Redis"]


# Sockets


def test_the_socket_folder_is_ours_alone(socket_base: Path) -> None:
    folder = servers.socket_folder([str(socket_base)])
    owner = pwd.getpwnam("postgres").pw_uid if os.geteuid() == 0 else os.geteuid()
    found = folder.stat()
    assert (folder.parent, stat.S_IMODE(found.st_mode), found.st_uid) == (socket_base, 0o700, owner)


@pytest.mark.parametrize("bad", ["a" * 90, "med, komma", "mellem rum"])
def test_a_base_that_a_socket_or_its_url_cannot_carry_is_passed_over(socket_base: Path, bad: str) -> None:
    (socket_base / bad).mkdir(mode=0o777)
    folder = servers.socket_folder([str(socket_base / bad), str(socket_base)])
    assert folder.parent == socket_base


def test_no_usable_base_is_told() -> None:
    with pytest.raises(say.Stop, match="TMPDIR"):
        servers.socket_folder(["/findes/ikke"])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a home that `postgres` cannot enter")
def test_a_closed_home_sends_the_cluster_to_var_lib(tmp_path: Path) -> None:
    closed = tmp_path / "root"
    closed.mkdir(mode=0o700)
    assert servers.data_folder(closed / "demo").parts[:3] == ("/", "var", "lib")


def test_a_number_that_belongs_to_another_program_now_does_not_stop_postgres(tmp_path: Path) -> None:
    mark = tmp_path / "postmaster.pid"
    mark.write_text(f"{os.getpid()}\n")
    servers.Postgres(tmp_path, tmp_path).forget_dead_owner()
    assert not mark.exists()


# Ports


def test_a_taken_port_gives_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1]
        with state.listen("127.0.0.1", wanted) as line:
            assert wanted < line.getsockname()[1] < wanted + state.TRIED_PORTS


@pytest.mark.parametrize("host", ["findes-ikke.invalid", "1.2.3.4"])
def test_an_address_that_is_not_here_is_told(host: str) -> None:
    """Neither a name that nobody knows nor another machine's address is a matter of taken ports."""
    with pytest.raises(say.Stop, match=rf"^HOST={re.escape(host)} er ikke en adresse på denne maskine"):
        state.listen(host, 8000)


# One at a time


def test_the_second_claim_is_refused_until_the_first_is_released() -> None:
    first = state.claim("demo")
    assert first
    assert state.claim("demo") is None
    first.release()
    assert state.claim("demo")


def test_a_record_of_a_dead_launcher_is_not_taken_for_a_running_one() -> None:
    claim = state.claim("demo")
    assert claim
    claim.write(url="http://127.0.0.1:8000")
    assert state.running("demo")["url"] == "http://127.0.0.1:8000"
    facts = claim.record.read_text().replace(f'"started": {processes.started(os.getpid())}', '"started": 1')
    claim.record.write_text(facts)
    assert state.running("demo") == {}  # the number is in use, but by a process that began at another time


# Processes


def test_a_child_ends_with_its_launcher_even_at_kill_9(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from tools.launcher import processes; import os;"
        f"child = processes.spawn(['/bin/sleep', '100'], log=Path({str(tmp_path / 'log')!r}), env=os.environ);"
        "print(child.pid, flush=True); time.sleep(100)"
    )
    launcher = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=processes.ROOT)
    assert launcher.stdout
    child = int(launcher.stdout.readline())
    mark = (child, processes.started(child))
    assert mark[1] > 0
    launcher.kill()
    launcher.wait()
    assert processes.wait_gone([mark], patience=5)


def test_the_guard_takes_grandchildren_that_will_not_go(tmp_path: Path) -> None:
    """What the kernel's own signal cannot reach: a child's child that ignores it."""
    script = f"""
import time
from pathlib import Path
from tools.launcher import processes, run, state
state.VAR, state.GUARD_PATIENCE = Path({str(tmp_path)!r}), 0.2
with run.open_run("demo") as mine:
    words = ["/bin/sh", "-c", "trap '' TERM; sh -c 'sleep 100; true' & echo $!; wait"]
    log = mine.log("stubborn")
    start = lambda: processes.spawn(words, log=log, env=mine.env)
    mine.add(processes.Service("Stubborn", start, lambda: log.stat().st_size > 0, log))
    mine.services[0].wait_ready()
    print(log.read_text(), flush=True)
    time.sleep(100)
"""
    launcher = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=processes.ROOT)
    assert launcher.stdout
    grandchild = int(launcher.stdout.readline())
    mark = (grandchild, processes.started(grandchild))
    assert mark[1] > 0
    launcher.kill()
    launcher.wait()
    assert processes.wait_gone([mark], patience=10)


def test_a_service_that_will_not_stop_is_taken(tmp_path: Path) -> None:
    def start() -> subprocess.Popen[bytes]:
        words = ["/bin/sh", "-c", "trap '' TERM; echo klar; while :; do sleep 0.05; done"]
        return processes.spawn(words, log=tmp_path / "log", env=os.environ)

    log = tmp_path / "log"
    stubborn = processes.Service(
        "Stædig", start, lambda: log.read_text() == "klar\n", log, signal.SIGTERM, patience=0.2
    )
    stubborn.launch()
    stubborn.wait_ready(5)
    mark = stubborn.mark()
    stubborn.stop()
    assert processes.started(mark[0]) != mark[1]


def test_a_part_that_falls_at_the_start_shows_its_own_words(tmp_path: Path) -> None:
    def start() -> subprocess.Popen[bytes]:
        return processes.spawn(["/bin/sh", "-c", "echo ingen nøgle; exit 3"], log=tmp_path / "log", env=os.environ)

    part = processes.Service("Web", start, lambda: False, tmp_path / "log")
    part.launch()
    time.sleep(0.1)
    with pytest.raises(say.Stop, match=r"Web gik ned under opstarten:\n  \| ingen nøgle"):
        part.wait_ready(5)


# The environment


def test_an_environment_of_another_python_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VENV", str(tmp_path))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").symlink_to(sys.executable)
    config = tmp_path / "pyvenv.cfg"
    config.write_text(f"version = {sys.version_info.major}.{sys.version_info.minor}.7\n")
    assert environment.works()
    config.write_text("version = 3.9.2\n")
    assert not environment.works()
    (tmp_path / "bin/python").unlink()
    config.write_text(f"version = {sys.version_info.major}.{sys.version_info.minor}.7\n")
    assert not environment.works()


# What tests may lack


def test_what_a_machine_lacks_for_tests_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tests, "IN_CI", False)
    tests.look_for("Java", "/usr/bin/java", "veraPDF", "default-jre-headless")
    assert capsys.readouterr().out == ""
    tests.look_for("Java", None, "veraPDF", "default-jre-headless")
    said = "! Java mangler: veraPDF springes over (apt-get install default-jre-headless)\n"
    assert capsys.readouterr().out == said


def test_ci_may_lack_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tests, "IN_CI", True)
    with pytest.raises(say.Stop, match=r"^Java mangler, og i CI skal veraPDF køre\."):
        tests.look_for("Java", None, "veraPDF", "default-jre-headless")


def test_java_counts_only_with_what_verapdf_needs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(packages, "JAXB", tmp_path / "jaxb-runtime.jar")
    assert packages.java() is None
    needed = [need for need in packages.needs(tests=True) if need.name == "Java"]
    assert [need.packages for need in packages.missing(needed)] == [("default-jre-headless", "libjaxb-java")]
    assert [need for need in packages.needs(tests=False) if need.name == "Java"] == []
