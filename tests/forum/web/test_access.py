"""What every request meets before a view does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from forum.people.models import Member
from forum.urls import handler403, handler404, handler500  # noqa: F401 - this module is a urlconf in a test
from forum.urls import urlpatterns as product
from forum.web import access
from forum.web.access import View, member
from forum.web.middleware import refuse_malformed
from tests.world import Cast


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hemmeligt")


@member
def decided(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hemmeligt")


def behind(decide: Callable[[View], View]) -> View:
    return decide(lambda request: HttpResponse("hemmeligt"))


DECISIONS = ("public", "signed_in", "member", "authority", "secretariat")
urlpatterns = [
    path("glemt/", forgotten),
    path("besluttet/", decided),
    *(path(f"bag/{name}/", behind(getattr(access, name))) for name in DECISIONS),
    *product,
]


@pytest.mark.parametrize(
    ("method", "target", "extra", "status"),
    [
        ("GET", "/sundhed/", {}, 200),
        ("GET", "/sundhed/?q=%00", {}, 400),
        ("GET", "/sundhed/?q=%ff", {}, 400),
        ("GET", "/sundhed/?q=%ed%a0%80", {}, 400),  # a lone surrogate
        ("GET", "/s%00/", {}, 400),
        ("GET", "/%ff/", {}, 400),
        ("TRACE", "/sundhed/", {}, 405),
        ("PROPFIND", "/sundhed/", {}, 405),
        ("POST", "/sundhed/", {"data": "x", "content_type": "text/plain; charset=utf-16"}, 400),
        ("POST", "/sundhed/", {"data": "x", "content_type": "text/plain; charset=hest"}, 400),
    ],
)
@pytest.mark.django_db
def test_malformed_requests_are_refused_in_plain_text(
    method: str, target: str, extra: dict[str, Any], status: int
) -> None:
    answer = Client(enforce_csrf_checks=False).generic(method, target, **extra)
    assert answer.status_code == status
    if status != 200:
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(("method", "status"), [("TRACE", 405), ("OPTIONS", 204)])
@pytest.mark.django_db
def test_the_methods_known_are_told(method: str, status: int) -> None:
    answer = Client().generic(method, "/")
    assert (answer.status_code, answer.headers["Allow"]) == (status, "GET, HEAD, POST, OPTIONS")
    assert bool(answer.content) is (status == 405)


def test_the_raw_address_of_the_server_is_looked_at_too() -> None:
    request = RequestFactory().get("/", RAW_URI="/%c3%28/")
    assert refuse_malformed(lambda _: HttpResponse("ok"))(request).status_code == 400


@pytest.mark.parametrize("value", ["a\x00b", "a\udc80b"])
def test_nul_and_surrogates_in_a_form_are_refused(cast: Cast, client_for: Any, value: str) -> None:
    body = b"navn=a%00b" if "\x00" in value else b"navn=a%ed%b2%80b"
    answer = client_for(cast.head).post("/nyt/set/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400 if "\x00" in value else 302


def test_unknown_hosts_are_refused(settings: Any, db: None) -> None:
    settings.ALLOWED_HOSTS = ["forum.example.dk"]
    assert Client().get("/soeg/", headers={"host": "evil.example.dk"}).status_code == 400
    assert Client().get("/soeg/", headers={"host": "forum.example.dk"}).status_code == 200


def test_a_broken_session_is_nobodys(db: None) -> None:
    broken = 'forum_session="ikke en session\\073 eller \\001 noget"'  # a patched Python lets no test client make it
    assert Client().get("/soeg/", headers={"cookie": broken}).status_code == 200


@pytest.mark.urls("tests.forum.web.test_access")
def test_a_view_without_an_access_decision_is_closed_to_all(
    cast: Cast, client_for: Callable[[Member | None], Client]
) -> None:
    assert client_for(cast.secretary).get("/besluttet/").content == b"hemmeligt"
    assert client_for(cast.secretary).get("/glemt/").status_code == 403


@pytest.mark.parametrize(
    ("who", "let_in"),
    [
        ("nobody", {"public"}),
        ("former", {"public", "signed_in"}),
        ("supplier", {"public", "signed_in", "member"}),
        ("head", {"public", "signed_in", "member", "authority"}),
        ("chair", {"public", "signed_in", "member", "authority"}),
        ("secretary", set(DECISIONS)),
    ],
)
@pytest.mark.urls("tests.forum.web.test_access")
def test_each_decision_lets_its_own_in_and_turns_all_others_away(
    cast: Cast, client_for: Callable[[Member | None], Client], who: str, let_in: set[str]
) -> None:
    client = client_for(cast.everyone().get(who))
    answers = {name: client.get(f"/bag/{name}/").status_code for name in DECISIONS}
    turned_away = 302 if who == "nobody" else 403  # to the sign-in page, or refused
    assert answers == {name: 200 if name in let_in else turned_away for name in DECISIONS}


@pytest.mark.urls("tests.forum.web.test_access")
def test_a_closed_account_is_refused_at_the_next_request(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.head)
    assert client.get("/besluttet/").status_code == 200
    cast.head.holdings.update(until="2026-11-22")
    assert client.get("/besluttet/").status_code == 403
    assert Client().get("/besluttet/").status_code == 302


def test_headers(cast: Cast, client_for: Any) -> None:
    answer = client_for(cast.head).get("/soeg/")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert answer.headers["X-Frame-Options"] == "DENY"
