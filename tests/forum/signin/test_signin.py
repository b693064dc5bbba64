"""Sign-in by a code: what a stranger learns, how often one may guess, and that a code is good once and here."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import lxml.html
import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.mail import delivery
from forum.mail.models import OutboxMail
from tests.world import Cast

LOGIN, CODE, DEVICE = "/konto/log-ind/", "/konto/log-ind/kode/", "/konto/log-ind/enhed/"


def ask(client: Client, email: str, **also: Any) -> Any:
    return client.post(LOGIN, {"email": email} | also)


def newest_code() -> str:
    mail = OutboxMail.objects.filter(kind="forum.sign_in_code").latest("pk")
    found = re.search(r"\b(\d{4}) (\d{4})\b", mail.text)
    assert found
    return found[1] + found[2]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08}"


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def same_but_for(address: str, content: bytes) -> str:
    text = content.decode().replace(address, "ADRESSE")
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "TOKEN", text)


def test_a_member_signs_in_with_the_code(cast: Cast) -> None:
    client = Client()
    response = ask(client, "Mette.Lindholm@Example.dk")
    assert (response.status_code, response["Location"]) == (302, CODE)
    mail = OutboxMail.objects.get()
    assert (mail.kind, mail.to_member, mail.is_secret) == ("forum.sign_in_code", cast.head, True)
    code = newest_code()
    response = client.post(CODE, {"code": f" {code[:4]} {code[4:]} "})
    assert (response.status_code, response["Location"]) == (302, f"{DEVICE}?next=%2F")
    assert client.get("/").context["viewer"].member_id == cast.head.pk


def test_the_session_keeps_no_code(cast: Cast) -> None:
    client = Client()
    ask(client, cast.head.email)
    kept = str(Session.objects.get().get_decoded())
    assert "'code':" in kept
    assert newest_code() not in kept


def test_an_unknown_address_reveals_nothing(cast: Cast) -> None:
    """Same statuses, same bodies, the same number of queries - asking, looking, guessing."""
    seen = []
    for address in ("mette.lindholm@example.dk", "nobody.at.all.@example.dk".replace(".@", "@")):
        cache.clear()
        client = Client()
        client.get(LOGIN)
        steps = []
        for step in (
            lambda c=client, a=address: ask(c, a),
            lambda c=client: c.get(CODE),
            lambda c=client: c.post(CODE, {"code": "00000000"}),
        ):
            with CaptureQueriesContext(connection) as queries:
                response = step()
            steps.append((response.status_code, same_but_for(address, response.content), len(queries)))
        seen.append(steps)
    assert seen[0] == seen[1]
    assert [status for status, *_ in seen[0]] == [302, 200, 422]
    assert list(OutboxMail.objects.values_list("to_address", flat=True)) == ["mette.lindholm@example.dk"]


def test_a_domain_that_cannot_be_read_is_no_address(cast: Cast) -> None:
    client = Client()
    for email in ("a@xn--.dk", "a@xn--a.dk", "a@æ.xn--"):
        for path in (LOGIN, "/bliv-medlem/"):
            answer = client.post(path, {"email": email})
            assert (answer.status_code, bool(answer.context["form"].errors["email"])) == (422, True), (email, path)
    assert ask(client, "a@xn--strae-oqa.dk").status_code == 302  # well-formed (IDNA 2008)


def test_a_closed_account_is_an_unknown_address(cast: Cast) -> None:
    cast.former.is_active = False
    cast.former.save()
    assert ask(Client(), cast.former.email).status_code == 302
    assert not OutboxMail.objects.exists()


def test_a_wrong_code_says_so_and_the_right_one_still_works(cast: Cast) -> None:
    client = Client()
    ask(client, cast.head.email)
    response = client.post(CODE, {"code": wrong(newest_code())})
    assert response.status_code == 422
    assert "Koden er ikke rigtig, eller den er udløbet" in response.content.decode()
    client.post(CODE, {"code": newest_code()})
    assert is_signed_in(client)


def test_the_sixth_try_is_refused_even_with_the_right_code(cast: Cast) -> None:
    client = Client()
    ask(client, cast.head.email)
    code = newest_code()
    statuses = [client.post(CODE, {"code": wrong(code)}).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 302]
    page = lxml.html.fromstring(client.get("/konto/log-ind/ny-kode/", follow=True).content)
    assert [
        alert.text_content().strip() for alert in page.xpath("//*[@role='alert' and contains(@class, 'alert-')]")
    ] == ["Der har været for mange forkerte forsøg. Bed om en ny kode, og prøv igen."]
    client.post(CODE, {"code": code})
    assert not is_signed_in(client)


def test_a_code_is_good_once(cast: Cast) -> None:
    client = Client()
    ask(client, cast.head.email)
    code = newest_code()
    client.post(CODE, {"code": code})
    client.post("/konto/log-ud/")
    assert client.post(CODE, {"code": code})["Location"] == "/konto/log-ind/ny-kode/"
    assert not is_signed_in(client)


def test_a_new_code_voids_the_old_one(cast: Cast) -> None:
    client = Client()
    ask(client, cast.head.email)
    old = newest_code()
    client.post("/konto/log-ud/", {"next": LOGIN})
    ask(client, cast.head.email)
    assert client.post(CODE, {"code": old}).status_code == 422
    client.post(CODE, {"code": newest_code()})
    assert is_signed_in(client)


def test_a_code_expires(cast: Cast, clock: time_machine.Traveller) -> None:
    client = Client()
    ask(client, cast.head.email)
    clock.shift(timedelta(minutes=10, seconds=1))
    client.post(CODE, {"code": newest_code()})
    assert not is_signed_in(client)
    assert delivery.send_due() == 0
    assert OutboxMail.objects.get().state == "dropped"


def test_a_code_works_only_in_the_session_that_asked(cast: Cast) -> None:
    thief = Client()
    ask(thief, "nobody@example.dk")
    ask(Client(), cast.head.email)
    assert thief.post(CODE, {"code": newest_code()}).status_code == 422
    assert Client().post(CODE, {"code": newest_code()})["Location"] == "/konto/log-ind/ny-kode/"
    assert not is_signed_in(thief)


def test_the_mails_link_burns_nothing(cast: Cast) -> None:
    """A scanner that follows the link gets the sign-in page; the code is still good where it was asked for."""
    client = Client()
    ask(client, cast.head.email)
    mail = OutboxMail.objects.get()
    (path,) = set(re.findall(r"http://127\.0\.0\.1:8000(/konto\S+?)[\"\s]", mail.text + " "))
    scanner = Client()
    assert (path, scanner.get(path).status_code, scanner.post(path).status_code) == (CODE, 302, 302)
    client.post(CODE, {"code": newest_code()})
    assert is_signed_in(client)


def test_too_many_codes_to_one_address_are_refused(cast: Cast) -> None:
    statuses = [ask(Client(), cast.head.email).status_code for _ in range(4)]
    assert statuses == [302, 302, 302, 422]
    assert [ask(Client(), "nobody@example.dk").status_code for _ in range(4)] == statuses


def length_of_session(client: Client) -> timedelta:
    """How long the server keeps it."""
    left: timedelta = Session.objects.get(session_key=client.session.session_key).expire_date - timezone.now()
    return left


@pytest.mark.parametrize(
    ("answer", "kept", "in_browser"), [("ja", timedelta(days=90), 60 * 60 * 24 * 90), ("nej", timedelta(hours=12), "")]
)
def test_whose_device_it_is_is_asked_after_the_code_and_decides_how_long_one_is_signed_in(
    cast: Cast, answer: str, kept: timedelta, in_browser: int | str
) -> None:
    client = Client()
    ask(client, cast.head.email, next="/moeder/")
    signed_in = client.post(CODE, {"code": newest_code(), "next": "/moeder/"})
    assert (signed_in["Location"], signed_in.cookies["forum_session"]["max-age"]) == (f"{DEVICE}?next=%2Fmoeder%2F", "")
    assert length_of_session(client) == timedelta(hours=12)  # the short one, until somebody chooses
    page = lxml.html.fromstring(client.get(signed_in["Location"]).content)
    buttons = page.xpath("//form[@action='/konto/log-ind/enhed/']//button")
    assert [(button.get("value"), button.get("class")) for button in buttons] == [
        ("ja", "button button-secondary"),
        ("nej", "button button-secondary"),
    ]
    assert [client.post(DEVICE, {"egen": said, "next": "/moeder/"}).status_code for said in ("", "måske")] == [422, 422]
    answered = client.post(DEVICE, {"egen": answer, "next": "/moeder/"})
    assert (answered["Location"], answered.cookies["forum_session"]["max-age"]) == ("/moeder/", in_browser)
    assert length_of_session(client) == kept
    # It is asked once: a page that stood open, or a second press, changes nothing
    assert client.post(DEVICE, {"egen": "ja", "next": "https://evil.example/"})["Location"] == "/"
    assert (length_of_session(client), client.get(DEVICE)["Location"]) == (kept, "/")


def test_a_secretary_is_not_asked_and_is_signed_out_with_the_browser(cast: Cast) -> None:
    client = Client()
    ask(client, cast.secretary.email)
    signed_in = client.post(CODE, {"code": newest_code()})
    assert (signed_in["Location"].partition("?")[0], signed_in.cookies["forum_session"]["max-age"]) == (
        "/konto/sikkerhed/",
        "",
    )
    assert client.post(DEVICE, {"egen": "ja"})["Location"] == "/"
    assert length_of_session(client) == timedelta(hours=12)
    assert Client().get(DEVICE)["Location"] == f"{LOGIN}?next=%2Fkonto%2Flog-ind%2Fenhed%2F"


def test_the_way_back_is_kept_but_not_to_other_sites(cast: Cast) -> None:
    for wanted, reached in (("/moeder/", "/moeder/"), ("https://evil.example/", "/")):
        cache.clear()
        client = Client()
        response = ask(client, cast.head.email, next=wanted)
        response = client.post(response["Location"], {"code": newest_code(), "next": wanted})
        assert client.post(response["Location"], {"egen": "nej"})["Location"] == reached


def test_beginning_again_keeps_the_way_back(cast: Cast) -> None:
    client = Client()
    ask(client, "galt@example.dk")
    # The sign-in page leads on to the code that waits, with the way back that this link has
    page = client.get(f"{LOGIN}?next=%2Fmoeder%2F%3Fside%3D2", follow=True)
    assert page.redirect_chain == [(f"{CODE}?next=%2Fmoeder%2F%3Fside%3D2", 302)]
    (again,) = lxml.html.fromstring(page.content).xpath("//form[@action='/konto/log-ud/']")
    path = client.post("/konto/log-ud/", dict(again.fields))["Location"]
    login = lxml.html.fromstring(client.get(path).content)
    assert login.xpath("//input[@name='next']/@value") == ["/moeder/?side=2"] * 2  # a code, or a passkey
    assert page.context["form"].fields["code"].widget.attrs["autofocus"] is True


def test_five_wrong_codes_keep_the_way_back_but_not_to_other_sites(cast: Cast) -> None:
    for wanted, kept in (("/moeder/?side=2", ["/moeder/?side=2"] * 2), ("https://evil.example/", [])):
        cache.clear()
        client = Client()
        ask(client, cast.head.email, next=wanted)
        sent = {"code": wrong(newest_code()), "next": wanted}
        answers = [client.post(CODE, sent, follow=True) for _ in range(5)]
        assert answers[-1].redirect_chain[-1][0].split("?")[0] == LOGIN
        assert lxml.html.fromstring(answers[-1].content).xpath("//input[@name='next']/@value") == kept


def test_sign_out_needs_a_post(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.head)
    assert client.get("/konto/log-ud/").status_code == 200
    assert is_signed_in(client)
    client.post("/konto/log-ud/")
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "password/change/",
        "password/set/",
        "password/reset/",
        "email/",
        "confirm-email/",
        "3rdparty/",
        "login/",
    ],
)
def test_pages_of_allauth_that_we_do_not_want_are_not_there(cast: Cast, client_for: Any, path: str) -> None:
    assert client_for(cast.head).get(f"/konto/{path}").status_code == 404
    assert Client().get(f"/konto/{path}").status_code == 404


def test_a_code_mail_is_erased_when_sent(cast: Cast, mailoutbox: list[Any], now: datetime) -> None:
    ask(Client(), cast.head.email)
    code = newest_code()
    assert delivery.send_due() == 1
    assert code[:4] in mailoutbox[0].body
    assert list(OutboxMail.objects.values_list("text", "html")) == [("", "")]
