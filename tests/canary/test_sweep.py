"""Every address of ours, fetched as everyone; words above one's audience fail, and so does a forgotten address."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.admin.utils import quote
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from forum.people.models import Member
from tests.canary.samples import QUERIES, SAMPLES
from tests.canary.world import WORD, Sweep, expected
from tests.recommendations.reports.reading import text_of

OURS = {"forum", "recommendations", "meetings"}
# Written by Django and allauth themselves when a session begins or a sign-in limit is counted
MAY_WRITE = ("django_session", "forum_cache", "usersessions_usersession")


def our_names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from our_names(entry, inner)
        elif isinstance(entry, URLPattern) and entry.callback.__module__.split(".")[0] in OURS:
            yield f"{space}{entry.name}"


def admin_paths() -> list[str]:
    """The admin's own addresses: every list, its form for a new object, and its first three objects."""
    from django.contrib import admin

    paths = [reverse("admin:index")]
    for model in admin.site._registry:
        changelist = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        first = model._base_manager.order_by("pk").values_list("pk", flat=True)[:3]
        paths += [changelist, f"{changelist}add/", *(f"{changelist}{quote(pk)}/change/" for pk in first)]
    return paths


def paths_of(name: str, sweep: Sweep) -> list[str]:
    given = SAMPLES[name](sweep) if name in SAMPLES else [()]
    found = [reverse(name, args=args) for args in given]
    return found + [f"{path}?{query}" for path in found for query in QUERIES.get(name, [])]


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code in {200, 301, 302, 304, 400, 403, 404, 405, 409, 410, 503}, path
    content = response.getvalue() if response.streaming else response.content
    if response.headers.get("Content-Type") == "application/pdf":
        return text_of(content)
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)
    return text.replace("\r\n ", "")  # folded ICS lines


def test_every_address_has_its_sample() -> None:
    missing = []
    for name in sorted(set(our_names())):
        if name not in SAMPLES:
            try:
                reverse(name)
            except NoReverseMatch:
                missing.append(name)
    assert missing == []


def test_no_sample_is_of_an_address_that_is_gone() -> None:
    assert set(SAMPLES) | set(QUERIES) == (set(SAMPLES) | set(QUERIES)) & set(our_names())


ROLES = ["nobody", "former", "supplier", "head", "lead", "ski", "disqualified", "chair", "secretary"]


@pytest.mark.slow  # some 460 requests each
@pytest.mark.parametrize("role", ROLES)
def test_nobody_reads_above_their_audience(
    role: str, sweep: Sweep, client_for: Callable[[Member | None], Client]
) -> None:
    member = None if role == "nobody" else sweep.cast.everyone()[role]
    client = client_for(member)
    may_read, has_read, leaks, writes = expected(member), set(), [], []
    paths = [path for name in sorted(set(our_names())) for path in paths_of(name, sweep)] + admin_paths()
    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            words = set(WORD.findall(body(client, path)))
        has_read |= words
        if words - may_read:
            leaks.append((path, sorted(words - may_read)))
        writes += [
            (path, query["sql"][:120])
            for query in queries.captured_queries
            if query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
            and not any(table in query["sql"] for table in MAY_WRITE)
        ]
    assert leaks == []
    assert writes == []
    # The other half of the proof: there was something to leak, and who may read it does find it
    assert has_read == may_read
