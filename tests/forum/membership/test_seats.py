"""Seats: opened, handed over, given a substitute, made the chair's, closed; the course of each is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.membership.actions import seats
from forum.membership.models import Invitation
from forum.people.models import Seat, SeatHolding
from tests.forum.membership.test_invitations import ANSWER, in_two_threads, invited, path_of
from tests.world import NOW, SENT, Cast, organisation, seat_of


def present(seat: Seat) -> list[tuple[str, bool]]:
    rows = SeatHolding.objects.filter(seat=seat, until=None).order_by("is_substitute").select_related("member")
    return [(row.member.name, row.is_substitute) for row in rows]


def test_handing_over_keeps_the_course(cast: Cast, client_for: Any) -> None:
    seat = seat_of(cast.head)
    client = client_for(cast.secretary)
    sent = {"to": cast.former.pk, "reason": "Nyt job"}
    assert client.post(f"/pladser/{seat.pk}/", sent)["Location"] == f"/pladser/{seat.pk}/"
    assert present(seat) == [("Ulla Mørk", False)]
    history = client.get(f"/pladser/{seat.pk}/").context["history"]
    assert [holding.member.name for holding in history] == ["Ulla Mørk", "Mette Lindholm"]


def test_nobody_sits_both_for_a_supplier_and_for_an_authority(cast: Cast, client_for: Any) -> None:
    client, seat = client_for(cast.secretary), seat_of(cast.head)
    refused = client.post(f"/pladser/{seat.pk}/", {"to": cast.supplier.pk})
    assert (refused.status_code, present(seat)) == (422, [("Mette Lindholm", False)])
    assert "Camilla Bech har en plads for Fjordtek A/S." in refused.content.decode()
    assert client.post(f"/pladser/{seat_of(cast.supplier).pk}/", {"to": cast.ski.pk}).status_code == 422
    SeatHolding.objects.filter(member=cast.supplier).update(until=timezone.localdate())
    assert client.post(f"/pladser/{seat.pk}/", {"to": cast.supplier.pk}).status_code == 302
    assert present(seat) == [("Camilla Bech", False)]


def test_the_secretariat_sees_all_and_sits_for_no_supplier(cast: Cast, client_for: Any) -> None:
    client, seat = client_for(cast.secretary), seat_of(cast.supplier)
    refused = client.post(f"/pladser/{seat.pk}/", {"to": cast.secretary.pk})
    assert (refused.status_code, present(seat)) == (422, [("Camilla Bech", False)])
    with pytest.raises(ValidationError, match="Camilla Bech har en plads for Fjordtek A/S"):
        invited(cast, email=cast.supplier.email, seat=None, is_secretariat=True)


def test_no_invitation_to_the_other_side_is_written(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.secretary)
    seats.hand_over(
        seat=seat_of(cast.supplier), to=cast.former, is_substitute=True, by=cast.secretary, now=timezone.now()
    )
    wishes = [
        (cast.supplier, seat_of(cast.head), "holder", "Fjordtek A/S"),
        (cast.former, seat_of(cast.head), "substitute", "Fjordtek A/S"),  # a substitute's place is a seat too
        (cast.head, seat_of(cast.supplier), "substitute", "Odense Kommune"),
    ]
    for person, seat, part, other in wishes:
        sent = {"name": "X", "email": person.email.upper(), "part": part, "seat": seat.pk, "follows": "on"}
        page = client.post("/invitationer/ny/", sent)
        assert (page.status_code, page.context["form"].non_field_errors()) == (
            422,
            [
                f"{person} har en plads for {other}. Ingen kan sidde både for en leverandør og for en ordregiver: "
                "afslut den anden plads først, eller vælg en anden."
            ],
        )
    assert (Invitation.objects.count(), OutboxMail.objects.filter(kind="forum.invitation").count()) == (0, 0)


def seats_past_the_rules(cast: Cast) -> None:
    """Who has an open invitation to one side comes to sit on the other: both at once, or by hand in the database."""
    with pytest.raises(ValidationError, match="Ulla Mørk er inviteret til en plads for Odense Kommune"):
        seats.hand_over(seat=seat_of(cast.supplier), to=cast.former, by=cast.secretary, now=timezone.now())
    SeatHolding.objects.filter(seat=seat_of(cast.supplier), until=None).update(member=cast.former)


def test_an_invitation_is_not_sent_again_to_who_has_come_to_the_other_side(cast: Cast, client_for: Any) -> None:
    invitation = invited(cast, email=cast.former.email)
    seats_past_the_rules(cast)
    answer = client_for(cast.secretary).post(f"/invitationer/{invitation.pk}/igen/", follow=True)
    told = [str(said) for said in answer.context["messages"]]
    assert told == [
        "Ulla Mørk har en plads for Fjordtek A/S. Ingen kan sidde både for en leverandør og for en ordregiver: "
        "afslut den anden plads først, eller vælg en anden."
    ]
    assert OutboxMail.objects.filter(kind="forum.invitation").count() == 1


def test_an_invitation_to_the_other_side_is_refused_with_the_reason(cast: Cast, client_for: Any) -> None:
    invitation = invited(cast, email=cast.former.email)
    seats_past_the_rules(cast)
    answer = client_for(cast.former).post(path_of(invitation), ANSWER)
    assert (answer.status_code, present(seat_of(cast.head))) == (422, [("Mette Lindholm", False)])
    assert "har en plads for Fjordtek A/S" in answer.content.decode()
    invitation.refresh_from_db()
    assert invitation.state == "sent"


def test_whom_a_seat_may_go_to_is_told_by_organisation(cast: Cast, client_for: Any) -> None:
    page = client_for(cast.secretary).get(f"/pladser/{seat_of(cast.head).pk}/")
    offered = [str(label) for _, label in page.context["form"].fields["to"].choices][1:]
    assert [label for label in offered if label.startswith(("Camilla", "Mette", "Sofie", "Ulla"))] == [
        "Camilla Bech, Fjordtek A/S",
        "Sofie Krogh, sekretariatet",
        "Ulla Mørk, uden plads",
    ]


def test_a_substitute_becomes_holder(cast: Cast) -> None:
    seat, now = seat_of(cast.head), timezone.now()
    seats.hand_over(seat=seat, to=cast.former, is_substitute=True, by=cast.secretary, now=now)
    assert present(seat) == [("Mette Lindholm", False), ("Ulla Mørk", True)]
    seats.hand_over(seat=seat, to=cast.former, by=cast.secretary, now=now)
    assert present(seat) == [("Ulla Mørk", False)]
    seats.hand_over(seat=seat, to=cast.former, by=cast.secretary, now=now)
    assert SeatHolding.objects.filter(seat=seat, member=cast.former, is_substitute=False).count() == 1


def told() -> list[tuple[str, str]]:
    """Who has been told that the seat went to another, and of what."""
    mails = OutboxMail.objects.filter(kind="forum.seat_lost").order_by("pk")
    return [(mail.to_address, mail.text.splitlines()[2].split(". ")[0]) for mail in mails]


def test_who_has_no_seat_left_is_told(cast: Cast) -> None:
    seat = seat_of(cast.head)
    how: dict[str, Any] = {"by": cast.secretary, "now": timezone.now()}
    seats.hand_over(seat=seat, to=cast.former, is_substitute=True, **how)
    seats.hand_over(seat=seat, to=cast.former, **how)
    assert told() == [(cast.head.email, "Din plads for Odense Kommune er givet videre til en anden")]
    seats.hand_over(seat=seat, to=cast.head, is_substitute=True, **how)
    seats.hand_over(seat=seat, to=cast.lead, is_substitute=True, **how)
    assert told()[1:] == [
        (cast.head.email, "Din plads som fast stedfortræder for Odense Kommune er givet videre til en anden")
    ]
    assert delivery.send_due() == 4  # and two of the seats given still stand


def test_who_is_given_a_seat_is_told_and_who_accepts_one_knows(cast: Cast, client_for: Any) -> None:
    seat = seat_of(cast.disqualified)
    how: dict[str, Any] = {"by": cast.secretary, "now": timezone.now()}
    seats.hand_over(seat=seat, to=cast.former, is_substitute=True, **how)
    seats.hand_over(seat=seat, to=cast.lead, **how)
    seats.hand_over(seat=seat, to=cast.lead, **how)  # has it already
    seats.hand_over(seat=seat, to=cast.secretary, **how)  # who does it knows
    mails = OutboxMail.objects.filter(kind="forum.seat_given").order_by("pk").select_related("to_member")
    assert [(mail.to_member, mail.subject, mail.text.count("Sofie Krogh fra sekretariatet har")) for mail in mails] == [
        (cast.former, "Du er fast stedfortræder for Kolding Kommune", 1),
        (cast.lead, "Du har fået pladsen for Kolding Kommune", 1),
    ]
    assert [delivery.why_not_send(mail, timezone.now()) for mail in mails] == [
        "",
        "Modtageren har ikke længere pladsen.",
    ]
    invitation = invited(cast, email=cast.ski.email, seat=seat)
    assert client_for(cast.ski).post(path_of(invitation), ANSWER).status_code == 302
    assert (present(seat)[0][0], mails.count()) == (cast.ski.name, 2)


def test_who_keeps_a_way_in_is_not_told(cast: Cast) -> None:
    seat = seat_of(cast.head)
    how: dict[str, Any] = {"by": cast.secretary, "now": timezone.now()}
    seats.hand_over(seat=seat, to=cast.lead, **how)  # has a seat already
    OutboxMail.objects.all().delete()
    seats.hand_over(seat=seat, to=cast.former, is_substitute=True, **how)
    seats.hand_over(seat=seat, to=cast.secretary, **how)
    seats.hand_over(seat=seat, to=cast.lead, **how)
    seats.hand_over(seat=seat, to=cast.lead, is_substitute=True, **how)  # the same seat in another role
    assert told() == [
        (cast.former.email, "Din plads som fast stedfortræder for Odense Kommune er givet videre til en anden")
    ]


def test_who_loses_a_seat_that_nobody_takes_over_is_told(cast: Cast) -> None:
    seat = seat_of(cast.head)
    how: dict[str, Any] = {"by": cast.secretary, "now": timezone.now()}
    seats.hand_over(seat=seat, to=cast.former, is_substitute=True, **how)
    seats.hand_over(seat=seat_of(cast.lead), to=cast.ski, is_substitute=True, **how)  # has another seat
    seats.end_holding(holding=SeatHolding.objects.get(member=cast.head), **how)
    assert told() == [(cast.head.email, "Din plads for Odense Kommune er afsluttet")]  # the substitute keeps the place
    seats.close_seat(seat=seat, **how)
    seats.close_seat(seat=seat_of(cast.lead), **how)
    assert told()[1:] == [
        (cast.former.email, "Din plads som fast stedfortræder for Odense Kommune er nedlagt"),
        (cast.lead.email, "Din plads for Aalborg Kommune er nedlagt"),
    ]
    assert set(OutboxMail.objects.filter(kind="forum.seat_lost").values_list("subject", flat=True)) == {
        "Din plads i forummet er afsluttet", "Din plads i forummet er nedlagt",
    }  # fmt: skip
    assert delivery.send_due(now=SENT) == 3


def test_two_hand_over_at_once_and_the_seat_has_one_holder(transactional_db: None, cast: Cast) -> None:
    seat, people = seat_of(cast.head), [cast.former, cast.ski]
    results = in_two_threads(lambda: seats.hand_over(seat=seat, to=people.pop(), by=cast.secretary, now=timezone.now()))
    assert results == ["done", "done"]
    assert len(present(seat)) == 1


def test_one_chair_at_a_time(cast: Cast, client_for: Any) -> None:
    client_for(cast.secretary).post(f"/pladser/{seat_of(cast.head).pk}/forperson/")
    assert list(Seat.objects.filter(role="chair")) == [seat_of(cast.head)]
    assert (cast.head.as_viewer().is_chair, cast.chair.as_viewer().is_chair) == (True, False)


def test_a_closed_seat_lets_its_people_go(cast: Cast, client_for: Any) -> None:
    theirs, seat = client_for(cast.supplier), seat_of(cast.supplier)
    client = client_for(cast.secretary)
    client.post(f"/pladser/{seat.pk}/nedlaeg/")
    assert theirs.get("/medlemmer/").status_code == 403
    page = client.post(f"/pladser/{seat.pk}/", {"to": cast.former.pk})
    assert (page.status_code, page.context["form"].non_field_errors()) == (422, ["Pladsen er nedlagt."])


def test_a_new_seat_is_vacant_and_listed(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.secretary)
    made = client.post("/pladser/ny/", {"organisation": organisation("Helt Ny ApS").pk})["Location"]
    seat = Seat.objects.get(organisation__name="Helt Ny ApS")
    assert made == f"/pladser/{seat.pk}/"
    assert seat in client.get("/pladser/?vis=ledige").context["seats"]


def test_ending_twice_says_so(cast: Cast, client_for: Any) -> None:
    client, holding = client_for(cast.secretary), SeatHolding.objects.get(member=cast.head)
    path = f"/pladser/{holding.seat_id}/{holding.pk}/afslut/"
    said = [[str(one) for one in client.post(path, follow=True).context["messages"]] for _ in range(2)]
    assert said == [[], ["Personen har ikke længere pladsen."]]  # the first time the bar says it, with a way back


@pytest.mark.parametrize("path", ["/pladser/", "/pladser/ny/", "/pladser/1/"])
def test_seats_are_the_secretariats(cast: Cast, client_for: Any, path: str) -> None:
    for member in (cast.chair, cast.supplier):
        assert client_for(member).get(path).status_code == 403


def test_as_many_queries_for_many_seats_as_for_few(cast: Cast, client_for: Any) -> None:
    client, counts = client_for(cast.secretary), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/pladser/")
        counts.append(len(queries))
        Seat.objects.bulk_create(
            Seat(organisation=organisation("Vejle"), since=timezone.localdate()) for _ in range(20)
        )
    assert counts[0] == counts[1]


def test_a_vacant_seat_stays_vacant_while_only_a_substitute_is_invited(cast: Cast, client_for: Any) -> None:
    """On its own page and on the desk, as in the lists."""
    office, seat = client_for(cast.secretary), seat_of(cast.head)
    SeatHolding.objects.filter(seat=seat).update(until=NOW.date())

    def said() -> tuple[bool, bool, bool]:
        pages = [office.get(path).content.decode() for path in (f"/pladser/{seat.pk}/", "/")]
        vacant = office.get("/pladser/?vis=ledige").context["seats"]
        return "Pladsen er ledig." in pages[0], "Odense Kommune har en ledig plads" in pages[1], seat in vacant

    invited: dict[str, Any] = {"seat": seat, "invited_by": cast.secretary, "expires_at": NOW + timedelta(days=9)}
    Invitation.objects.create(email="reserve@example.dk", is_substitute=True, **invited)
    assert said() == (True, True, True)
    Invitation.objects.create(email="ny@example.dk", **invited)
    assert said() == (False, False, False)
