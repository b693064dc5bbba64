"""A member's mail address corrected by the secretariat: mail and codes go to the new one from now on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from forum.mail.models import OutboxMail
from forum.membership.actions import invitations, members
from forum.people.models import Member
from tests import world
from tests.forum.signin.test_signin import ask, is_signed_in, newest_code
from tests.world import Cast

NEW = "mette.ny@example.dk"


def path(member: Member) -> str:
    return f"/medlemmer/{member.pk}/mailadresse/"


def test_the_code_goes_to_the_new_address(cast: Cast, client_for: Any) -> None:
    theirs, old = Client(), cast.head.email
    ask(theirs, old)
    theirs.post("/konto/log-ind/kode/", {"code": newest_code()})
    assert is_signed_in(theirs)
    answer = client_for(cast.secretary).post(path(cast.head), {"email": " Mette.NY@example.dk ", "reason": "Gift"})
    cast.head.refresh_from_db()
    assert (answer["Location"], cast.head.email) == (f"/medlemmer/{cast.head.pk}/", NEW)
    assert not is_signed_in(theirs)
    OutboxMail.objects.all().delete()
    for address in (old, NEW):
        ask(Client(), address)
    assert list(OutboxMail.objects.values_list("to_address", flat=True)) == [NEW]


def test_both_addresses_are_told(cast: Cast, client_for: Any) -> None:
    """The old one, because the change may be wrong or somebody else's doing; the new one, because it signs in now."""
    old = cast.head.email
    OutboxMail.objects.all().delete()
    client_for(cast.secretary).post(path(cast.head), {"email": NEW})
    told = {mail.to_address: mail for mail in OutboxMail.objects.filter(kind="forum.address_changed")}
    assert {address: (mail.subject, mail.to_member_id, mail.is_optional) for address, mail in told.items()} == {
        old: ("Din mailadresse i forummet er ændret", None, False),
        NEW: ("Din mailadresse i forummet er ændret", cast.head.pk, False),
    }
    wrong = "Har du ikke bedt om det? Skriv straks til"
    assert [wrong in told[old].text, NEW in told[old].text, "/konto/log-ind/" in told[old].text] == [True, False, False]
    assert [f"Skriv {NEW}, når du logger ind" in told[NEW].text, "/konto/log-ind/" in told[NEW].text] == [True, True]


def test_an_address_that_was_not_changed_tells_nobody(cast: Cast, client_for: Any) -> None:
    OutboxMail.objects.all().delete()
    assert client_for(cast.secretary).post(path(cast.head), {"email": cast.head.email}).status_code == 422
    assert list(OutboxMail.objects.all()) == []


def test_it_may_be_changed_back(cast: Cast) -> None:
    """The same two addresses are told again: each change is a mail of its own."""
    old, by = cast.head.email, cast.secretary
    OutboxMail.objects.all().delete()
    for minute, email in enumerate((NEW, old, NEW)):
        members.change_address(member=cast.head, email=email, by=by, now=world.NOW + timedelta(minutes=minute))
    assert OutboxMail.objects.filter(kind="forum.address_changed").count() == 6


@pytest.mark.parametrize(
    "email", ["", "ingen", "camilla.bech@example.dk", "x" * 300 + "@example.dk", "a@xn--a.dk", "a@æ.xn--"]
)
def test_what_is_no_address_or_anothers_is_refused_and_kept(cast: Cast, client_for: Any, email: str) -> None:
    Member.objects.filter(pk=cast.supplier.pk).update(email="camilla.bech@example.dk")
    before = cast.head.email
    answer = client_for(cast.secretary).post(path(cast.head), {"email": email, "reason": "Nyt domæne"})
    cast.head.refresh_from_db()
    assert (answer.status_code, cast.head.email) == (422, before)
    assert "Nyt domæne" in answer.content.decode()


def test_only_the_secretariat(cast: Cast, client_for: Any) -> None:
    for who in (cast.head, cast.supplier, cast.chair):
        assert client_for(who).post(path(cast.ski), {"email": NEW}).status_code == 403


def test_an_address_somebody_else_is_invited_to_is_refused(cast: Cast) -> None:
    """Accepted later, the invitation would be this member's."""
    seat = world.seat_of(cast.head)
    invitations.invite(email="ny@example.dk", name="Ny", seat=seat, by=cast.secretary, now=timezone.now())
    for email, sentence in (
        ("ny@example.dk", "Der er en åben invitation til ny@example.dk. Træk den først tilbage."),
        (cast.chair.email, "Det er den adresse, Henrik Østergaard har i dag."),
    ):
        with pytest.raises(ValidationError) as refused:
            members.change_address(member=cast.chair, email=email, by=cast.secretary, now=timezone.now())
        assert refused.value.messages == [sentence]
