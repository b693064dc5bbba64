"""Invitations to those who are members already, and to seats that somebody else is invited to or has got."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import lxml.html
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from forum.membership.actions import invitations, seats
from forum.membership.models import Invitation
from forum.people.models import Member, SeatHolding
from tests.forum.membership.test_invitations import ANSWER, NEW, invited, path_of
from tests.world import NOW, Cast, organisation, seat_of


def test_a_member_signs_in_and_gets_the_seat_and_nothing_else(cast: Cast, client_for: Any) -> None:
    invitation = invited(cast, email=cast.head.email, seat=seat_of(cast.disqualified))
    path, before = path_of(invitation), Member.objects.values().get(pk=cast.head.pk)
    stranger = Client()
    for answer in (stranger.get(path), stranger.post(path, ANSWER)):
        assert (answer.status_code, answer["Location"]) == (302, f"/konto/log-ind/?next={quote(path)}")
    assert "_auth_user_id" not in stranger.session
    assert client_for(cast.chair).post(path, ANSWER).status_code == 409
    assert not SeatHolding.objects.filter(seat=invitation.seat, member=cast.head).exists()
    member = client_for(cast.head)
    assert member.get(path).context["follows"] == cast.disqualified
    assert member.post(path, ANSWER)["Location"] == "/velkommen/"
    assert SeatHolding.objects.get(seat=invitation.seat, until=None).member == cast.head
    now = Member.objects.values().get(pk=cast.head.pk)
    assert {name for name in now if now[name] != before[name]} <= {"welcomed_at", "last_login"}


@pytest.mark.parametrize("is_member", [False, True])
def test_who_is_signed_in_as_somebody_else_is_told_and_may_sign_out(
    cast: Cast, client_for: Any, *, is_member: bool
) -> None:
    email = cast.head.email if is_member else NEW
    invitation = invited(cast, email=email, seat=seat_of(cast.disqualified))
    path, client = path_of(invitation), client_for(cast.chair)
    for answer in (client.get(path), client.post(path, ANSWER)):
        said = f"Du er logget ind som Henrik Østergaard. Invitationen er til {email}. Log ud først"
        assert (answer.status_code, said in answer.content.decode()) == (409, True)
    assert client.session["_auth_user_id"] == str(cast.chair.pk)
    assert Invitation.objects.get().state == Invitation.State.SENT
    way_out = next(form for form in lxml.html.fromstring(answer.content).forms if "next" in form.fields)
    assert client.post(way_out.action, {"next": way_out.fields["next"]})["Location"] == path
    assert client.get(path).status_code == (302 if is_member else 200)


def test_the_secretary_is_told_that_the_address_is_a_members(cast: Cast, client_for: Any) -> None:
    client, seat = client_for(cast.secretary), seat_of(cast.disqualified).pk
    told = []
    for email in ("ny@example.dk", cast.head.email):
        sent = {"name": "Ny Chef", "email": email, "part": "substitute", "seat": seat}
        answer = client.post("/invitationer/ny/", sent, follow=True)
        told += [str(said) for said in answer.context["messages"]]
        Invitation.objects.update(state=Invitation.State.WITHDRAWN)
    assert told == [
        "Invitationen til ny@example.dk er på vej.",
        f"Invitationen til {cast.head.email} er på vej. Adressen tilhører Mette Lindholm, som allerede er med i "
        "forummet og beholder sit eget navn.",
    ]


def test_a_seat_opened_for_an_invitation_is_not_forgotten_when_it_is_withdrawn(cast: Cast, client_for: Any) -> None:
    new = seats.open_seat(organisation=organisation("Struer"), by=cast.secretary, now=NOW)
    told = []
    for seat, email in ((new, "a@example.dk"), (seat_of(cast.head), "b@example.dk")):
        invitation = invited(cast, seat=seat, email=email)
        page = client_for(cast.secretary).post(f"/invitationer/{invitation.pk}/traek-tilbage/", follow=True)
        told += [str(message) for message in page.context["messages"]]
    assert told == [
        f"Pladsen for {new.organisation.full_name} står ledig. Nedlæg den på pladsens side, hvis den ikke skal bruges."
    ]


def test_a_seat_given_away_meanwhile_is_not_taken_back(cast: Cast) -> None:
    invitation = invited(cast)
    seats.hand_over(seat=seat_of(cast.head), to=cast.chair, by=cast.secretary, now=NOW)
    answer = Client().post(path_of(invitation), ANSWER)
    assert (answer.status_code, answer.context["sentence"]) == (410, "Invitationen er trukket tilbage.")
    with pytest.raises(ValidationError, match="Lav en ny, hvis den alligevel skal sendes"):
        invitations.send_again(invitation=Invitation.objects.get(), by=cast.secretary, now=timezone.now())


def test_a_seat_has_one_open_invitation(cast: Cast) -> None:
    first = invited(cast)
    with pytest.raises(ValidationError) as refused:
        invited(cast, email="en.anden@example.dk", name="En Anden")
    assert refused.value.messages == ["Ny Chef er allerede inviteret til pladsen. Træk først den invitation tilbage."]
    invited(cast, email="vikar@example.dk", name="En Vikar", is_substitute=True)
    invitations.withdraw(invitation=first, by=cast.secretary, now=timezone.now())
    invited(cast, email="en.anden@example.dk", name="En Anden")


def test_an_old_link_says_what_became_of_the_invitation(cast: Cast) -> None:
    invitation = invited(cast)
    old = path_of(invitation)
    invitations.send_again(invitation=invitation, by=cast.secretary, now=timezone.now())

    def said() -> str:
        answer = Client().get(old)
        return f"{answer.status_code} {answer.context['sentence']}"

    assert said() == "410 Der er sendt en nyere invitation. Brug linket i den nyeste mail."
    Invitation.objects.update(expires_at=timezone.now())
    assert said() == "410 Invitationen er udløbet. Bed sekretariatet om at sende den igen."
    invitations.withdraw(invitation=Invitation.objects.get(), by=cast.secretary, now=timezone.now())
    assert said() == "410 Invitationen er trukket tilbage."
