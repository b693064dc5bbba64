"""The image and its services: every command, file and variable in them exists."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from celery.bin.base import CLIContext
from celery.bin.celery import celery as celery_commands
from django.core.management import get_commands

from forum.celery import app
from tests.ops.production import COMPOSE, ROOT, SECRETS, SERVICES, handed_on, manage, variables_read
from tools.launcher import packages

OURS = [name for name, service in SERVICES.items() if service.get("build") == "."]
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
STAGES = [re.findall(r"^([A-Z]+) +(.*)$", stage, re.M) for stage in re.split(r"(?=^FROM )", DOCKERFILE, flags=re.M)[1:]]
FINAL = STAGES[-1]
READ_BY_OTHERS = {"PATH", "HOME", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}  # by the system and by Python


def set_in_image() -> set[str]:
    return {name for verb, words in FINAL if verb == "ENV" for name in re.findall(r"(\w+)=", words)}


# Compose


def test_the_services_are_the_ones_we_know() -> None:
    assert sorted(SERVICES) == ["beat", "migrate", "postgres", "redis", "web", "worker"]
    assert OURS == ["migrate", "web", "worker", "beat"]


@pytest.mark.parametrize("name", OURS)
def test_every_command_exists(name: str) -> None:
    match SERVICES[name]["command"]:
        case ["python", "manage.py", command, *_]:
            assert command in get_commands()
        case ["gunicorn", "--config", config, module]:
            assert (ROOT / config).is_file()
            assert (ROOT / (module.replace(".", "/") + ".py")).is_file()
        case ["celery", "-A", "forum", command, *options]:
            celery_commands.commands[command].make_context(
                command, options, obj=CLIContext(app, no_color=True, workdir=None)
            )
        case other:
            raise AssertionError(f"not a command we know: {other}")


def test_every_variable_is_read_by_the_product() -> None:
    assert handed_on() - variables_read() == set()
    assert set_in_image() - READ_BY_OTHERS - variables_read() == set()


def test_every_secret_comes_from_a_file_and_has_no_default() -> None:
    environment = SERVICES["web"]["environment"]
    assert {name.removesuffix("_FILE") for name in environment if name.endswith("_FILE")} == SECRETS
    assert [name for name in SECRETS if name in environment] == []
    files = {value.removeprefix("/run/secrets/") for name, value in environment.items() if name.endswith("_FILE")}
    assert files == set(SERVICES["web"]["secrets"])
    assert {*files, *SERVICES["postgres"]["secrets"]} == set(COMPOSE["secrets"])
    text = (ROOT / "docker-compose.yml").read_text()
    assert re.findall(r"\$\{\w*(?:SECRET|PASSWORD|KEY)\w*:-[^}]+\}", text) == []


def test_what_one_waits_for_exists_and_tells_its_health() -> None:
    for service in SERVICES.values():
        for other, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "test" in SERVICES[other]["healthcheck"]
            else:
                assert (how["condition"], other) == ("service_completed_successfully", "migrate")


def test_every_volume_is_declared() -> None:
    used = {mount.partition(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])}
    assert {name for name in used if name.isidentifier()} == set(COMPOSE["volumes"])


def test_the_database_sorts_in_danish_as_the_launchers_does() -> None:
    arguments = SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert arguments[:2] == ["--locale-provider=icu", "--icu-locale=da-DK"]
    folder = packages.postgres_bin()
    assert folder
    known = subprocess.run([folder / "initdb", "--help"], capture_output=True, text=True, check=True).stdout
    assert [word for word in arguments if word.partition("=")[0] not in known] == []


# The image


def test_it_runs_as_an_ordinary_user_on_python_3_13() -> None:
    assert {words.split()[0] for stage in STAGES for verb, words in stage if verb == "FROM"} == {"python:3.13-slim"}
    verbs = [verb for verb, _ in FINAL]
    assert verbs.index("USER") > max(at for at, verb in enumerate(verbs) if verb == "RUN")
    assert dict(FINAL)["USER"] == "10001"  # a number, which says by itself that it is not root's
    assert "useradd --uid 10001" in DOCKERFILE


def test_everything_copied_into_it_exists_and_is_not_kept_out() -> None:
    kept = set(re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.M))
    for stage in STAGES:
        for words in (words for verb, words in stage if verb == "COPY" and not words.startswith("--from")):
            for source in words.split()[:-1]:
                assert (ROOT / source).exists(), source
                assert source.split("/")[0] in kept, source


def test_it_has_the_libraries_the_launcher_installs_for_pdf() -> None:
    pango = next(need for need in packages.needs(tests=False) if "libpango-1.0-0" in need.packages)
    assert [name for name in pango.packages if name not in DOCKERFILE] == []


def test_the_health_check_and_the_command_are_files_of_the_image() -> None:
    copied = {source for verb, words in FINAL if verb == "COPY" for source in words.split()[:-1]}
    named = set(re.findall(r"tools/\w+\.py", dict(FINAL)["CMD"] + dict(FINAL)["HEALTHCHECK"]))
    assert named == {"tools/gunicorn_conf.py", "tools/healthcheck.py"}
    assert named <= copied


@pytest.mark.slow  # every static file is compressed, as in the image
def test_what_is_copied_is_enough_to_collect_files_and_to_start(tmp_path: Path) -> None:
    """The final stage's own COPY and RUN lines, carried out in a folder; what packages bring is not copied."""
    for words in (words for verb, words in FINAL if verb == "COPY"):
        *sources, target = words.removeprefix("--from=frontend ").split()
        for source in sources:
            if not source.startswith("--from"):
                place(source.removeprefix("/app/"), target, tmp_path)
    build = next(words for verb, words in FINAL if verb == "RUN" and "collectstatic" in words)
    names = dict(part.split("=", 1) for part in shlex.split(build) if re.match(r"[A-Z_]+=", part))
    image = {
        "STATIC_ROOT": str(tmp_path / "collected"),
        "STATICFILES_STORAGE": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    }
    packaged = [f"--ignore={folder}" for folder in ("admin", "django_htmx")]  # six seconds of compressing
    collected = manage("collectstatic", "--no-input", *packaged, folder=tmp_path, env=image | names)
    assert collected.returncode == 0, collected.stderr
    assert (tmp_path / "collected/staticfiles.json").is_file()
    started = manage("check", "--deploy", "--fail-level", "WARNING", folder=tmp_path, env=image)
    assert started.returncode == 0, started.stderr


def place(source: str, target: str, image: Path) -> None:
    if source == "/venv":
        return
    to = image / target
    if (ROOT / source).is_dir():
        shutil.copytree(ROOT / source, to, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        to.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / source, to)
