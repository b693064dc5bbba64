"""Every address of ours, sent an empty form and one full of nonsense by everyone: nothing breaks, nothing is told."""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from tests.canary.addresses import OURS, our_paths
from tests.canary.pages import is_page, samples
from tests.canary.test_sweep import CHECKED, CLOSED_DOOR, HTMX, ROLES, ClientFor, person, read
from tests.canary.world import WORD, Sweep, expected
from tests.validators.checkers import html_faults
from tools.launcher.packages import java

NONSENSE = "¤ -1 '\"<b>%s{{ 7 }}\u202e 99999999999999999999"


def fields() -> dict[str, forms.Field]:
    """Every field of every form of ours, by name."""

    def below(base: Any) -> list[Any]:
        return [base, *(each for child in base.__subclasses__() for each in below(child))]

    get_resolver().url_patterns  # noqa: B018 - the views bring the forms
    ours = [form for form in below(forms.BaseForm) if form.__module__.split(".")[0] in OURS]
    return {name: field for form in ours for name, field in getattr(form, "base_fields", {}).items()}


def garbled() -> dict[str, Any]:
    """Nonsense in every field there is, and in the names that buttons have; a file where a file is asked for."""
    bogus = SimpleUploadedFile("../<b>.pdf", b"%PDF-1.7 nothing of the kind")
    named = {name: bogus if isinstance(field, forms.FileField) else NONSENSE for name, field in fields().items()}
    return dict.fromkeys(("way", "to", "pdf", "choice", "who", "action", "form_key"), NONSENSE) | named


def post_undone() -> Callable[[Client, str, dict[str, Any], dict[str, str]], Any]:
    """A function that posts, and takes back what was done: each address meets the same forum.

    One savepoint serves all. A door that was closed has done nothing.
    """
    before = transaction.savepoint()

    def post(client: Client, path: str, typed: dict[str, Any], headers: dict[str, str]) -> Any:
        response = client.post(path, typed, headers=headers)
        if response.status_code not in CLOSED_DOOR:
            transaction.savepoint_rollback(before)
        return response

    return post


def test_the_forms_are_found() -> None:
    assert {"text", "revision", "audience", "uploads", "substitute_name", "due", "lead"} <= set(fields())


@pytest.mark.slow  # some 330 addresses, twice
@pytest.mark.parametrize("role", ROLES)
def test_no_answer_to_a_form_tells_too_much_or_breaks(
    role: str, sweep: Sweep, client_for: ClientFor, tmp_path: Path
) -> None:
    member = person(role, sweep)
    client, may_read = client_for(member), expected(member)
    client.raise_request_exception, post = False, post_undone()
    cookies, leaks, broken, answered = SimpleCookie(client.cookies), [], [], set()
    nonsense = garbled()
    pages: dict[str, bytes] = {}  # what an empty form is answered with, checked as HTML
    to_check = set(samples(sweep)) if member and role in CHECKED else set()
    for path in dict.fromkeys(path.partition("?")[0] for path in our_paths(sweep)):
        for typed, headers in (({}, {}), (nonsense, HTMX)):
            response = post(client, path, typed, headers)
            client.cookies = SimpleCookie(cookies)
            answered.add(response.status_code)
            if response.status_code >= 500 and response.status_code != 503:
                broken.append((path, bool(typed), response.status_code))
                continue
            words = set(WORD.findall(read(response)))
            if words - may_read:
                leaks.append((path, bool(typed), sorted(words - may_read)))
            if response.status_code in CLOSED_DOOR:
                break  # whatever is in the form
            if path in to_check and not typed and is_page(response):
                pages[path] = response.content
    assert leaks == []
    assert broken == []
    assert answered >= {302, 404, 422}  # some were acted on, some are not there, some were filled in wrongly
    if to_check and java():
        assert html_faults(pages, tmp_path) == {}


@pytest.mark.slow  # some 330 addresses as four people; a door that is closed whatever is sent is tried once
def test_a_form_of_those_without_a_seat_tells_and_breaks_nothing(sweep: Sweep, client_for: ClientFor) -> None:
    paths = list(dict.fromkeys(path.partition("?")[0] for path in our_paths(sweep)))
    leaks, broken, acted, nonsense, post = [], [], set(), garbled(), post_undone()
    for role, member in sweep.granted.items():
        client, may_read = client_for(member), expected(member)
        client.raise_request_exception = False
        cookies = SimpleCookie(client.cookies)
        for path in paths:
            for typed, headers in (({}, {}), (nonsense, HTMX)):
                response = post(client, path, typed, headers)
                client.cookies = SimpleCookie(cookies)
                if response.status_code >= 500 and response.status_code != 503:
                    broken.append((role, path, bool(typed), response.status_code))
                    break
                if words := set(WORD.findall(read(response))) - may_read:
                    leaks.append((role, path, bool(typed), sorted(words)))
                if response.status_code in CLOSED_DOOR:
                    break
                acted.add(path)
    assert (leaks, broken) == ([], [])
    assert 0 < len(acted) < len(paths) / 4  # nearly every door is closed to them
