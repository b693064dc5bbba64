"""Rules of the templates: no queries, no inline script or style, every one used, every one compiles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

BASE = settings.BASE_DIR
TEMPLATES = sorted((BASE / "templates").rglob("*.*"))
NAMES = {path.relative_to(settings.BASE_DIR / "templates").as_posix(): path for path in TEMPLATES}
# Mails need their sheet inside (inlined at sending), PDFs get their sheet from memory: CSP rules neither
OWN_STYLE = ("mail/", "pdf/")
# Overridden by name from Django, allauth and our widgets: used by them, not named by us
OVERRIDES = (
    "django/", "account/", "mfa/", "usersessions/", "socialaccount/", "allauth/", "admin/", "registration/",
    "pghistory_admin/", "forum/web/", "429.html",
)  # fmt: skip


def site_templates() -> dict[str, str]:
    return {name: path.read_text() for name, path in NAMES.items() if not name.startswith(OWN_STYLE)}


def test_there_are_templates() -> None:
    assert len(NAMES) > 10


@pytest.mark.parametrize("name", sorted(NAMES))
def test_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize(
    "banned",
    [
        r"\.all\b", r"_set\b",
        r"\.count\b(?!er)", r"(?<!forloop)\.first\b", r"\|safe\b", r"autoescape off", r"\|safeseq",
        r"<style", r"\sstyle=", r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")",
        r"\son[a-z]+=\"", r"javascript:", r"hx-on", r"(?<!data-)\bhx-", r"href=\"#\"",
    ],
)  # fmt: skip
def test_banned_in_templates(banned: str) -> None:
    comment = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.S)
    found = [name for name, text in site_templates().items() if re.search(banned, comment.sub("", text))]
    assert found == []


# What people write over several lines as plain text, by the names that templates know it by
LINES = re.compile(
    r"\{\{ ((?:decision|treatment|remark|recommendation|version|one)\.text|(?:recommendation|one)\.(?:opening|rest)"
    r"|(?:join_request|request)\.why|join_request\.answer) \}\}"
)
ATTRIBUTE = re.compile(r'="[^"]*"|{% block (?:preheader|description|title) %}.*?{% endblock %}')


def test_text_of_several_lines_keeps_them() -> None:
    """HTML makes one line of many: `|linebreaksbr`, also in PDFs and mails."""
    shown = {name: ATTRIBUTE.sub("", path.read_text()) for name, path in NAMES.items() if name.endswith(".html")}
    assert len(re.findall(r"\|linebreaksbr", "".join(shown.values()))) > 20
    assert [(name, found) for name, text in shown.items() for found in LINES.findall(text)] == []


def test_template_elements_hold_no_words() -> None:
    """Text browsers show what is in a <template>: on every page a message that something failed."""
    element, markup = re.compile(r"<template\b[^>]*>(.*?)</template>", re.S), re.compile(r"<[^>]*>|{%.*?%}")
    held = {name: markup.sub("", part) for name, text in site_templates().items() for part in element.findall(text)}
    assert {name: words.split() for name, words in held.items()} == {"components/toasts.html": []}


def test_every_aside_has_a_name() -> None:
    """Screen readers list the asides of a page: »complementary« alone says nothing."""
    asides = [(name, tag) for name, text in site_templates().items() for tag in re.findall(r"<aside\b[^>]*>", text)]
    assert len(asides) > 5
    assert [name for name, tag in asides if not re.search(r"\saria-label(ledby)?=", tag)] == []


def test_htmx_sits_on_links_and_forms() -> None:
    """Every data-hx-get on a link with its href, every data-hx-post on a real form: all works without JavaScript."""
    wrong = []
    for name, text in site_templates().items():
        for tag in re.findall(r"<[a-z][^>]*\sdata-hx-(?:get|post)[^>]*>", text):
            if "hx-get" in tag and not re.match(r"<a\b[^>]*\bhref=", tag):
                wrong.append(f"{name}: {tag}")
            if "hx-post" in tag and not re.match(r"<form\b[^>]*\bmethod=\"post\"", tag):
                wrong.append(f"{name}: {tag}")
    assert wrong == []


def test_a_form_that_sums_up_its_errors_is_not_stopped_by_the_browsers_own() -> None:
    ours = re.compile(r"{{ form }}|as_field_group|error_summary")
    forms = re.compile(r'<form\b(?=[^>]*method="post")([^>]*)>(.*?)</form>', re.S)
    found = [
        (n, tag) for n, text in site_templates().items() for tag, inside in forms.findall(text) if ours.search(inside)
    ]
    assert [name for name, tag in found if "novalidate" not in tag] == []


def test_a_link_that_leaves_a_form_unsent_is_not_asked_about() -> None:
    """Its words say that what was written is dropped: the browser need not ask as well (static/js/guards.js)."""
    away = re.compile(r"<a\b([^>]*)>(?:Annullér|Bliv|Gå tilbage uden at \w+)</a>")
    found = [(name, tag) for name, text in site_templates().items() for tag in away.findall(text)]
    assert len(found) > 20
    assert [(name, tag) for name, tag in found if "data-unguarded" not in tag] == []


def test_a_fold_with_fields_opens_for_their_errors() -> None:
    folds = re.compile(r"<details((?:[^>{]|{%.*?%})*)>(.*?)</details>", re.DOTALL)
    with_fields = [
        (name, how)
        for name, text in site_templates().items()
        for how, inside in folds.findall(text)
        if "as_field_group" in inside
    ]
    assert len(with_fields) > 5
    assert [name for name, how in with_fields if "errors" not in how] == []


def test_what_leaves_a_form_has_another_name_than_what_undoes() -> None:
    """»Fortryd« brings back what was done, as in the editor's toolbar; »Annullér« leaves a form unsent."""
    pages = site_templates()
    undoes = re.compile(r'<button class="[^"]*" type="submit">Fortryd\b')
    assert [name for name, text in pages.items() if undoes.search(text)] == [
        "components/toast.html", "components/undo_bar.html",
    ]  # fmt: skip
    # A link away, unasked, or a button of another form than the one that it leaves
    leaves = re.compile(r'<a\b[^>]*\bdata-unguarded>Annullér</a>|<button\b[^>]*\bform="afbryd">Annullér</button>')
    rest = {name: leaves.sub("", undoes.sub("", text)) for name, text in pages.items()}
    assert sum("Annullér" in text for text in pages.values()) > 10
    assert [name for name, text in rest.items() if re.search(r">\s*(Annullér|Fortryd)\b", text)] == []


def test_components_list_their_variables() -> None:
    silent = [n for n, text in site_templates().items() if n.startswith("components/") and "{" + "#" not in text[:3]]
    commented = [n for n in silent if not NAMES[n].read_text().startswith("{% comment %}")]
    assert commented == []


def test_every_template_is_used() -> None:
    root: Path = settings.BASE_DIR
    sources = [p for top in ("forum", "recommendations", "meetings") for p in (root / top).rglob("*.py")]
    text = "\n".join(p.read_text() for p in [*sources, *TEMPLATES])
    stems = {name: re.sub(r"^mail/(.*)\.(txt|html)$", r"\1", name) for name in NAMES}
    unused = [n for n in NAMES if not n.startswith(OVERRIDES) and f'"{n}"' not in text and f'"{stems[n]}"' not in text]
    assert unused == []


def test_quotation_marks_point_inwards() -> None:
    """As Danish ones do; pointing outwards they are French."""
    texts = [*TEMPLATES, *(p for top in ("forum", "meetings", "recommendations") for p in (BASE / top).rglob("*.py"))]
    lines = [(path.name, line) for path in texts for line in path.read_text().splitlines()]
    quoted = [(name, "".join(re.findall("[«»]", line))) for name, line in lines]
    assert any(marks for _, marks in quoted)
    assert [(name, marks) for name, marks in quoted if marks != "»«" * (len(marks) // 2)] == []
