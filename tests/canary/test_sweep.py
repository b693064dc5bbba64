"""Every address of ours, fetched as everyone; words above one's audience fail, and so does a forgotten address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import request as requests
from django.test import Client
from django.urls import NoReverseMatch, reverse

from forum.people.models import Member
from tests.canary.addresses import OURS, admin_paths, our_names, our_paths
from tests.canary.pages import is_page, samples, skipped_levels
from tests.canary.samples import QUERIES, SAMPLES
from tests.canary.world import FOREIGN, OWN, WORD, Sweep, expected
from tests.canary.written import written
from tests.recommendations.reports.reading import text_of
from tests.validators.checkers import html_faults
from tools.launcher.packages import java

# What a GET may write to, and why; anything else fails the sweep
MAY_WRITE = {
    "django_session": "a session begins, or forgets a message that was shown",
    "forum_cache": "limits on sign-in count their requests",
    "usersessions_usersession": "allauth notes a new session's device",
}
HTMX = {"HX-Request": "true"}


def read(response: Any) -> str:
    """What a response says, and the name of a file: as text, whatever it is made of."""
    assert response.status_code in {200, 204, 301, 302, 304, 400, 401, 403, 404, 405, 409, 410, 422, 503}, response
    content = response.getvalue() if response.streaming else response.content
    if response.headers.get("Content-Type") == "application/pdf":
        return text_of(content)
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)
    named = response.headers.get("Content-Disposition", "")  # addresses in other headers repeat the request's own
    return f"{named}\n" + text.replace("\r\n ", "")  # folded ICS lines


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


ClientFor = Callable[[Member | None], Client]
CHECKED = {"nobody", "lead", "secretary"}  # whose pages are the W3C's checker's, too: between them they see them all
ROLES = ["nobody", "former", "supplier", "head", "lead", "ski", "disqualified", "chair", "secretary"]


def person(role: str, sweep: Sweep) -> Member | None:
    return None if role == "nobody" else (sweep.cast.everyone() | sweep.granted)[role]


class Headers(requests.HttpHeaders):
    """A request's headers, noting who asks for one of htmx's: where nobody does, htmx gets the same answer."""

    asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        if name.upper().startswith("HX-"):
            self.asked.add(name)
        return super().__getitem__(name)

    def __iter__(self) -> Iterator[str]:
        self.asked.add("all of them")
        return super().__iter__()


def test_headers_of_htmx_are_asked_for_as_headers() -> None:
    """And not among the request's variables, where the sweep would not see it."""
    sources = [path for folder in OURS for path in Path(settings.BASE_DIR, folder).rglob("*.py")]
    assert [path.name for path in [*sources, *Path(settings.BASE_DIR, "templates").rglob("*.html")]
            if "HTTP_HX" in path.read_text()] == []  # fmt: skip


@pytest.mark.slow  # some 460 pages each, and what htmx gets of those that look whether it asks
@pytest.mark.parametrize("role", ROLES)
def test_nobody_reads_above_their_audience(
    role: str, sweep: Sweep, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(requests, "HttpHeaders", Headers)
    member = person(role, sweep)
    client = client_for(member)
    may_read, has_read, leaks, writes = expected(member), set(), [], []
    pages: dict[str, Any] = {}
    to_check = set(samples(sweep)) if role in CHECKED else set()
    to_visit: list[tuple[str, dict[str, str]]] = [(path, {}) for path in reversed(our_paths(sweep) + admin_paths())]
    while to_visit:
        path, headers = to_visit.pop()
        Headers.asked.clear()
        with written() as tables:
            answer = client.get(path, headers=headers)
            words = set(WORD.findall(read(answer)))
        if path in to_check and not headers and is_page(answer):
            pages[path] = answer
        has_read |= words
        if words - may_read:
            leaks.append((path, headers, sorted(words - may_read)))
        if tables - set(MAY_WRITE):
            writes.append((path, headers, sorted(tables - set(MAY_WRITE))))
        if Headers.asked and not headers:
            to_visit.append((path, HTMX))
    assert leaks == []
    assert writes == []
    # The other half of the proof: there was something to leak, and who may read it does find it
    assert has_read == may_read
    if role == "secretary":
        assert skipped_levels({path: page.content for path, page in pages.items() if page.status_code == 200}) == {}
    if role in CHECKED and java():
        assert html_faults({path: page.content for path, page in pages.items()}, tmp_path) == {}


CLOSED_DOOR = {403, 404, 405}  # by status: whatever htmx asks for there is behind the same door


@pytest.mark.slow  # some 460 addresses as four people; a part of a page is asked for where the page is shown
def test_those_without_a_seat_read_what_is_granted_alone(sweep: Sweep, client_for: ClientFor) -> None:
    """One test: the world is built once. What a GET writes is counted over all of a role's requests."""
    ours, every = our_paths(sweep), our_paths(sweep) + admin_paths()
    has_read: dict[str, set[str]] = {}
    leaks = []
    for role, member in sweep.granted.items():
        client, may_read, shown = client_for(member), expected(member), set()
        has_read[role] = set()
        with written() as tables:
            for path, headers in [(path, {}) for path in every] + [(path, HTMX) for path in ours]:
                if headers and path not in shown:
                    continue
                response = client.get(path, headers=headers)
                if response.status_code not in CLOSED_DOOR:
                    shown.add(path)
                words = set(WORD.findall(read(response)))
                has_read[role] |= words
                if words - may_read:
                    leaks.append((role, path, headers, sorted(words - may_read)))
        assert (role, tables - set(MAY_WRITE)) == (role, set())
    assert leaks == []
    # There was something to leak, and each reads their own
    assert has_read == {role: expected(member) for role, member in sweep.granted.items()}
    assert expected(sweep.granted["guest"]) > expected(None)


def test_a_private_row_is_read_by_its_owner(sweep: Sweep, client_for: ClientFor) -> None:
    """The other half of the sweep's proof for `owner_only`: the colleague does find her draft, and not the other's."""
    page = read(client_for(sweep.colleague).get(f"/moeder/{sweep.draft_meeting.slug}/referat/skriv/"))
    assert set(WORD.findall(page)) & {OWN, FOREIGN} == {FOREIGN}
