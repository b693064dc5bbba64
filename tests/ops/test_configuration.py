"""What the environment says: each variable documented, handed on, with one default; production's checks are clean."""

from __future__ import annotations

import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.ops.production import (
    PRODUCTION,
    ROOT,
    SECRETS,
    SERVICES,
    handed_on,
    manage,
    production_environment,
    variables_read,
)


def test_each_is_handed_on_under_its_own_name_and_blank_when_unset() -> None:
    """Then its default is written once, in the settings; the rule's exceptions are seen here."""
    given = {name: value for name, value in SERVICES["web"]["environment"].items() if value.startswith("${")}
    must = {name for name, value in given.items() if value.startswith(f"${{{name}:?")}
    unlike = {name: value for name, value in given.items() if name not in must and value != f"${{{name}:-}}"}
    assert must == {"SITE_URL", "CONTACT_MAIL", "DEFAULT_FROM_EMAIL"}
    assert unlike == {"TRUSTED_PROXY": "${TRUSTED_PROXY:-true}"}


def test_a_blank_variable_is_as_good_as_none() -> None:
    blank = dict.fromkeys(handed_on() - set(PRODUCTION) - SECRETS, "")
    checked = manage("check", "--deploy", "--fail-level", "WARNING", env=blank)
    assert (checked.returncode, checked.stderr) == (0, "")
    show = "from forum import settings as s; print(s.ALLOWED_HOSTS, s.LOG_DAYS, s.MAIL_SENDERS, s.LOG_LEVEL)"
    words = [sys.executable, "-c", show]
    told = [
        subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout
        for env in (production_environment(), production_environment() | blank)
    ]
    assert told == ["['forum.kommune.invalid'] 30 1 INFO\n"] * 2


@pytest.mark.parametrize(("level", "of_django"), [("ERROR", "ERROR"), ("INFO", "INFO"), ("DEBUG", "INFO")])
def test_the_level_of_the_logs_is_of_djangos_own_events_too(level: str, of_django: str) -> None:
    """Django sets its own loggers to INFO, and tells of what stands on a page below that."""
    show = "import django, logging; django.setup(); print(logging.getLevelName(logging.getLogger('django').level))"
    env = production_environment() | {"LOG_LEVEL": level, "DJANGO_SETTINGS_MODULE": "forum.settings"}
    words = [sys.executable, "-c", show]
    told = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout
    assert told == f"{of_django}\n"


def test_a_production_configuration_is_clean() -> None:
    checked = manage("check", "--deploy", "--fail-level", "WARNING")
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_production_configuration_with_the_demos_door_is_refused() -> None:
    checked = manage("check", "--deploy", env={"DEMO": "true"})
    assert checked.returncode == 1
    assert "DEMO" in checked.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "SITE_URL"])
def test_nothing_that_matters_has_a_default(name: str) -> None:
    environment = {part: value for part, value in production_environment().items() if part != name}
    words = [sys.executable, "-c", "import forum.settings"]
    ended = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert f"Set the {name} environment variable" in ended.stderr


def test_a_secret_from_a_file_may_end_in_a_newline(tmp_path: Path) -> None:
    for name in SECRETS:
        (tmp_path / name.lower()).write_text(PRODUCTION.get(name, "hemmelig") + "\n")
    environment = {name: value for name, value in production_environment().items() if name not in SECRETS}
    environment |= {f"{name}_FILE": str(tmp_path / name.lower()) for name in SECRETS} | {
        "OIDC_ISSUER": "https://x.invalid"
    }
    script = (
        "from forum.settings import *; import json; print(json.dumps([SECRET_KEY, DATABASES['default']['NAME'],"
        "EMAIL_HOST, SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'][0]['secret']]))"
    )
    words = [sys.executable, "-c", script]
    ended = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.stdout.strip() == f'["{PRODUCTION["SECRET_KEY"]}", "forum", "mail.invalid", "hemmelig"]', ended.stderr


def test_the_readme_lists_every_variable_and_no_other() -> None:
    """The first of its tables is what compose hands on, the second what it does not."""
    text = (ROOT / "README.md").read_text().partition("## Configuration")[2].partition("\n## ")[0]
    first, others = (
        {name for row in re.findall(r"^\| (`.*?) \|", table, re.M) for name in re.findall(r"`(\w+)`", row)}
        for table in text.split("| variable |")[1:]
    )
    assert first == handed_on()
    assert first | others == variables_read()
    assert first & others == set()
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert asked - first == set(re.findall(r"`([A-Z_]+)` \(", text))


@pytest.mark.parametrize(
    ("asked", "header"),
    [
        ({}, "max-age=31536000"),
        ({"HSTS_SUBDOMAINS": "true"}, "max-age=31536000; includeSubDomains"),
        ({"HSTS_SUBDOMAINS": "true", "HSTS_PRELOAD": "true"}, "max-age=31536000; includeSubDomains; preload"),
    ],
)
def test_subdomains_are_bound_only_when_asked_for(asked: dict[str, str], header: str) -> None:
    script = (
        "import django; django.setup(); from django.test import Client; "
        "print(Client().get('/sundhed/', secure=True)['Strict-Transport-Security'])"
    )
    env = production_environment() | {"DJANGO_SETTINGS_MODULE": "forum.settings", "ALLOWED_HOSTS": "*"} | asked
    words = [sys.executable, "-c", script]
    ended = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert ended.stdout.strip() == header, ended.stderr


def test_the_health_check_asks_the_port_that_is_bound() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Lives) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        env = production_environment() | {"BIND": f"0.0.0.0:{server.server_port}"}
        words = [sys.executable, "tools/healthcheck.py"]
        asked = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        server.shutdown()
    assert asked.returncode == 0, asked.stderr


class Lives(BaseHTTPRequestHandler):
    """A site that lives, under its own name only."""

    def do_GET(self) -> None:
        alive = (self.path, self.headers["Host"]) == ("/sundhed/", "forum.kommune.invalid")
        self.send_response(200 if alive else 404)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Nothing."""
