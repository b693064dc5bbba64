"""No header that a browser sends decides who gets in: through gunicorn as production starts it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory

from forum.base.visibility import Viewer
from forum.panel.site import Panel
from forum.people.models import Organisation
from tests.faults.conftest import Served
from tests.world import Cast

pytestmark = (
    pytest.mark.real_time
)  # the web server is a process of its own, and asks the machine whether a session lives

# Name, value, and the path it goes with. What a proxy, a framework or htmx may say of where, whence and what
LIES = [
    ("SCRIPT_NAME", "/x", "/x/admin/"),
    ("SCRIPT_NAME", "/admin", "/admin/admin/"),
    ("PATH_INFO", "/admin/", "/"),
    ("X-Script-Name", "/x", "/x/admin/"),
    ("X-Forwarded-Prefix", "/x", "/x/admin/"),
    ("X-Original-URL", "/admin/", "/"),
    ("X-Rewrite-URL", "/admin/", "/"),
    ("X-Forwarded-Host", "evil.example", "/admin/"),
    ("X-Forwarded-For", "127.0.0.1", "/admin/"),
    ("X-Forwarded-User", "secretary", "/admin/"),
    ("Remote_User", "1", "/admin/"),
    ("X-HTTP-Method-Override", "POST", "/admin/"),
    ("HX-Request", "true", "/admin/"),
    ("HX-History-Restore-Request", "true", "/admin/"),
    ("HX-Current-URL", "http://127.0.0.1/admin/", "/admin/"),
]


@pytest.fixture
def unproved(cast: Cast) -> str:
    """The cookie of a secretary signed in by mail code alone."""
    client = Client()
    client.force_login(cast.secretary, backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"forum_session={client.cookies['forum_session'].value}"


def is_inside(served: Served, path: str, headers: dict[str, str]) -> bool:
    """True when the answer is a page of the admin."""
    answer = served.get(path, headers=headers)
    assert answer.status < 500, (path, headers)
    return answer.status == 200 and "admin/css/" in answer.body


@pytest.mark.slow  # a web server is started
def test_no_header_opens_the_admin(
    serve: Callable[..., Served], cast: Cast, unproved: str, cookie: Callable[[Any], str]
) -> None:
    served = serve(ALLOWED_HOSTS="127.0.0.1")
    proved = cookie(cast.secretary)
    assert is_inside(served, "/admin/", {"Cookie": proved})  # there is something to open
    for who in (unproved, cookie(cast.head), ""):
        opened = [(name, path) for name, lie, path in LIES if is_inside(served, path, {"Cookie": who, name: lie})]
        assert opened == []
    assert served.get("/om/", headers={"SCRIPT_NAME": "/evil"}).status == 200
    assert served.get("/om/", headers={"Host": "evil.example"}).status == 400
    lie = {"Cookie": unproved, "SCRIPT_NAME": "/x"}
    served.get("/x/admin/forum/organisation/add/", "POST", "name=Ny", headers=lie)
    assert not Organisation.objects.filter(name="Ny").exists()


@pytest.mark.slow  # a web server is started
def test_whether_it_is_https_is_said_by_the_proxy_that_the_settings_trust_alone(serve: Callable[..., Served]) -> None:
    """Else anyone on a plain line passes for one with TLS, and two headers that differ end in gunicorn's own page."""
    served = serve(SITE_URL="https://127.0.0.1", ALLOWED_HOSTS="127.0.0.1", DEMO="false", TRUSTED_PROXY="false")
    lies: list[dict[str, str]] = [{}, {"X-Forwarded-Proto": "https"}, {"X-Forwarded-Ssl": "on"}]
    lies.append({"X-Forwarded-Proto": "https", "X-Forwarded-Ssl": "off"})
    assert [served.get("/om/", headers=lie).status for lie in lies] == [301] * 4


def test_where_the_site_begins_does_not_move_what_the_address_opens(cast: Cast, client_for: Any) -> None:
    """As behind another server, which does give the site a place of its own below an address."""
    client = Client()
    client.force_login(cast.secretary, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/admin/", SCRIPT_NAME="/x").status_code == 302
    assert client_for(cast.secretary).get("/admin/", SCRIPT_NAME="/x").status_code == 200


def test_the_admin_asks_for_the_viewer_itself(cast: Cast) -> None:
    """Without the middleware's decision it would still be shut."""
    request: Any = RequestFactory().get("/admin/")
    request.user = cast.secretary
    request.viewer = Viewer(member_id=cast.secretary.pk)  # a secretary whose session has no second factor
    assert Panel().has_permission(request) is False
    request.viewer = cast.secretary.as_viewer()
    assert Panel().has_permission(request) is True
