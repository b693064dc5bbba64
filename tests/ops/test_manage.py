"""manage.py and `make manage` say what is missing; what they do with servers stands in test_start.py."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import manage as command_line
from tools.launcher import manage, say
from tools.launcher.state import ROOT

SETTINGS = {
    "SECRET_KEY": "x" * 50,
    "SITE_URL": "http://127.0.0.1",
    "DATABASE_URL": "postgres://forum@/forum",
    "REDIS_URL": "redis://127.0.0.1",
}


def run(*words: str, **env: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=env, check=False, capture_output=True, encoding="utf-8"
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("absent", SETTINGS)
def test_without_a_setting_it_says_which_and_what_to_do(absent: str) -> None:
    given = {name: value for name, value in SETTINGS.items() if name != absent} | {"PYTHONUTF8": "1"}
    assert run("report", "anbefalinger", "--output", "min rapport.pdf", **given) == (
        1,
        f"Forum mangler {absent} i miljøet: sæt det, som »Configuration« i README.md viser, eller kør kommandoen på "
        "demoens data med  make manage ARGS='report anbefalinger --output '\"'\"'min rapport.pdf'\"'\"''\n",
    )


def test_a_setting_in_a_file_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv(f"{name}_FILE", "/run/secrets/one")
    assert command_line.missing() == ""


def test_it_asks_for_all_that_the_settings_have_no_default_for() -> None:
    read = re.findall(r'env\.\w+\("(\w+)"\)', (ROOT / "forum" / "settings.py").read_text())
    assert set(read) == set(SETTINGS)


def test_make_manage_without_a_command_says_how() -> None:
    with pytest.raises(say.Stop) as stop:
        manage.main([])
    assert str(stop.value).splitlines()[0] == (
        'Skriv, hvilken kommando der skal køres, fx: make manage ARGS="report anbefalinger --output rapport.pdf"'
    )


def test_a_demo_that_is_on_its_way_up_is_waited_for() -> None:
    with pytest.raises(say.Stop) as stop:
        manage.environment_of({"pid": 1, "services": []})
    assert str(stop.value) == "Demoen er ved at starte. Vent, til den er klar, og prøv igen."
