"""Many invited at once: what is wrong is said line by line, nothing is lost, nothing is sent twice."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.membership.actions import bulk_invitations
from forum.membership.forms.pasted_people import Line, one_person_a_line, read_lines
from forum.membership.models import Invitation
from forum.people.models import Organisation, Seat
from forum.people.organisation_names import OrganisationNames
from tests.forum.membership.test_invitations import BOTH_SIDES
from tests.world import NOW, Cast, organisation, seat_of

MANY = "/invitationer/mange/"


def read(text: str) -> list[Line]:
    return read_lines(one_person_a_line(text), OrganisationNames(Organisation.objects.all())).lines


def preview(client: Any, **sent: Any) -> dict[str, Any]:
    """What the preview's own page sends when its button is pressed."""
    form = client.post(MANY, {**sent, "trin": "vis"}).context["form"]
    again = {"lines": form["lines"].value(), "revision": form["revision"].value(), "trin": "send"}
    return again | ({"follows": "on"} if sent.get("follows") else {})


def send(client: Any, **sent: Any) -> Any:
    return client.post(MANY, preview(client, **sent))


def text(cast: Cast) -> str:
    organisation("Helt Ny ApS")
    return "\n".join(
        [
            "Ny Leverandør;ny@x.dk;Helt Ny ApS",
            "Vejles Nye;vejle@x.dk;Vejle Kommune",
            "Odenses Nye;odense@x.dk;Odense",
            "Mette igen;mette.lindholm@example.dk;Odense",
            "Ukendt;ukendt@x.dk;Atlantis",
            "Dublet;ny@x.dk;Kolding",
            "vrøvl uden mening",
        ]
    )


def test_each_line_says_what_will_happen(cast: Cast) -> None:
    plans = bulk_invitations.plan(read(text(cast)), may_follow=False, now=NOW)
    assert [(plan.problem, plan.seat is not None) for plan in plans] == [
        ("", False),
        ("", True),
        ("Pladsen er besat af Mette Lindholm. Sæt kryds nedenfor, hvis den nye skal overtage den.", False),
        ("Mette igen har allerede en plads.", False),
        ("Vi kender ikke organisationen »Atlantis«.", False),
        ("Adressen står her to gange.", False),
        ("Der mangler en mailadresse.", False),
    ]
    plans = bulk_invitations.plan(read(text(cast)), may_follow=True, now=NOW)
    assert (plans[2].problem, plans[2].follows, plans[2].seat) == ("", cast.head, seat_of(cast.head))


def test_a_line_that_would_put_one_on_both_sides_says_so(cast: Cast) -> None:
    plans = bulk_invitations.plan(read("Camilla;camilla.bech@example.dk;Vejle"), may_follow=True, now=NOW)
    assert plans[0].problem == BOTH_SIDES.format("Camilla Bech har en plads for Fjordtek A/S.")
    back = bulk_invitations.plan(read("Mette;mette.lindholm@example.dk;Fjordtek A/S"), may_follow=True, now=NOW)
    assert back[0].problem == BOTH_SIDES.format("Mette Lindholm har en plads for Odense Kommune.")
    office = bulk_invitations.plan(read(f"Sofie;{cast.secretary.email};Fjordtek A/S"), may_follow=True, now=NOW)
    assert "er i sekretariatet, som ser alt" in office[0].problem  # who has no seat at all


def test_a_seat_whose_invitation_has_run_out_is_free_again(cast: Cast) -> None:
    Invitation.objects.create(
        email="tavs@x.dk", seat=seat_of(cast.head), invited_by=cast.secretary, expires_at=NOW + timedelta(days=1)
    )

    def problem(days: int) -> str:
        (plan,) = bulk_invitations.plan(
            read("Odenses Nye;odense@x.dk;Odense"), may_follow=True, now=NOW + timedelta(days=days)
        )
        return plan.problem

    assert [problem(days) for days in (0, 2)] == ["En anden er allerede inviteret til pladsen.", ""]


def test_a_preview_sends_nothing_and_loses_nothing(cast: Cast, client_for: Any) -> None:
    page = client_for(cast.secretary).post(MANY, {"lines": text(cast), "trin": "vis"})
    assert page.status_code == 200
    assert (page.context["ready"], len(page.context["plans"])) == (2, 7)
    assert page.context["form"]["lines"].value() == text(cast)
    assert not Invitation.objects.exists()


def test_sending_keeps_the_lines_that_must_be_put_right(cast: Cast, client_for: Any) -> None:
    client = client_for(cast.secretary)
    page = send(client, lines=text(cast))
    assert set(Invitation.objects.values_list("email", flat=True)) == {"ny@x.dk", "vejle@x.dk"}
    assert page.context["form"]["lines"].value().splitlines() == text(cast).splitlines()[2:]
    opened = Seat.objects.get(organisation__name="Helt Ny ApS")
    assert Invitation.objects.get(email="ny@x.dk").seat == opened
    # pressed once more: nobody is invited twice, no second seat is opened
    send(client, lines=text(cast))
    assert (Invitation.objects.count(), Seat.objects.filter(organisation__name="Helt Ny ApS").count()) == (2, 1)


def test_a_constant_number_of_queries_however_many_lines(cast: Cast) -> None:
    counts = []
    for many in (1, 40):
        lines = read("\n".join(f"Person {n};p{n}@x.dk;Vejle" for n in range(many)))
        with CaptureQueriesContext(connection) as queries:
            bulk_invitations.plan(lines, may_follow=True, now=NOW)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def xlsx(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("folk.xlsx", xlsx([["Navn", "Mail", "Kommune"], ["Vejles Nye", "vejle@x.dk", "Vejle"], [None, None, None]])),
        ("folk.csv", b"Navn;Mail;Kommune\r\nVejles Nye;vejle@x.dk;Vejle\r\n"),
        ("dansk.csv", "Navn;Mail;Kommune\r\nVejles Nye;vejle@x.dk;Vejle\r\nØ;;\r\n".encode("cp1252")),
    ],
)
def test_a_sheet_becomes_lines(cast: Cast, client_for: Any, name: str, content: bytes) -> None:
    page = client_for(cast.secretary).post(MANY, {"sheet": SimpleUploadedFile(name, content), "trin": "vis"})
    assert [plan.line.email for plan in page.context["plans"] if not plan.problem] == ["vejle@x.dk"]
    assert "Vejles Nye\tvejle@x.dk\tVejle" in page.context["form"]["lines"].value()


@pytest.mark.parametrize(
    ("name", "content"),
    [("folk.xlsx", b"PK\x03\x04 garbage"), ("folk.xlsx", b"\x00\x01\x02"), ("folk.png", b"\x89PNG\r\n\x1a\n")],
)
def test_a_sheet_that_is_none_is_refused_and_the_lines_kept(
    cast: Cast, client_for: Any, name: str, content: bytes
) -> None:
    sent = {"sheet": SimpleUploadedFile(name, content), "lines": "Anne;anne@x.dk;Vejle"}
    page = client_for(cast.secretary).post(MANY, sent)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["sheet"]
    assert page.context["form"]["lines"].value() == "Anne;anne@x.dk;Vejle"


def test_garbage_by_the_megabyte_is_refused_kindly(cast: Cast, client_for: Any) -> None:
    page = client_for(cast.secretary).post(MANY, {"lines": "x\n" * 3000})
    assert page.status_code == 422
    page = client_for(cast.secretary).post(MANY, {"lines": "\N{PARTY POPPER}" * 19_000})
    assert (page.status_code, page.context["ready"]) == (200, 0)
