"""Named lists of receivers: made, changed, removed and brought back by the secretariat, seen by nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.mail import outbox
from forum.mail.models import OutboxMail
from forum.membership import retention
from forum.people.models import Member
from forum.receivers.models import ReceiverList
from tests import world
from tests.world import NOW, Cast

NEW = "/lister/ny/"


@pytest.fixture
def office(cast: Cast, client_for: Any) -> Client:
    client: Client = client_for(cast.secretary)
    return client


def make(office: Client, cast: Cast, **fields: Any) -> ReceiverList:
    typed = {"name": "Styregruppen", "people": [cast.head.pk], "addresses": "Bo Lund <BO@direktion.example>"}
    assert office.post(NEW, typed | fields).status_code == 302
    return ReceiverList.objects.earliest("-pk")


def said(response: Any) -> str:
    """The newest message."""
    return str(list(response.context["messages"])[-1])


def test_a_list_is_made_renamed_and_read(office: Client, cast: Cast) -> None:
    pasted = f"Bo Lund <BO@direktion.example>; {cast.chair.email.upper()}"  # a member's address is the member
    row = make(office, cast, addresses=pasted)
    assert (row.addresses, set(row.members.all())) == (["bo@direktion.example"], {cast.head, cast.chair})
    assert "Styregruppen (3)" in office.get("/lister/").content.decode()
    stale = {"name": "Direktionen", "people": [cast.lead.pk], "addresses": "", "revision": row.revision}
    assert office.post(row.get_absolute_url(), stale)["Location"] == "/lister/"
    row.refresh_from_db()
    assert (row.name, row.addresses, list(row.members.all())) == ("Direktionen", [], [cast.lead])
    page = office.post(row.get_absolute_url(), stale | {"name": "Ledelsen"})
    assert (page.status_code, 'value="Ledelsen"' in page.content.decode()) == (409, True)
    Member.objects.filter(pk=cast.lead.pk).update(is_active=False)  # who has left is no longer counted
    assert ReceiverList.objects.with_receivers().get().label == "Direktionen (0)"
    seen = [ReceiverList.objects.visible_to(member.as_viewer()).count() for member in (cast.secretary, cast.head)]
    assert seen == [1, 0]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "STYREGRUPPEN"}, "name"),
        ({"name": "\u200b"}, "name"),
        ({"people": ["0"]}, "people"),
        ({"addresses": "bo@direktion"}, "addresses"),
        ({"people": [], "addresses": ""}, "__all__"),
    ],
)
def test_what_makes_no_list_is_said_at_its_field(office: Client, cast: Cast, typed: dict[str, Any], field: str) -> None:
    make(office, cast)
    answer = office.post(NEW, {"name": "Anden", "people": [cast.head.pk], "addresses": "a@b.example"} | typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert ReceiverList.objects.count() == 1


def test_it_is_removed_and_brought_back_unless_its_name_is_taken(office: Client, cast: Cast) -> None:
    row = make(office, cast)
    answer = office.post(f"/lister/{row.pk}/fjern/", follow=True)
    assert said(answer) == "Listen »Styregruppen« er fjernet."
    assert office.get(row.get_absolute_url()).status_code == 404
    other = make(office, cast)
    assert said(office.post(f"/lister/{row.pk}/fortryd/", follow=True)).startswith("Der er allerede en liste")
    office.post(f"/lister/{other.pk}/fjern/")
    office.post(f"/lister/{row.pk}/fortryd/")
    assert office.get(row.get_absolute_url()).status_code == 200
    assert office.post(f"/lister/{row.pk}/fortryd/").status_code == 404


def test_only_the_secretariat_has_lists_and_they_cost_the_same(office: Client, cast: Cast, client_for: Any) -> None:
    costs = []
    for number in range(3):
        make(office, cast, name=f"Liste {number}", people=[member.pk for member in (cast.head, cast.ski, cast.lead)])
        with CaptureQueriesContext(connection) as queries:
            assert office.get("/lister/").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] == costs[2] <= 15
    row = ReceiverList.objects.earliest("pk")
    for who in (cast.chair, cast.supplier):
        client = client_for(who)
        assert [client.get(path).status_code for path in ("/lister/", NEW, row.get_absolute_url())] == [403] * 3
        assert client.post(f"/lister/{row.pk}/fjern/").status_code == 403
    assert world.history(ReceiverList).filter(pgh_label="insert").count() == 3


def test_addresses_outside_the_forum_are_forgotten_when_they_have_no_further_use(
    office: Client, cast: Cast, settings: Any
) -> None:
    """A year after the last mail and the last change of the list; a day after the list is removed."""
    settings.DEMO = False
    row = make(office, cast, addresses="bo@direktion.example; ida@direktion.example")
    removed = make(office, cast, name="X")
    rendered = outbox.Rendered("Hej", "Kære du", "<p>Kære du</p>")
    late = NOW + timedelta(days=200)
    outbox.queue(key="a", kind=world.GREETING, to="ida@direktion.example", rendered=rendered, now=late)
    OutboxMail.objects.update(state="sent", sent_at=late)
    office.post(f"/lister/{removed.pk}/fjern/")

    def left(days: int) -> tuple[int, list[str], list[str]]:
        taken = retention.forget(now=NOW + timedelta(days=days))["Adresser på modtagerlister"]
        row.refresh_from_db()
        removed.refresh_from_db()
        return taken, row.addresses, removed.addresses

    both = ["bo@direktion.example", "ida@direktion.example"]
    assert left(0) == (0, both, both[:1])
    assert left(2) == (1, both, [])
    assert left(364) == (0, both, [])
    assert left(366) == (1, both[1:], [])
    assert left(200 + 366) == (1, [], [])
    assert list(row.members.all()) == [cast.head]
