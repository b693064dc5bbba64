"""»Hvem ændrede dette?«: who, when, from what to what, by which way and why; the secretariat's, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.front.history import THINGS
from forum.membership.actions.invitations import invite, withdraw
from forum.panel import corrections
from forum.people.models import Member
from meetings.agenda.actions import attachments, items
from meetings.agenda.models import Attachment
from meetings.attendance.actions import answer
from meetings.attendance.models import Attendance
from meetings.convocation.actions.guests import take_off_guest
from meetings.meeting.models import Meeting
from meetings.minutes.actions import notes
from tests import world
from tests.world import NOW

ClientFor = Callable[[Member | None], Client]


def said(client: Client, path: str) -> list[str]:
    """Each deed of the page as one line."""
    page = lxml.html.fromstring(client.get(path).content)
    return [" ".join(deed.text_content().split()) for deed in page.find_class("deed")]


@pytest.fixture
def things(cast: world.Cast) -> dict[str, Any]:
    meeting = world.make_meeting()
    seat = world.seat_of(cast.head)
    area = world.make_area(seat.organisation)
    world.make_update(area, cast.head)
    return {
        "moede": meeting, "punkt": world.make_item(meeting), "referat": world.make_minutes(meeting), "omraade": area,
        "anbefaling": world.make_recommendation(), "plads": seat, "medlem": cast.head,
    }  # fmt: skip


def test_each_thing_leads_to_its_history_which_is_not_there_for_others(
    things: dict[str, Any], cast: world.Cast, client_for: ClientFor
) -> None:
    assert set(things) == set(THINGS)
    office, others = client_for(cast.secretary), [client_for(who) for who in (cast.chair, cast.head, cast.supplier)]
    for kind, row in things.items():
        path = f"/historik/{kind}/{row.pk}/"
        pages = [who.get(THINGS[kind].way(row)[-1][1]).content for who in (office, others[0])]
        links = [lxml.html.fromstring(page).xpath(f"//a[@href='{path}']/text()") for page in pages]
        assert (kind, links) == (kind, [["Hvem ændrede dette?"], []])
        assert (kind, office.get(path).status_code, len(said(office, path)) > 0) == (kind, 200, True)
        assert [who.get(path).status_code for who in others] == [404, 404, 404]
        assert office.get(f"/historik/{kind}/0/").status_code == 404
    assert Client().get("/historik/moede/1/")["Location"].startswith("/konto/log-ind/")
    strange = ["/historik/intet/1/", f"/historik/moede/{10**30}/"]
    assert [office.get(path).status_code for path in strange] == [404, 404]
    assert office.get(f"/historik/moede/{things['moede'].pk}/?side=x&side=-1").status_code == 200


def test_it_says_what_was_changed_from_what_to_what_by_whom_how_and_why(
    things: dict[str, Any], cast: world.Cast, client_for: ClientFor
) -> None:
    office, meeting, seat = client_for(cast.secretary), things["moede"], things["plads"]
    corrections.correct(
        obj=_with(cast.head, name="Mette B. Lindholm"), fields=["name"], by=cast.secretary, now=NOW, reason="Nyt navn",
        via="admin",
    )  # fmt: skip
    verb, _, rest = said(office, f"/historik/medlem/{cast.head.pk}/")[0].partition(" ")
    assert (verb, rest.partition(", ")[2]) == (  # the database's own clock says when
        "Rettede",
        "Sofie Krogh, i administrationen Hvorfor: Nyt navn Navn fra Mette Lindholm → til Mette B. Lindholm",
    )
    answer(meeting=meeting, seat=seat, answer=Attendance.Answer.NO, by=cast.head, now=NOW, via="mail")
    (answered,) = (deed for deed in said(office, f"/historik/moede/{meeting.pk}/") if "Svarede på" in deed)
    assert ("Mette B. Lindholm, via link i mail" in answered, "Svar Afbud" in answered) == (True, True)
    item = things["punkt"]
    paper = world.make_paper(item, cast.secretary)
    attachments.remove_attachment(attachment=paper, by=cast.secretary, now=NOW)
    assert "Bilag fjernet: Bilag" in " ".join(said(office, f"/historik/punkt/{item.pk}/"))
    items.remove_item(item=item, by=cast.secretary, now=NOW)
    assert "Punkt fjernet: Punkt 1" in " ".join(said(office, f"/historik/moede/{meeting.pk}/"))


def test_guests_and_invitations_are_named_and_older_lines_say_what_was_then(
    things: dict[str, Any], cast: world.Cast, client_for: ClientFor
) -> None:
    office, meeting, seat, item = client_for(cast.secretary), things["moede"], things["plads"], things["punkt"]
    by: dict[str, Any] = {"by": cast.secretary, "now": NOW}
    guest = world.make_guest(meeting, item, by=cast.secretary, email="anna@example.dk")
    take_off_guest(guest=guest, **by)
    page = f"/historik/moede/{meeting.pk}/"

    def deeds(verb: str) -> list[str]:
        return [deed for deed in said(office, page) if deed.startswith(verb)]

    assert "Gæst fjernet: Anna Ekspert" in deeds("Tog gæstens invitation tilbage")[0]
    (invited,) = deeds("Inviterede gæst")
    words = ("Gæst oprettet: Anna Ekspert", "Gæst ændret", "Item")
    assert [word in invited for word in words] == [True, False, False]
    assert "Gæst ved punkt oprettet: Anna Ekspert: 1. Punkt 1" in invited
    assert "Gæst ved punkt oprettet" in " ".join(said(office, f"/historik/punkt/{item.pk}/"))
    for reply in ("yes", "no"):
        answer(meeting=meeting, seat=seat, answer=reply, by=cast.head, now=NOW, via="mail")
    accepted, declined = sorted(deeds("Svarede på"), key=lambda deed: "fra Deltager" in deed)
    assert ("til Afbud" in declined, "Afbud" in accepted) == (True, False)
    withdraw(invitation=invite(email="ny@example.dk", name="Ny Chef", seat=seat, **by), **by)
    (withdrawn,) = (deed for deed in said(office, f"/historik/plads/{seat.pk}/") if "Trak invitation" in deed)
    assert "Invitation ændret: ny@example.dk" in withdrawn
    before = said(office, page)
    Meeting.objects.update(sequence=9)  # nothing that a person would read
    assert said(office, page) == before
    # Who is disqualified from an item does not hear who is there for it
    item.disqualified.add(cast.secretary)
    assert "Gæst ved punkt" not in " ".join(said(office, page))


def _with(row: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def test_what_is_closed_to_a_disqualified_secretary_is_left_out(
    things: dict[str, Any], cast: world.Cast, client_for: ClientFor
) -> None:
    office, item = client_for(cast.secretary), things["punkt"]
    notes.save_note(item=item, text="Hemmeligt om Odense", revision=1, by=cast.chair, now=NOW)
    paths = [f"/historik/referat/{things['referat'].pk}/", f"/historik/moede/{things['moede'].pk}/"]
    assert ["Punkt 1" in " ".join(said(office, path)) for path in paths] == [True, True]
    item.disqualified.add(cast.secretary)
    assert ["Punkt 1" in " ".join(said(office, path)) for path in paths] == [False, False]
    assert office.get(f"/historik/punkt/{item.pk}/").status_code == 404


def test_one_change_and_many_cost_the_same_queries(
    things: dict[str, Any], cast: world.Cast, client_for: ClientFor
) -> None:
    office, item = client_for(cast.secretary), things["punkt"]

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert office.get(path).status_code == 200
        return len(queries)

    delegated = {"kind": "delegated", "area": things["omraade"], "lead": things["plads"].organisation}
    world.make_note(item), world.make_decision(item, recommendation=things["anbefaling"], **delegated)
    world.make_action(item, things["plads"])
    world.make_paper(item, cast.secretary)
    world.make_answer(things["moede"], things["plads"])
    paths = [f"/historik/{kind}/{row.pk}/" for kind, row in things.items()]
    before = [cost(path) for path in paths]
    for text in "abc":
        item = world.make_item(things["moede"], 2 + ord(text))
        world.make_note(item, text), world.make_decision(item, text=text), world.make_paper(item, cast.secretary)
        Attachment.objects.update(title=text)
        world.make_update(things["omraade"], cast.head, sentence=text)
        Member.objects.filter(pk=cast.head.pk).update(title=text)
    assert [cost(path) for path in paths] == before
    assert max(before) <= 15, dict(zip(things, before, strict=True))
