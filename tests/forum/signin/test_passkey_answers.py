"""What a client sends as a passkey's answer may be anything: it is a wrong key, and no error of the site's."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal import auth
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client, RequestFactory

from forum.signin import second_factor_forms
from forum.signin.second_factor_forms import WRONG_PASSKEY, NewPasskeyForm, SignInWithPasskeyForm, UsePasskeyAgainForm
from tests.forum.signin.test_second_factor import sign_in_by_code
from tests.world import Cast

LOGIN, NEW = "/konto/log-ind/adgangsnoegle/", "/konto/to-trin/noegler/ny/"
ODD: list[Any] = [None, 5, "", "å", "A", "AAAA", [], {}, {"id": "a"}, "x\x00", True, -1e308]


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _said(**also: Any) -> dict[str, Any]:
    """The form of an answer, of a key that nobody has."""
    told = json.dumps({"type": "webauthn.get", "challenge": "AAAA", "origin": "http://testserver"}).encode()
    parts = {"clientDataJSON": _b64(told), "authenticatorData": _b64(bytes(37)), "signature": "AAAA"}
    return {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": parts | also, "clientExtensionResults": {}}


def _answers() -> Iterator[str]:
    yield from (
        "",
        "[",
        "{",
        "[" * 5000,
        "9" * 5000,
        '{"a":' * 5000,
        f'{{"id": "{"a" * 70_000}"}}',
        "NaN",
        '"\\ud800"',
        '{"id":"\\u0000"}',
    )
    whole = [_said(), _said(userHandle="MQ"), _said(attestationObject="oA"), _said(userHandle="MQ", signature=5)]
    deep = _b64(b"\x81" * 5000)  # CBOR: a list in a list in a list
    whole += [
        _said(attestationObject=deep),
        _said(userHandle=_b64(b"9" * 5000)),
        _said(clientDataJSON=_b64(b"[" * 5000)),
    ]
    whole += [_said(attestationObject=_b64(bytes([first]))) for first in range(0, 256, 5)]
    yield from map(json.dumps, ODD + whole)
    for one in whole[:3]:
        for name in one:
            yield from (json.dumps(one | {name: odd}) for odd in ODD)
        for name in one["response"]:
            yield from (json.dumps(one | {"response": one["response"] | {name: odd}}) for odd in ODD)


SOME = ('{"id": "a"}', "[" * 5000, "9" * 5000, json.dumps(_said()))


def _secretary(cast: Cast) -> Client:
    """Signed in, the second factor proved just now."""
    TOTP.activate(cast.secretary, "JBSWY3DPEHPK3PXP")
    client = Client()
    client.force_login(cast.secretary, backend="allauth.account.auth_backends.AuthenticationBackend")
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, cast.secretary, "mfa", type="totp", reauthenticated=True)
    request.session.save()
    return client


def test_an_answer_that_cannot_be_read_is_a_wrong_key(cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.session, request.user = Client().session, cast.secretary
    with request_context(request):
        auth.begin_authentication()  # there is a challenge to answer
        for answer in _answers():
            cache.clear()
            sent = {"credential": answer}
            using, adding = SignInWithPasskeyForm(data=sent), NewPasskeyForm(user=cast.secretary, data=sent)
            assert using.errors == {"credential": [WRONG_PASSKEY]}, answer[:200]
            assert [list(errors) for errors in adding.errors.values()] == [[WRONG_PASSKEY]], answer[:200]
            forms: Any = UsePasskeyAgainForm  # whose arguments are allauth's
            again = forms(user=cast.secretary, data=sent)
            assert again.errors == using.errors, answer[:200]
            assert str(using) + str(adding)


def test_so_it_is_on_every_page_that_takes_one(cast: Cast) -> None:
    stranger, secretary = Client(), _secretary(cast)
    half, _ = sign_in_by_code(cast.secretary)
    for answer in SOME:
        cache.clear()
        response = stranger.post(LOGIN, {"credential": answer})
        told = [str(message) for message in get_messages(response.wsgi_request)]
        assert (response.status_code, told[-1:]) == (302, [WRONG_PASSKEY]), answer[:200]
        for client, path, form in ((secretary, NEW, "form"), (half, "/konto/log-ind/to-trin/", "webauthn_form")):
            response = client.post(path, {"credential": answer})
            errors = [list(listed) for listed in response.context[form].errors.values()]
            assert (response.status_code, errors) == (422, [[WRONG_PASSKEY]]), (path, answer[:200])
    assert not Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()


def test_what_the_database_says_is_no_matter_of_the_key() -> None:
    with pytest.raises(DatabaseError), second_factor_forms._reading_a_passkey():
        raise DatabaseError
