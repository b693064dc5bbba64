"""A member's mail address corrected by the secretariat: mail and codes go to the new one from now on."""

from __future__ import annotations

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
