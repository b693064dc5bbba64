"""Whatever goes wrong, the answer is a page of the site that says what to do."""

from __future__ import annotations

import runpy
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import lxml.html
import pytest
from django import forms
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import get_resolver
from gunicorn.http.message import MAX_REQUEST_LINE

from forum.web import errors, lost_forms
from tests import world
from tests.world import Cast


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
    assert (answer.status_code, heading(answer.content)) == (403, "Det blev ikke gemt")


def areas_of(content: bytes) -> list[str]:
    return [area.text_content().strip() for area in lxml.html.fromstring(content).iter("textarea")]


TYPED = {
    "csrfmiddlewaretoken": "Hemmelig A", "form_key": "Hemmelig B", "version": "7", "kind": "to_decide",
    "title": "chatbots", "initial-title": "Noget Før", "draft_at": "2026-11-23T09:00", "answer": "yes", "due": " ",
    "also_before": "Kåre Skov",
    "text": "<script>alert(1)</script> & to\nlinjer", "ukendt": "Helt ny",
}  # fmt: skip


@pytest.mark.parametrize(("checks", "told"), [(False, "Du er blevet logget ud"), (True, "Det blev ikke gemt")])
def test_what_was_typed_when_the_session_ran_out_is_shown_again(checks: bool, told: str, db: None) -> None:
    client = Client(enforce_csrf_checks=checks)
    answer = client.post("/omraader/foreslaa/", TYPED, headers={"Referer": "http://testserver/omraader/foreslaa/?a=b"})
    page = lxml.html.fromstring(answer.content)
    (back,) = [link.get("href") for link in page.iter("a") if link.get("target") == "_blank"]
    form_page = "/omraader/foreslaa/?a=b"
    assert (answer.status_code, heading(answer.content)) == (403, told)
    labels = [label.text_content() for label in page.find_class("form-label")]
    assert dict(zip(labels, areas_of(answer.content), strict=True)) == {
        "Titel": "chatbots", "Tekst": TYPED["text"], "Din tekst": "Helt ny",
    }  # fmt: skip
    assert back == (form_page if checks else "/konto/log-ind/?next=" + quote(form_page, safe=""))
    assert "no-store" in answer["Cache-Control"]


def our_forms(base: Any = forms.BaseForm) -> Iterator[Any]:
    for form in base.__subclasses__():
        yield from our_forms(form)
        if form.__module__.split(".")[0] in {"forum", "meetings", "recommendations"}:
            yield form


def test_what_was_typed_is_called_what_its_field_is_called() -> None:
    """Every field that a person writes in, in every form that is posted; a new one has to come into the table."""
    assert get_resolver().url_patterns  # every form is read
    labels: dict[str, set[str]] = defaultdict(set)
    for form in our_forms():
        for name, field in form.base_fields.items():
            kind = "text" if isinstance(field.widget, forms.Textarea) else getattr(field.widget, "input_type", "")
            if kind in {"text", "email", "url", "number", "tel", "date"}:
                labels[name].add(str(field.label))
    asked_in_addresses = {"q", "since", "until", "words"}
    named = {name: said for name, said in labels.items() if name not in lost_forms.SECRETS | asked_in_addresses}
    assert named.keys() - lost_forms.LABELS.keys() == set()
    several = {name for name, said in named.items() if len(said) > 1}
    assert several == {
        "answer", "due", "email", "greeting", "name", "organisation", "reason", "supplier", "text", "title", "why",
    }  # fmt: skip
    differently = [name for name in named.keys() - several if named[name] != {lost_forms.LABELS[name]}]
    assert (differently, named["organisation"]) == ([], {"Din organisation", "Organisation"})  # own, a guest's


def test_what_was_typed_for_what_is_gone_or_closed_is_shown_again(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.head)
    area = world.make_area(world.organisation("Aalborg"))
    for path, status in (("/omraader/findes-ikke/ret/", 404), (f"{area.get_absolute_url()}ret/", 403)):
        answer = client.post(path, TYPED)
        assert (answer.status_code, areas_of(answer.content)) == (status, [TYPED["title"], TYPED["text"], "Helt ny"])
        assert areas_of(client.get(path).content) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [("a=&" * 3_000, "application/x-www-form-urlencoded"), ("x", "multipart/form-data; boundary=é")],
)
def test_what_cannot_be_read_for_what_is_not_there_is_not_found(
    visitor: Client, db: None, body: str, kind: str
) -> None:
    answer = visitor.post("/findes/ikke/", body, content_type=kind)
    assert (answer.status_code, heading(answer.content)) == (404, "Siden findes ikke")


def test_the_address_of_a_button_opened_by_itself_is_a_page_that_says_so(cast: Cast, client_for: Any) -> None:
    answer = client_for(cast.head).get("/nyt/set/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert heading(answer.content) == "Siden kan ikke åbnes for sig selv"


@pytest.mark.parametrize("checks", [False, True])
def test_htmx_is_told_so_and_leaves_the_page_with_its_text(checks: bool, db: None) -> None:
    answer = Client(enforce_csrf_checks=checks).post("/omraader/foreslaa/", TYPED, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")


def test_a_foreign_page_is_not_led_back_to(db: None) -> None:
    answer = Client().post("/omraader/foreslaa/", TYPED, headers={"Referer": "https://evil.dk/x"})
    assert b"evil" not in answer.content
    assert b'href="/konto/log-ind/?next=%2F"' in answer.content


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
        "Din plads i forummet giver ikke adgang til denne side. Er det en fejl? Skriv til sekretariatet."
    ]
