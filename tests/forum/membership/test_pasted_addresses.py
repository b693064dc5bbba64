"""The same address, pasted with what came round it, is the same person at every door of the site."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from forum.base.fields import AddressesField
from forum.mail.models import OutboxMail
from forum.membership.actions import invitation_answers, invitations
from forum.membership.models import Invitation, JoinRequest
from forum.people.models import Member
from tests import world
from tests.forum.signin.test_signin import ask, is_signed_in, newest_code
from tests.world import Cast

CLEAN = "zw@kommune.example"
PASTED = ["zw@kommune.example\u200b", "Zoë W <ZW@kommune.example>", "mailto:zw@kommune.example", "zw@kommune.example."]


def invite(client: Client, email: str, cast: Cast) -> int:
    sent = {"name": "Zoë W", "email": email, "part": "holder", "seat": world.seat_of(cast.head).pk, "follows": "on"}
    return int(client.post("/invitationer/ny/", sent).status_code)


@pytest.mark.parametrize("pasted", PASTED)
def test_who_is_invited_with_something_unseen_signs_in_by_the_clean_address(
    cast: Cast, client_for: Any, pasted: str
) -> None:
    assert invite(client_for(cast.secretary), pasted, cast) == 302
    invitation = Invitation.objects.get()
    assert (invitation.email, OutboxMail.objects.get(kind="forum.invitation").to_address) == (CLEAN, CLEAN)
    joined = invitation_answers.accept(token=invitations.token_of(invitation), name="Zoë W", by=None, now=world.NOW)
    assert joined.email == CLEAN
    for typed in (CLEAN, pasted):
        client = Client()
        ask(client, typed)
        client.post("/konto/log-ind/kode/", {"code": newest_code()})
        assert is_signed_in(client)


@pytest.mark.parametrize("pasted", PASTED)
def test_every_other_door_knows_the_same_address(cast: Cast, client_for: Any, pasted: str) -> None:
    secretary = client_for(cast.secretary)
    secretary.post(f"/medlemmer/{cast.head.pk}/mailadresse/", {"email": pasted})
    assert Member.objects.get(pk=cast.head.pk).email == CLEAN
    again = {"name": "En anden", "email": pasted, "part": "secretariat"}
    secretary.post("/invitationer/ny/", again)
    assert list(Invitation.objects.values_list("email", flat=True)) == [CLEAN]
    assert invitation_answers.invited_member(Invitation.objects.get()) == cast.head
    assert AddressesField(label="Til").clean(f"bo@x.example, {pasted}") == ["bo@x.example", CLEAN]
    assert Member.objects.create_user(f"\u200b{cast.ski.email}x", "X").email == f"{cast.ski.email}x"


def test_two_that_look_alike_are_one(cast: Cast, client_for: Any) -> None:
    secretary = client_for(cast.secretary)
    assert [invite(secretary, email, cast) for email in (CLEAN, f"\ufeff{CLEAN}")] == [302, 422]
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("code", ["{} {}.", "{}–{}", "{}{}\u200b", "Din kode til at logge ind: {} {}"])
def test_a_code_pasted_with_something_round_it_is_no_wrong_try(cast: Cast, code: str) -> None:
    client = Client()
    ask(client, cast.head.email)
    digits = newest_code()
    client.post("/konto/log-ind/kode/", {"code": code.format(digits[:4], digits[4:])})
    assert is_signed_in(client)


def test_who_asks_to_join_is_known_by_the_clean_address(cast: Cast, clock: Any) -> None:
    client = Client()
    stamp = client.get("/bliv-medlem/").context["form"]["stamp"].value()
    clock.shift(10)
    asked = {"name": "Zoë W", "email": f"<{CLEAN}\u200b>", "organisation": "X", "why": "Y", "stamp": stamp}
    assert client.post("/bliv-medlem/", asked).status_code == 302
    assert list(JoinRequest.objects.values_list("email", flat=True)) == [CLEAN]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Holm, Ida", "Skriv navnet uden komma, fx »Ida Holm«."),
        ("Holm, Ida, KL", "Skriv navnet uden komma, og skriv titler og arbejdssted for sig."),
    ],
)
def test_a_name_with_a_comma_is_a_question(cast: Cast, client_for: Any, name: str, sentence: str) -> None:
    page = client_for(cast.head).post("/profil/", {"name": name})
    assert (page.status_code, page.context["form"].errors["name"]) == (422, [sentence])
