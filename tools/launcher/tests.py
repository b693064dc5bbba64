"""`make test` and its relatives: the linters, and commands that need servers of their own for as long as they run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from tools.launcher import ROOT, environment, packages, processes, say
from tools.launcher.run import Run, open_run, set_up

LINTERS = {
    "ruff": ["-m", "ruff", "check", "--quiet", "--output-format", "concise", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "import-linter": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "djlint": ["-m", "djlint", "--quiet", "--lint", "templates"],
    "mypy": ["-m", "mypy", "."],
}
# One process more than cores: a test that waits for a browser or a server leaves its core to another
PYTEST = [
    "-m",
    "pytest",
    "-n",
    str((os.cpu_count() or 1) + 1),
    "--dist",
    "worksteal",
    "--durations=10",
    "--ignore=tests/interop",
]
COVERAGE = ["--cov", "--cov-report=term", "--cov-report=html"]  # what is measured: pyproject.toml, [tool.coverage]
INTEROP = "tests/interop"  # needs programs that the others do not
IN_CI = os.environ.get("CI") == "true"


def test(words: Sequence[str], *, measured: bool) -> int:
    """Linters, then pytest; pytest's closing line is the last line. Measured: the tests alone, with their coverage."""
    with open_run("test") as run:
        set_up("dev", tests=True)
        look_for(
            "Chromium", packages.browser(), "browsertestene", "chromium-headless-shell, eller CHROMIUM=/sti/til/den"
        )
        look_for("Java", packages.java(), "veraPDF og W3C's kontrol", "default-jre-headless libjaxb-java")
        prepare(run)
        if measured:
            return call(run.env, [*PYTEST, f"--ignore={INTEROP}", *COVERAGE, *words])
        lint(run)
        return call(run.env, [*PYTEST, f"--ignore={INTEROP}", *words])


def interop(words: Sequence[str]) -> int:
    """Production's files with real nginx and a second PostgreSQL, whose closing line is the last line."""
    with open_run("test") as run:
        set_up("dev", tests=True, also=packages.proxies())
        prepare(run)
        return call(run.env, ["-m", "pytest", "--durations=10", *(words or [INTEROP])])


RUNS: dict[str, Callable[[Sequence[str]], int]] = {
    "test": partial(test, measured=False),
    "coverage": partial(test, measured=True),
    "interop": interop,
}


def check() -> int:
    """The linters alone; their settings are read, so they get servers' addresses but no servers."""
    with open_run("test") as run:
        set_up("dev", tests=False)
        run.env |= fixed_settings() | {"DATABASE_URL": "postgres://forum@/forum", "REDIS_URL": "redis://127.0.0.1"}
        lint(run)
    return 0


def with_servers(words: Sequence[str]) -> int:
    """A Python command with private servers: benchmarks, screenshots."""
    with open_run("test") as run:
        set_up("dev", tests=True)
        prepare(run)
        return call(run.env, words)


def prepare(run: Run) -> None:
    """Servers that may lose everything, and the settings that the tests are written for."""
    run.env |= fixed_settings()
    run.start_servers(throwaway=True)


def fixed_settings() -> dict[str, str]:
    """The same on every machine."""
    return {
        "SECRET_KEY": "only-for-tests-" * 4,
        "DEBUG": "false",
        "DEMO": "true",
        "SITE_URL": "http://127.0.0.1:8000",
        "ALLOWED_HOSTS": "*",
        "EMAIL_URL": "smtp://127.0.0.1:2525",
        "LOG_LEVEL": "ERROR",  # the refusals of the sweeps alone are 50,000 lines; what is logged has tests of its own
    }


def look_for(name: str, found: str | None, its_tests: str, apt: str) -> None:
    """Without this program its tests are skipped, which a person may accept and CI may not."""
    if found:
        return
    if IN_CI:
        raise say.Stop(f"{name} mangler, og i CI skal {its_tests} køre. Installer den: apt-get install {apt}")
    say.line(f"! {name} mangler: {its_tests} springes over (apt-get install {apt})")


def lint(run: Run) -> None:
    """Every linter says its own words; one complaint ends the run here."""
    complaints = []
    for name, words in LINTERS.items():
        try:
            with say.Step(name, name):
                processes.run([environment.python(), *words], env=run.env)
        except say.Stop as stop:
            complaints.append(str(stop))
    if complaints:
        raise say.Stop("\n\n".join(complaints))


def call(env: Mapping[str, str], words: Sequence[str]) -> int:
    """Run it in front of the person, in our own process group, so that Ctrl-C reaches it."""
    command = [str(environment.python()), *words]
    sys.stdout.flush()
    with subprocess.Popen(
        command, cwd=ROOT, env=dict(env), preexec_fn=processes.tied(processes.signal.SIGTERM)
    ) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            raise
