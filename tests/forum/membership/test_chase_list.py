"""The chase list: who has said yes, no or nothing; one press reminds the silent, an address is put right in place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.membership.actions import invitation_answers, invitations, seats
from forum.membership.actions.remind_invited import remind_invited
from forum.membership.chase_list import ChaseList
from forum.membership.models import Invitation
from forum.people.models import Member, Organisation
from tests import world
from tests.forum.membership.test_invitations import ANSWER, path_of
from tests.world import NOW, Cast

ClientFor = Callable[[Member | None], Client]
LIST = "/invitationer/"
DAY = timedelta(days=1)


def ask(cast: Cast, name: str, **also: Any) -> Invitation:
    """Somebody is invited to a new seat of Vejle, five days ago."""
    then = also.pop("now", NOW - 5 * DAY)
    seat = seats.open_seat(organisation=world.organisation("Vejle"), by=cast.secretary, now=then)
    made = invitations.invite(email=f"{name}@x.dk", name=name.title(), seat=seat, by=cast.secretary, now=then, **also)
    OutboxMail.objects.filter(to_address=made.email).update(state="sent", sent_at=then)
    Invitation.objects.filter(pk=made.pk).update(created_at=then)
    return Invitation.objects.get(pk=made.pk)


def no_thanks(invitation: Invitation, answer: str = "") -> int:
    return Client().post(f"{path_of(invitation)}nej-tak/", {"answer": answer}).status_code


def names(group: Any) -> list[str]:
    return [row.invitation.name for row in group]


def test_it_counts_who_has_said_what(cast: Cast, client_for: ClientFor) -> None:
    first, second, _ = (ask(cast, name) for name in ("anna", "bent", "carl"))
    ask(cast, "dorte", now=NOW - 61 * DAY)  # ran out long ago, and is still silent
    old = ask(cast, "erik", now=NOW - 61 * DAY)
    Invitation.objects.filter(pk=old.pk).update(state="accepted")
    Client().post(path_of(first), ANSWER)
    assert no_thanks(second, "Jeg går på <b>pension</b>.") == 200
    page = client_for(cast.secretary).get(LIST)
    chased: ChaseList = page.context["chased"]
    assert (names(chased.accepted), names(chased.declined), names(chased.silent)) == (
        ["Anna"], ["Bent"], ["Carl", "Dorte"],
    )  # fmt: skip
    html = page.content.decode()
    assert "1 af 4 har sagt ja." in html
    assert "Jeg går på &lt;b&gt;pension&lt;/b&gt;." in html
    assert "Erik" in client_for(cast.secretary).get(f"{LIST}?vis=alle").content.decode()


def test_no_thanks_is_told_to_the_secretariat_and_frees_the_seat(cast: Cast, client_for: ClientFor) -> None:
    invitation = ask(cast, "bent")
    assert Client().get(f"{path_of(invitation)}nej-tak/").status_code == 302
    assert no_thanks(invitation, "Desværre\ningen tid") == 200
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answer, invitation.answered_at) == ("declined", "Desværre\ningen tid", NOW)
    mail = OutboxMail.objects.get(kind="forum.invitation_declined")
    assert (mail.to_member, mail.subject, "Desværre\ningen tid" in mail.text) == (
        cast.secretary, "Bent har sagt nej tak", True,
    )  # fmt: skip
    for again in (Client().get(path_of(invitation)), Client().post(path_of(invitation), ANSWER)):
        assert (again.status_code, again.context["sentence"]) == (410, invitation_answers.DECLINED)
    assert no_thanks(invitation) == 410
    assert not Member.objects.filter(email=invitation.email).exists()
    assert ask(cast, "bo", now=NOW).state == "sent"
    other = invitations.invite(email="c@x.dk", seat=invitation.seat, by=cast.secretary, now=NOW)
    assert other.seat == invitation.seat


def test_a_word_too_long_is_kept_and_refused(cast: Cast) -> None:
    invitation = ask(cast, "bent")
    page = Client().post(f"{path_of(invitation)}nej-tak/", {"answer": "x" * 1_001})
    assert (page.status_code, page.context["declining"]["answer"].value()) == (422, "x" * 1_001)
    assert Invitation.objects.get().state == "sent"


def test_one_press_reminds_all_the_silent_once_a_day_with_the_same_link(
    cast: Cast, client_for: ClientFor, clock: time_machine.Traveller
) -> None:
    silent, expired = ask(cast, "anna"), ask(cast, "dorte", now=NOW - 20 * DAY)
    answered, today = ask(cast, "bent"), ask(cast, "erik", now=NOW)
    no_thanks(answered)
    client, link = client_for(cast.secretary), path_of(silent)
    assert Client().get(path_of(expired)).status_code == 410
    for _ in range(2):
        assert client.post(f"{LIST}paamind/")["Location"] == LIST
    mails = OutboxMail.objects.filter(kind="forum.invitation_reminder").order_by("to_address")
    assert [(mail.to_address, mail.to_name, mail.not_before) for mail in mails] == [
        ("anna@x.dk", "Anna", world.SENT), ("dorte@x.dk", "Dorte", world.SENT),
    ]  # fmt: skip
    assert link in mails[0].text
    assert [Client().get(path_of(one)).status_code for one in (silent, expired)] == [200, 200]
    silent.refresh_from_db()
    assert (silent.reminded_at, silent.expires_at) == (NOW, NOW + 14 * DAY)
    assert (client.get(LIST).context["chased"].to_remind, today.reminded_at) == (0, None)
    clock.shift(DAY)
    assert client.get(LIST).context["chased"].to_remind == 3


def test_a_reminder_is_not_for_whom_somebody_else_has_come_before(cast: Cast) -> None:
    late = ask(cast, "anna", now=NOW - 20 * DAY)
    invitations.invite(email="bo@x.dk", seat=late.seat, by=cast.secretary, now=NOW - 2 * DAY)
    assert [one.email for one in remind_invited(by=cast.secretary, now=NOW)] == ["bo@x.dk"]


def test_a_reminder_makes_an_earlier_mail_that_waits_needless(cast: Cast) -> None:
    invitation = ask(cast, "anna")
    waiting = OutboxMail.objects.get(to_address=invitation.email)
    assert delivery.why_not_send(waiting, NOW) == ""
    remind_invited(by=cast.secretary, now=NOW)
    reminder = OutboxMail.objects.get(kind="forum.invitation_reminder")
    assert [delivery.why_not_send(mail, NOW) for mail in (waiting, reminder)] == [
        "Der er lavet en nyere invitation.",
        "",
    ]


def test_an_address_is_put_right_in_place_and_the_old_link_is_void(cast: Cast, client_for: ClientFor) -> None:
    invitation = ask(cast, "anna")
    OutboxMail.objects.update(state="failed", error="findes ikke")
    client, old, seen = client_for(cast.secretary), path_of(invitation), invitation.revision
    (row,) = client.get(LIST).context["chased"].silent
    assert row.is_lost
    path = f"{LIST}{invitation.pk}/adresse/"
    wrong = client.post(path, {"email": "anna@", "revision": seen})
    assert (wrong.status_code, wrong.context["form"]["email"].value()) == (422, "anna@")
    taken = ask(cast, "bo")
    for email in (taken.email, ""):
        assert client.post(path, {"email": email, "revision": seen}).status_code == 422
    assert client.post(path, {"email": "Anna@Y.dk", "revision": seen})["Location"] == LIST
    invitation.refresh_from_db()
    assert (invitation.email, invitation.opened_at, invitation.sent_at) == ("anna@y.dk", None, NOW)
    assert (Client().get(old).status_code, Client().get(path_of(invitation)).status_code) == (410, 200)
    mail = OutboxMail.objects.latest("pk")
    assert (mail.to_address, mail.kind, path_of(invitation) in mail.text) == ("anna@y.dk", "forum.invitation", True)
    assert not any(row.is_lost for row in client.get(LIST).context["chased"].silent)
    assert client.post(path, {"email": "anna@z.dk", "revision": seen}).status_code == 422  # a page from before
    assert client.get(path)["Location"] == LIST
    assert client_for(cast.chair).post(path, {"email": "x@x.dk"}).status_code == 403


def test_opening_is_noted_once_by_the_page_and_not_by_fetching_it(cast: Cast, clock: time_machine.Traveller) -> None:
    invitation = ask(cast, "anna")
    opened = f"{path_of(invitation)}aabnet/"
    assert (Client().get(path_of(invitation)).status_code, Client().get(opened).status_code) == (200, 405)
    assert Invitation.objects.get().opened_at is None
    assert Client().post(opened).status_code == 204
    clock.shift(DAY)
    Client().post(opened)
    assert Invitation.objects.get().opened_at == NOW
    no_thanks(invitation)
    assert Client().post(opened).status_code == 410


def test_who_has_said_yes_is_led_home(cast: Cast, client_for: ClientFor) -> None:
    path = path_of(ask(cast, "anna"))
    member = Client()
    member.post(path, ANSWER)
    for client, to, said in (
        (member, "/", "Du har allerede sagt ja."),
        (Client(), "/konto/log-ind/?next=/", "Du har allerede sagt ja. Log ind med din mailadresse."),
    ):
        for send in (client.get, client.post):
            answer = send(path, follow=True)
            assert answer.redirect_chain[0] == (to, 302)
            assert [str(message) for message in answer.context["messages"]] == [said]
    assert client_for(cast.chair).get(path).status_code == 410
    Member.objects.filter(email="anna@x.dk").update(is_active=False)
    assert Client().get(path).status_code == 410


def test_a_guest_who_is_invited_says_yes_as_others_do(cast: Cast, client_for: ClientFor) -> None:
    guest = Member.objects.create_user("anna@x.dk", "Anna", is_guest=True)
    invitation = ask(cast, "anna")
    assert Client().post(path_of(invitation), ANSWER)["Location"].endswith("?next=%2Fvelkommen%2F")
    guest.refresh_from_db()
    assert (guest.is_guest, guest.name) == (False, ANSWER["name"])


def test_a_greeting_stands_in_the_mail_and_the_mail_is_seen_before_it_goes(
    cast: Cast, client_for: ClientFor, settings: Any
) -> None:
    client, seat = client_for(cast.secretary), world.seat_of(cast.head)
    Member.objects.filter(pk=cast.secretary.pk).update(phone="33 70 33 70")
    world.make_meeting()
    shown = client.get(f"{LIST}ny/?plads={seat.pk}").context["form"]
    assert (shown["follows"].value(), shown["seat"].value()) == (True, str(seat.pk))
    sent = {"name": "Ny Chef", "email": "ny@x.dk", "part": "holder", "seat": seat.pk, "follows": "on",
            "greeting": "Tak for sidst!\n<b>Kom</b>"}  # fmt: skip
    seen = client.post(f"{LIST}ny/", sent | {"trin": "vis"})
    draft = seen.context["mail"]
    assert (seen.status_code, seen.context["form"]["greeting"].value()) == (200, sent["greeting"])
    assert not Invitation.objects.exists()
    assert not OutboxMail.objects.exists()
    client.post(f"{LIST}ny/", sent | {"trin": "send"})
    mail = OutboxMail.objects.get()
    link = f"{settings.SITE_URL}{path_of(Invitation.objects.get())}"
    text = mail.text.replace(link, "[modtagerens eget link]")
    assert draft.text == text
    assert "Tak for sidst!\n<b>Kom</b>" in text
    assert "næste gang 17. december" in text
    assert "Sofie Krogh, KL\nRing gerne: 33 70 33 70" in text
    assert "Tak for sidst!<br>&lt;b&gt;Kom&lt;/b&gt;" in mail.html
    rows = client.get("/mails/").content.decode()
    assert "Til <bdi>Ny Chef</bdi>, " in rows
    assert "Ny Chef" in client.get("/mails/?q=ny+chef").content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_as_many_queries_for_many_as_for_one(cast: Cast, client_for: ClientFor, many: int) -> None:
    for number in range(many):
        ask(cast, f"anna{number}")
        no_thanks(ask(cast, f"bent{number}"))
        Client().post(path_of(ask(cast, f"carl{number}")), ANSWER)
    client = client_for(cast.secretary)
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    assert len(queries) == 5


def test_a_supplier_is_made_on_the_spot(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.secretary)
    sent = {"name": "Ny Chef", "email": "ny@x.dk", "part": "holder", "supplier": "Lydhør ApS"}
    assert client.post(f"{LIST}ny/", sent | {"email": cast.head.email}).status_code == 422  # sits for a municipality
    assert not Organisation.objects.filter(name="Lydhør ApS").exists()
    assert client.post(f"{LIST}ny/", sent)["Location"] == LIST
    made = Organisation.objects.get(name="Lydhør ApS")
    assert (made.kind, Invitation.objects.get().seat) == ("supplier", made.seats.get())
    for wrong in ({"supplier": "lydhør aps"}, {"supplier": "Fjordtek A/S"}, {"supplier": "X", "organisation": made.pk}):
        assert client.post(f"{LIST}ny/", sent | {"email": "to@x.dk"} | wrong).status_code == 422
    assert client.post("/pladser/ny/", {"supplier": "Endnu En ApS"}).status_code == 302
    assert Organisation.objects.get(name="Endnu En ApS").seats.count() == 1
    for nothing in ({}, {"supplier": "A", "organisation": made.pk}, {"supplier": "Endnu En ApS"}):
        assert client.post("/pladser/ny/", nothing).status_code == 422


def test_a_seat_that_somebody_is_invited_to_says_so_where_it_said_vacant(cast: Cast, client_for: ClientFor) -> None:
    secretary, member = client_for(cast.secretary), client_for(cast.head)
    world.make_meeting()

    def said() -> list[str]:
        pages = [client.get(path).content.decode() for client, path in (
            (secretary, "/medlemmer/"), (member, "/medlemmer/"), (member, "/kommuner/vejle/"),
            (secretary, "/moeder/2026-12-17/deltagelse/"), (secretary, "/pladser/"), (secretary, LIST + "ny/"),
        )]  # fmt: skip
        return [
            "inviteret" if "(inviteret)" in p or ">inviteret<" in p else "ledig" if "ledig" in p else "" for p in pages
        ]

    assert said() == ["ledig"] * 6
    seat = world.organisation("Vejle").seats.get()
    invitations.invite(email="ny@x.dk", name="Ny Chef", seat=seat, by=cast.secretary, now=NOW)
    assert said() == ["inviteret"] * 6
    assert "Ny Chef" not in member.get("/medlemmer/").content.decode()  # that is for the secretariat
    assert [count for *_, count in secretary.get("/pladser/").context["tabs"]] == [7, 0, 1]
