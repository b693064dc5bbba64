"""OpenID Connect against a small provider of our own: only a verified address that a member has opens the door."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from forum.people.models import Member
from tests.forum.signin.test_signin import is_signed_in
from tests.world import Cast

BUTTON = "/konto/oidc/oidc/login/"


class Provider:
    """Says of the visitor whatever `claims` holds."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(provider.claims if self.path == "/userinfo" else provider.configuration())

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                token = {"iss": provider.address, "aud": "forum", "exp": 4_000_000_000} | provider.claims
                signed = jwt.encode(token, secrets.token_hex(32), algorithm="HS256")
                self._answer({"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": signed})

            def _answer(self, data: dict[str, Any]) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(data).encode())

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def configuration(self) -> dict[str, Any]:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
        known = {name: f"{self.address}/{path}" for name, path in ends.items()}
        return known | {"issuer": self.address, "jwks_uri": f"{self.address}/keys"}


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    made = Provider()
    app = {"provider_id": "oidc", "name": "Entra ID", "client_id": "forum", "secret": "s"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app | {"settings": {"server_url": made.address}}]}}
    yield made
    made.server.shutdown()
    made.server.server_close()


def come_back(client: Client, query: str = "") -> Any:
    """Press the button, be sent to the provider, and return from it with a code."""
    away = client.get(BUTTON + query)
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    return client.get(f"{BUTTON}callback/", {"code": "c", "state": state}, follow=True)


def claims(email: str, **also: Any) -> dict[str, Any]:
    return {"sub": "entra-1", "email": email, "name": "Mette"} | also


def test_the_button_is_there_only_when_configured(cast: Cast, provider: Provider, settings: Any) -> None:
    assert Client().get("/konto/log-ind/").context["single_sign_on"] == [("Entra ID", BUTTON)]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert Client().get("/konto/log-ind/").context["single_sign_on"] == []
    assert Client().get(BUTTON).status_code == 404


@pytest.mark.parametrize("proof", [{"email_verified": True}, {"xms_edov": True}, {"xms_edov": "1"}])
def test_a_member_with_a_verified_address_comes_in(cast: Cast, provider: Provider, proof: dict[str, Any]) -> None:
    provider.claims = claims("Mette.Lindholm@example.dk", **proof)
    client = Client()
    page = come_back(client)
    assert page.context["viewer"].member_id == cast.head.pk


@pytest.mark.parametrize(
    "said",
    [
        claims("mette.lindholm@example.dk"),
        claims("mette.lindholm@example.dk", email_verified=False),
        claims("mette.lindholm@example.dk", email_verified="nej"),
        claims("fremmed@example.dk", email_verified=True),
        {"sub": "entra-1", "email_verified": True},
    ],
)
def test_others_stay_outside_and_nobody_is_made(cast: Cast, provider: Provider, said: dict[str, Any]) -> None:
    provider.claims = said
    before, client = Member.objects.count(), Client()
    page = come_back(client)
    assert not is_signed_in(client)
    assert page.redirect_chain[-1] == ("/konto/log-ind/", 302)
    assert (Member.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_a_closed_account_stays_closed(cast: Cast, provider: Provider) -> None:
    provider.claims = claims(cast.head.email, email_verified=True)
    come_back(Client())
    assert SocialAccount.objects.count() == 1
    Member.objects.filter(pk=cast.head.pk).update(is_active=False)
    client = Client()
    come_back(client)
    assert not is_signed_in(client)


def test_an_address_that_changed_at_the_provider_shuts_the_door(cast: Cast, provider: Provider) -> None:
    provider.claims = claims(cast.head.email, email_verified=True)
    come_back(Client())
    provider.claims = claims("ny.mand@example.dk", email_verified=True)
    client = Client()
    come_back(client)
    assert not is_signed_in(client)


def test_a_stolen_session_cannot_tie_another_identity_to_the_account(
    cast: Cast, provider: Provider, client_for: Any
) -> None:
    provider.claims = claims("tyv@example.dk", email_verified=True)
    come_back(client_for(cast.head), "?process=connect")
    assert not SocialAccount.objects.exists()


def test_a_secretary_still_owes_the_second_factor(cast: Cast, provider: Provider) -> None:
    provider.claims = claims(cast.secretary.email, email_verified=True)
    client = Client()
    page = come_back(client)
    assert page.redirect_chain[-1][0].startswith("/konto/sikkerhed/")
    assert client.get("/invitationer/")["Location"] == "/konto/sikkerhed/"
