"""Whatever goes wrong, the answer is a page of the site that says what to do."""

from __future__ import annotations

import runpy

import lxml.html
import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from gunicorn.http.message import MAX_REQUEST_LINE

from forum.views import errors


def heading(content: bytes) -> str:
    (title,) = lxml.html.fromstring(content).iter("h1")
    return str(title.text_content())


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_not_found(visitor: Client) -> None:
    answer = visitor.get("/findes/ikke/")
    assert (answer.status_code, heading(answer.content)) == (404, "Siden findes ikke")


@pytest.mark.django_db
def test_an_address_that_is_far_too_long_is_not_found(visitor: Client) -> None:
    """gunicorn lets through as long an address as it can: above that its own English answer is all there is."""
    answer = visitor.get("/" + "a" * 8000)
    assert (answer.status_code, heading(answer.content)) == (404, "Siden findes ikke")
    conf = runpy.run_path(str(settings.BASE_DIR / "tools/gunicorn_conf.py"))
    assert conf["limit_request_line"] == MAX_REQUEST_LINE


@pytest.mark.django_db
@pytest.mark.usefixtures("own_pages")
def test_server_error_is_told_without_the_request(visitor: Client) -> None:
    answer = visitor.get("/prove/fejl/")
    assert (answer.status_code, heading(answer.content)) == (500, "Noget gik galt hos os")


@pytest.mark.django_db
@pytest.mark.usefixtures("own_pages")
def test_a_form_from_elsewhere() -> None:
    answer = Client(enforce_csrf_checks=True).post("/prove/", {"name": "Bo"})
    assert (answer.status_code, heading(answer.content)) == (403, "Siden var blevet for gammel")


def test_forbidden_and_malformed() -> None:
    request = RequestFactory().get("/")
    told = [errors.forbidden(request, Exception()), errors.bad_request(request, Exception())]
    assert [(answer.status_code, heading(answer.content)) for answer in told] == [
        (403, "Det har du ikke adgang til"),
        (400, "Adressen eller formularen kan ikke læses"),
    ]


@pytest.mark.django_db
def test_forbidden_does_not_tell_whether_there_is_something() -> None:
    words = lxml.html.fromstring(errors.forbidden(RequestFactory().get("/"), Exception()).content).find_class("lead")
    assert [lead.text_content() for lead in words] == [
        "Din rolle i forummet giver ikke adgang til det, du bad om. "
        "Mener du, at det er en fejl, så skriv til sekretariatet."
    ]
