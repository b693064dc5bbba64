"""Invitations: signed, good once, expiring, replaced and withdrawn; accepting one hands the seat over."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from forum.base.stale import StaleError
from forum.mail.models import OutboxMail
from forum.membership.actions import invitation_answers, invitations
from forum.membership.mail import INVITATION
from forum.membership.models import Invitation
from forum.people.models import Member, NotificationChoice, SeatHolding
from tests.world import NOW, Cast, seat_of

NEW = "ny.chef@example.dk"
BOTH_SIDES = (
    "{} Ingen kan sidde både for en leverandør og for en ordregiver: afslut den anden plads først, eller vælg en anden."
)
ANSWER = {
    "name": "Ny Chef", "title": "Indkøbschef", "phone": "12 34 56 78",
    "reminders": "at_once", "minutes": "weekly", "areas": "never", "actions": "at_once", "recommendations": "weekly",
}  # fmt: skip


def invited(cast: Cast, **also: Any) -> Invitation:
    wanted: dict[str, Any] = {"email": NEW, "name": "Ny Chef", "seat": seat_of(cast.head)}
    return invitations.invite(**(wanted | also), by=cast.secretary, now=timezone.now())


def path_of(invitation: Invitation) -> str:
    return f"/invitation/{invitations.token_of(invitation)}/"


def path_in_newest_mail() -> str:
    mail = OutboxMail.objects.filter(kind="forum.invitation").latest("pk")
    found = re.search(r"(/invitation/\S+?/)\s", mail.text)
    assert found
    return found[1]


def test_accepting_makes_a_member_and_hands_the_seat_over(cast: Cast) -> None:
    invitation = invited(cast)
    client = Client()
    page = client.get(path_in_newest_mail())
    assert (page.status_code, page.context["follows"]) == (200, cast.head)
    assert not Member.objects.filter(email=NEW).exists()
    response = client.post(path_of(invitation), ANSWER)
    assert response["Location"] == "/konto/log-ind/enhed/?next=%2Fvelkommen%2F"
    response = client.post(response["Location"], {"egen": "ja"})
    welcome = client.get(response["Location"]).content.decode()
    assert ("Til- og afbud og opgaver klarer du fra linket" in welcome, "samtykke" in welcome) == (True, False)
    member = Member.objects.get(email=NEW)
    assert (member.name, member.title, member.phone) == ("Ny Chef", "Indkøbschef", "12 34 56 78")
    assert dict(member.notification_choices.values_list("kind", "pace"))["areas"] == "never"
    holding = SeatHolding.objects.get(seat=invitation.seat, until=None)
    assert holding.member == member
    assert SeatHolding.objects.get(seat=invitation.seat, member=cast.head).until == timezone.localdate()
    assert client.get("/velkommen/").status_code == 200
    invitation.refresh_from_db()
    assert (invitation.state, invitation.member) == ("accepted", member)


def test_the_one_who_was_followed_is_refused_at_once(cast: Cast, client_for: Any) -> None:
    old = client_for(cast.head)
    assert old.get("/velkommen/").status_code == 200
    Client().post(path_of(invited(cast)), ANSWER)
    assert old.get("/velkommen/").status_code == 403


def test_a_link_is_good_once(cast: Cast) -> None:
    path = path_of(invited(cast))
    Client().post(path, ANSWER)
    again = Client()
    response = again.post(path, ANSWER | {"name": "En anden"})
    assert (response.status_code, response["Location"]) == (302, "/konto/log-ind/?next=/")
    assert Member.objects.get(email=NEW).name == "Ny Chef"
    assert "_auth_user_id" not in again.session


def test_a_link_expires(cast: Cast, clock: time_machine.Traveller) -> None:
    path = path_of(invited(cast))
    clock.shift(timedelta(days=13, hours=23))
    assert Client().get(path).status_code == 200
    clock.shift(timedelta(hours=1))
    assert Client().get(path).status_code == 410
    assert Client().post(path, ANSWER).status_code == 410
    assert not Member.objects.filter(email=NEW).exists()


def test_a_withdrawn_link_opens_nothing(cast: Cast) -> None:
    invitation = invited(cast)
    invitations.withdraw(invitation=invitation, by=cast.secretary, now=NOW)
    assert Client().post(path_of(invitation), ANSWER).status_code == 410
    assert not Member.objects.filter(email=NEW).exists()


def test_sending_again_voids_the_old_link(cast: Cast) -> None:
    invitation = invited(cast)
    old = path_in_newest_mail()
    invitations.send_again(invitation=invitation, by=cast.secretary, now=timezone.now())
    new = path_in_newest_mail()
    assert old != new
    assert (Client().get(old).status_code, Client().get(new).status_code) == (410, 200)
    assert [bool(INVITATION.check(mail, timezone.now())) for mail in OutboxMail.objects.order_by("pk")] == [True, False]


@pytest.mark.parametrize("token", ["x", "WzEsImEiXQ:1aaaaa:bbbbbbbbbbb", "æøå", "a" * 3000])
def test_a_link_not_made_by_us_is_not_there(cast: Cast, token: str) -> None:
    invited(cast)
    assert Client().get(f"/invitation/{token}/").status_code == 404


def test_a_link_signed_for_something_else_is_not_there(cast: Cast) -> None:
    from django.core import signing

    invitation = invited(cast)
    foreign = signing.dumps([invitation.pk, invitation.nonce], salt="forum.rsvp")
    assert Client().get(f"/invitation/{foreign}/").status_code == 404


def test_looking_changes_nothing(cast: Cast) -> None:
    invitation = invited(cast)
    for _ in range(3):
        assert Client().get(path_of(invitation)).status_code == 200
    invitation.refresh_from_db()
    assert invitation.state == "sent"


def in_two_threads(act: Any) -> list[str]:
    """Run `act` twice at once; answers the names of what happened to each."""
    start, results = Barrier(2), []

    def run() -> None:
        start.wait()
        try:
            act()
            results.append("done")
        except Exception as error:
            results.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def test_two_accept_at_once_and_one_wins(transactional_db: None, cast: Cast) -> None:
    token = invitations.token_of(invited(cast))
    results = in_two_threads(
        lambda: invitation_answers.accept(token=token, name="Ny Chef", by=None, now=timezone.now())
    )
    assert results == ["AlreadyAccepted", "done"]
    assert Member.objects.filter(email=NEW).count() == 1


def test_two_secretaries_withdraw_at_once_and_the_second_is_told(transactional_db: None, cast: Cast) -> None:
    invitation = invited(cast)
    copies = [Invitation.objects.get(pk=invitation.pk) for _ in range(2)]
    results = in_two_threads(lambda: invitations.withdraw(invitation=copies.pop(), by=cast.secretary, now=NOW))
    assert results == ["StaleError", "done"]


def test_withdrawing_what_was_accepted_meanwhile_says_so(cast: Cast, client_for: Any) -> None:
    invitation = invited(cast)
    Client().post(path_of(invitation), ANSWER)
    page = client_for(cast.secretary).post(f"/invitationer/{invitation.pk}/traek-tilbage/", follow=True)
    (said,) = page.context["messages"]
    assert str(said) == "Det kan ikke ændres fra »taget imod« til »trukket tilbage«."
    with pytest.raises(StaleError):
        invitations.withdraw(invitation=invitation, by=cast.secretary, now=NOW)


def test_one_open_invitation_an_address(cast: Cast) -> None:
    invited(cast)
    with pytest.raises(ValidationError, match="har allerede en åben invitation"):
        invited(cast, email=NEW.upper())
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert invited(cast).state == "sent"
    assert sorted(Invitation.objects.values_list("state", flat=True)) == ["sent", "withdrawn"]


def test_a_former_member_comes_back(cast: Cast) -> None:
    cast.former.is_active, cast.former.left_at = False, NOW
    cast.former.save()
    Client().post(path_of(invited(cast, email=cast.former.email)), ANSWER)
    cast.former.refresh_from_db()
    assert (cast.former.is_active, cast.former.left_at, cast.former.name) == (True, None, "Ny Chef")


def test_an_invited_secretary_sets_up_the_second_factor_first(cast: Cast) -> None:
    client = Client()
    response = client.post(path_of(invited(cast, seat=None, is_secretariat=True)), ANSWER)
    assert response["Location"] == "/konto/sikkerhed/?next=%2Fvelkommen%2F"
    assert client.get("/invitationer/")["Location"] == "/konto/sikkerhed/"


def test_inviting_to_a_held_seat_must_be_meant(cast: Cast, client_for: Any, now: datetime) -> None:
    client = client_for(cast.secretary)
    sent = {"name": "Ny Chef", "email": NEW, "part": "holder", "seat": seat_of(cast.head).pk}
    response = client.post("/invitationer/ny/", sent)
    assert response.status_code == 422
    said = "Overtager pladsen: Mette Lindholm har pladsen i dag. Sæt kryds, hvis den nye skal overtage den."
    assert f">{said}</a>" in response.content.decode()
    assert client.post("/invitationer/ny/", sent | {"follows": "on"})["Location"] == "/invitationer/"
    assert Invitation.objects.get().seat == seat_of(cast.head)


def test_nobody_is_invited_to_sit_on_both_sides(cast: Cast, client_for: Any) -> None:
    client, said = client_for(cast.secretary), BOTH_SIDES.format("Camilla Bech har en plads for Fjordtek A/S.")
    sent = {"name": "Camilla", "email": "Camilla.Bech@example.dk", "seat": seat_of(cast.head).pk, "follows": "on"}
    for part in ("holder", "substitute"):
        page = client.post("/invitationer/ny/", sent | {"part": part})
        assert (page.status_code, page.context["form"].non_field_errors()) == (422, [said])
    with pytest.raises(ValidationError, match="Ingen kan sidde både"):
        invited(cast, email=cast.supplier.email)
    assert not Invitation.objects.exists()


def test_the_substitute_stands_beside_the_holder(cast: Cast) -> None:
    Client().post(path_of(invited(cast, is_substitute=True)), ANSWER)
    held = SeatHolding.objects.filter(seat=seat_of(cast.head), until=None).order_by("is_substitute")
    assert [(h.member.email, h.is_substitute) for h in held] == [(cast.head.email, False), (NEW, True)]


def test_only_the_secretariat_invites(cast: Cast, client_for: Any) -> None:
    invitation = invited(cast)
    for member in (cast.chair, cast.supplier):
        client = client_for(member)
        assert client.get("/invitationer/").status_code == 403
        assert client.post("/invitationer/ny/", {}).status_code == 403
        assert client.post(f"/invitationer/{invitation.pk}/traek-tilbage/").status_code == 403
    assert Client().get("/invitationer/").status_code == 302


NASTY = "Bcc: alle@example.dk\r\nEvil <script>\u202e\N{PARTY POPPER}"


def test_a_nasty_name_stays_one_line_of_text(cast: Cast, client_for: Any) -> None:
    sent = {"name": NASTY, "email": NEW, "part": "holder", "seat": seat_of(cast.head).pk, "follows": "on"}
    client_for(cast.secretary).post("/invitationer/ny/", sent)
    invitation = Invitation.objects.get()
    assert invitation.name == "Bcc: alle@example.dk Evil <script>\N{PARTY POPPER}"
    mail = OutboxMail.objects.get()
    assert "<script>" not in mail.html
    assert "Evil &lt;script&gt;\N{PARTY POPPER}" in mail.html
    page = Client().get(path_of(invitation)).content.decode()
    assert "Evil <script>" not in page
    Client().post(path_of(invitation), ANSWER | {"name": "Amina \u202eأمينة\u0000"[:-1]})
    assert Member.objects.get(email=NEW).name == "Amina أمينة"


def test_choices_are_stored_for_every_kind(cast: Cast) -> None:
    Client().post(path_of(invited(cast)), ANSWER)
    assert NotificationChoice.objects.filter(member__email=NEW).count() == len(NotificationChoice.Kind.values)
