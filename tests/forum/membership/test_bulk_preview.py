"""Many invited at once: nothing is sent that was not previewed, and what a line means is asked, not guessed."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forum.membership.models import Invitation
from forum.people.models import Seat, SeatHolding
from tests.forum.membership.test_bulk_invitations import MANY, preview, send
from tests.world import NOW, Cast, organisation

LATER = "Eva;eva@x.dk;Aalborg"


@pytest.mark.parametrize(
    "changed",
    [
        {"lines": f"Vejles Nye;vejle@x.dk;Vejle\n{LATER}"},
        {"lines": "Vejles Ny;vejle@x.dk;Vejle"},
        {"lines": "Vejles Nye;vejle@x.dk;Fjordtek A/S"},
        {"sheet": LATER},
        {"revision": ""},
        {"revision": "0" * 16},
    ],
)
def test_what_was_not_previewed_is_not_sent(cast: Cast, client_for: Any, changed: dict[str, Any]) -> None:
    client = client_for(cast.secretary)
    seen = preview(client, lines="Vejles Nye;vejle@x.dk;Vejle")
    if "sheet" in changed:
        changed = {"sheet": SimpleUploadedFile("folk.csv", changed["sheet"].encode())}
    page = client.post(MANY, seen | changed)
    assert (page.status_code, Invitation.objects.count()) == (409, 0)
    assert page.context["is_changed"]
    again = {"lines": page.context["form"]["lines"].value(), "revision": page.context["form"]["revision"].value()}
    client.post(MANY, {**again, "trin": "send"})
    assert Invitation.objects.count() == page.context["ready"]


def test_what_the_preview_showed_is_sent(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.secretary)
    seen = preview(client, lines="Vejles Nye;vejle@x.dk;Vejle")
    assert client.post(MANY, seen)["Location"] == "/invitationer/"
    assert list(Invitation.objects.values_list("email", flat=True)) == ["vejle@x.dk"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("Vejles Nye;vejle@x.dk;Vejle", "Invitationen er allerede sendt."),
        ("Vejles Nye;vejle@x.dk;Vejle\nEva;eva@x.dk;Helt Ny ApS", "Invitationerne er allerede sendt."),
    ],
)
def test_what_is_sent_already_says_so(cast: Cast, client_for: Any, lines: str, said: str) -> None:
    """The browser's back button, then the same button again."""
    organisation("Helt Ny ApS")
    client = client_for(cast.secretary)
    seen = preview(client, lines=lines)
    client.post(MANY, seen)
    sent = Invitation.objects.count()
    page = client.post(MANY, seen, follow=True)
    assert (page.redirect_chain, sent) == ([("/invitationer/", 302)], len(lines.splitlines()))
    assert [str(each) for each in page.context["messages"]][-1] == said
    assert Invitation.objects.count() == sent


def test_what_was_left_is_not_lost_when_the_rest_is_sent_twice(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.secretary)
    seen = preview(client, lines="Vejles Nye;vejle@x.dk;Vejle\nIda;ida@x.dk;Atlantis")
    client.post(MANY, seen)
    page = client.post(MANY, seen)
    assert [plan.problem for plan in page.context["plans"]] == [
        "Adressen har allerede en åben invitation.",
        "Vi kender ikke organisationen »Atlantis«.",
    ]
    assert "Intet er sendt denne gang." in page.content.decode()


def test_a_tick_that_changes_the_outcome_is_previewed(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.secretary)
    seen = preview(client, lines="Ny i Odense;odense@x.dk;Odense\nVejles Nye;vejle@x.dk;Vejle")
    page = client.post(MANY, seen | {"follows": "on"})
    assert (page.status_code, Invitation.objects.count()) == (409, 0)


def test_a_seat_taken_since_the_preview_is_previewed_again(cast: Cast, client_for: Any) -> None:
    """The lines are the same; what would come of them is not."""
    client = client_for(cast.secretary)
    seen = preview(client, lines="Vejles Nye;vejle@x.dk;Vejle")
    SeatHolding.objects.create(seat=Seat.objects.get(organisation__name="Vejle"), member=cast.former, since=NOW.date())
    page = client.post(MANY, seen)
    assert (page.status_code, Invitation.objects.count()) == (409, 0)
    assert page.context["plans"][0].problem.startswith("Pladsen er besat af")


def test_a_surname_that_is_a_municipality_takes_no_seat_there(cast: Cast, client_for: Any) -> None:
    table = "Fornavn;Efternavn;E-mail;Kommune\nIda;Odense;ida@aalborg.example;Vejle"
    send(client_for(cast.secretary), lines=table, follows="on")
    invitation = Invitation.objects.get()
    assert (invitation.name, str(invitation.seat and invitation.seat.organisation)) == ("Ida Odense", "Vejle")


def test_headings_stay_with_the_lines_that_must_be_put_right(cast: Cast, client_for: Any) -> None:
    table = "Kommune;Navn;E-mail\nVejle;Vejles Nye;vejle@x.dk\nAtlantis;Ida Holm;ida@x.dk"
    page = send(client_for(cast.secretary), lines=table)
    assert page.context["form"]["lines"].value() == "Kommune;Navn;E-mail\nAtlantis;Ida Holm;ida@x.dk"
    assert [plan.problem for plan in page.context["plans"]] == ["Vi kender ikke organisationen »Atlantis«."]


def test_a_question_is_answered_on_the_page(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.secretary)
    page = client.post(MANY, {"lines": "Ida;ida@x.dk;Vejel", "trin": "vis"})
    (line,) = [plan.line for plan in page.context["plans"]]
    answer = {line.key: line.choices[0].line}
    page = client.post(MANY, {"lines": "Ida;ida@x.dk;Vejel", "trin": "vis"} | answer)
    assert (page.context["ready"], page.context["form"]["lines"].value()) == (1, "Ida\tida@x.dk\tVejle")
    # An answer given with the button that sends is shown before it counts
    page = client.post(MANY, {"lines": "Ida;ida@x.dk;Vejel", "trin": "send"} | answer)
    assert (page.status_code, Invitation.objects.count()) == (409, 0)


def test_what_a_sheet_hides_is_told_and_not_invited(cast: Cast, client_for: Any) -> None:
    book = openpyxl.Workbook()
    for row in (["Navn", "Mail", "Kommune"], ["Anne", "anne@x.dk", "Vejle"], ["Bo", "bo@x.dk", "Aalborg"]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    file = io.BytesIO()
    book.save(file)
    page = client_for(cast.secretary).post(MANY, {"sheet": SimpleUploadedFile("folk.xlsx", file.getvalue())})
    assert [plan.line.email for plan in page.context["plans"]] == ["anne@x.dk"]
    assert page.context["notes"] == ["1 skjult række i arket er ikke med."]
    assert "1 skjult række i arket er ikke med." in page.content.decode()
