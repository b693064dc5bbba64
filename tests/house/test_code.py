"""Rules of the code: who reads protected models, how long files are, what every view decides."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from forum.base.visibility import Protected

ROOT = settings.BASE_DIR
CODE = [p for top in ("forum", "recommendations", "meetings") for p in sorted((ROOT / top).rglob("*.py"))]
CODE = [path for path in CODE if "migrations" not in path.parts]
EVERYTHING = CODE + [p for top in ("tests", "tools") for p in sorted((ROOT / top).rglob("*.py"))]
PROTECTED = {model.__name__ for model in apps.get_models() if issubclass(model, Protected)}
# Where rows are made and moved, and where the viewer is not a person: seeds make the demo, tests make their world
MAY_USE_OBJECTS = {"models", "actions", "management", "migrations", "seed", "load", "reminders", "retention"}
# What reads rows for one viewer: the methods of their querysets, and the functions that ask them
READS = {"visible_to", "with_unsent", "read_by"}
READERS = {"get_visible_or_404", "get_corrected_or_404", "decisions_of"}
# Names of rows counted or moved by the machine itself, whoever looks
MACHINE = {
    ("forum/jobs/health.py", "OutboxMail"),
    ("forum/mail/delivery.py", "OutboxMail"),
    ("forum/mail/outbox.py", "OutboxMail"),
    ("forum/mail/restore.py", "OutboxMail"),
}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


SILENCED = re.compile(r"# (?:type: ignore(?:\[[\w, -]+\])?|noqa(?:: [A-Z0-9, ]+)?)\s*$", re.MULTILINE)


def test_whoever_silences_a_checker_says_why_beside_it() -> None:
    """`# noqa: S608 - our own names`, `# type: ignore[misc]  # a base made at run time`."""
    mute = [(relative(path), found) for path in EVERYTHING for found in SILENCED.findall(path.read_text())]
    assert mute == []


def test_there_is_something_to_look_at() -> None:
    assert len(CODE) > 50
    assert {"Meeting", "AgendaItem", "Recommendation", "Area", "OutboxMail", "Member"} <= PROTECTED


def _calls_of_objects(tree: ast.AST) -> Iterator[tuple[str, int, list[str]]]:
    """(model, line, the chain of attribute names after `.objects`) for each use of a manager."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and node.attr in {"objects", "_base_manager", "_default_manager"}):
            continue
        if not isinstance(node.value, ast.Name):
            continue
        chain, above = [], parents.get(node)
        while isinstance(above, ast.Attribute | ast.Call):
            if isinstance(above, ast.Attribute):
                chain.append(above.attr)
            elif isinstance(above.func, ast.Name) and above.func.id in READERS:
                chain.append("visible_to")
            above = parents.get(above)
        yield node.value.id, node.lineno, chain


def _unprotected(path: Path) -> list[str]:
    found = []
    for model, line, chain in _calls_of_objects(ast.parse(path.read_text())):
        if model in PROTECTED and not READS & set(chain) and (relative(path), model) not in MACHINE:
            found.append(f"{relative(path)}:{line} {model}")
    return found


def test_protected_models_are_read_through_visible_to() -> None:
    guarded = [path for path in CODE if not MAY_USE_OBJECTS & set(path.relative_to(ROOT).with_suffix("").parts)]
    assert [use for path in guarded for use in _unprotected(path)] == []


def test_the_rule_about_visible_to_can_fail(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text(
        "rows = Meeting.objects.filter(pk=1)\n"
        "fine = Meeting.objects.filter(pk=1).visible_to(viewer)\n"
        "also_fine = get_visible_or_404(Meeting.objects.all(), viewer, pk=1)\n"
        "unprotected = Seat.objects.all()\n"
        "behind = Member._base_manager.get(pk=1)\n"
    )
    assert _unprotected(bad) == ["bad.py:1 Meeting", "bad.py:5 Member"]


def test_no_file_is_over_300_lines() -> None:
    long = {relative(p): n for p in EVERYTHING if (n := len(p.read_text().splitlines())) > 300}
    assert long == {}


def test_no_function_has_over_40_lines() -> None:
    long = []
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.body[0].lineno + 1 > 40:
                long.append(f"{relative(path)}: {node.name}")
    assert long == []


def test_every_module_opens_with_a_sentence() -> None:
    silent = [relative(p) for p in CODE if p.read_text().strip() and not ast.get_docstring(ast.parse(p.read_text()))]
    assert silent == []


def _views(resolver: URLResolver | None = None) -> Iterator[tuple[str, Any]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from _views(entry)
        elif isinstance(entry, URLPattern):
            yield str(entry.pattern), entry.callback


def test_every_view_of_ours_decides_access() -> None:
    ours = [(p, v) for p, v in _views() if v.__module__.split(".")[0] in {"forum", "recommendations", "meetings"}]
    assert len(ours) >= 3
    assert [f"{p} {v.__name__}" for p, v in ours if not hasattr(v, "access")] == []


def test_one_view_alone_takes_a_form_without_our_cookie() -> None:
    """Mail providers press "unsubscribe" themselves, and the signed link is their authority (RFC 8058)."""
    exempt = [view.__name__ for _, view in _views() if getattr(view, "csrf_exempt", False)]
    assert exempt == ["unsubscribe"]
    assert [relative(p) for p in CODE if re.search(r"\bcsrf_exempt\b", p.read_text())] == [
        "forum/membership/views/unsubscribe.py"
    ]


@pytest.mark.parametrize("banned", [r"\bmark_safe\b", r"\.extra\("])
def test_banned_in_code(banned: str) -> None:
    """Where ruff stops short: it lets both pass when they are given a literal (S308, S610)."""
    assert [relative(path) for path in CODE if re.search(banned, path.read_text())] == []


def test_allauths_internals_are_named_in_one_module() -> None:
    """Any release of allauth may change them: pyproject.toml caps its version for their sake."""
    internal = re.compile(r"\ballauth[\w.]*\.internal\b")
    assert [relative(path) for path in CODE if internal.search(path.read_text())] == ["forum/signin/adapters.py"]


def test_no_junk_drawers() -> None:
    junk = {"utils", "helpers", "services", "managers", "common"}
    assert [relative(p) for p in CODE if p.stem in junk or junk & set(p.parts[len(ROOT.parts) :])] == []


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def own_files() -> list[Path]:
    """Every file that is the project's own, as .gitignore draws the line; a bare machine has no git to ask."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()] + [".git"]
    found = []
    for folder, folders, files in os.walk(ROOT):
        here = Path(folder).relative_to(ROOT)
        folders[:] = [name for name in folders if not is_ignored(here / name, ignored)]
        found += [here / name for name in files if not is_ignored(here / name, ignored)]
    return found


def is_ignored(path: Path, ignored: list[str]) -> bool:
    return any(fnmatch(str(path), rule) or fnmatch(path.name, rule) for rule in ignored)


def test_house_has_only_its_rooms() -> None:
    folders = {path.parts[0] for path in own_files() if len(path.parts) > 1}
    rooms = {"forum", "recommendations", "meetings", "templates", "static", "tests", "tools", ".ci"}
    assert folders - {"docs"} == rooms


def test_nothing_names_a_registry_or_this_machine() -> None:
    hosts = re.compile(rb"pypi" + rb"\.org|pythonhosted|registry\.npm" + rb"js|deb\.debian" + rb"\.org|/wo" + rb"rk/")
    house = Path("tests/house")
    assert [
        path for path in own_files() if house not in path.parents and hosts.search((ROOT / path).read_bytes())
    ] == []
