"""The directory: who is in it, what the filters find, and how many queries it takes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.people.models import Member, Seat, SeatHolding
from tests.world import NOW, Cast, organisation

LIST = "/medlemmer/"


def found(client: Any, query: str = "") -> set[str]:
    page = client.get(f"{LIST}?{query}")
    assert page.status_code == 200
    return {person.name for person in page.context["people"]}


def test_those_who_are_in_the_forum_now_are_in_it(cast: Cast, client_for: Any) -> None:
    everyone = {member.name for member in cast.everyone().values()}
    assert found(client_for(cast.supplier)) == everyone - {"Ulla Mørk"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=lindholm", {"Mette Lindholm"}),
        ("q=aalborg", {"Jens Åkjær"}),
        ("q=indkøbschef+aarhus", {"Henrik Østergaard"}),
        ("q=åkjær", {"Jens Åkjær"}),
        ("q=aakjaer", {"Jens Åkjær"}),
        ("q=Århus", {"Henrik Østergaard"}),
        ("q=østergård", {"Henrik Østergaard"}),
        ("slags=supplier", {"Camilla Bech"}),
        ("slags=ski", {"Peter Ravn"}),
        ("slags=kl", {"Sofie Krogh"}),
        ("region=Syddanmark", {"Mette Lindholm", "Karen Dahl"}),
        ("region=Syddanmark&slags=supplier", set()),
        ("emne=funktionskrav", {"Mette Lindholm", "Jens Åkjær"}),
        ("q=%25", set()),
        ("q=%27%3B--", set()),
        ("q=" + "x" * 200, None),
        ("slags=vrøvl&region=0&emne=x&side=-1", None),
    ],
)
def test_search_and_filters(cast: Cast, client_for: Any, query: str, names: set[str] | None) -> None:
    cast.head.competences = "funktionskrav, Markedsdialog"
    cast.head.save()
    cast.lead.competences = "Funktionskrav"
    cast.lead.save()
    answer = found(client_for(cast.head), query)
    assert names is None or answer == names


@pytest.mark.parametrize(
    ("query", "names", "is_said"),
    [
        ("q=karen+dal", {"Karen Dahl"}, True),
        ("q=lindhom", {"Mette Lindholm"}, True),
        ("q=lindhom&slags=ski", set(), False),
        ("q=lindholm", {"Mette Lindholm"}, False),
        ("q=klage", set(), False),
        ("q=ulla+mørck", set(), False),  # who has left
    ],
)
def test_names_that_look_alike_when_none_fits(
    cast: Cast, client_for: Any, query: str, names: set[str], is_said: bool
) -> None:
    client = client_for(cast.head)
    assert found(client, query) == names
    assert ("Her er navne, der ligner." in client.get(f"{LIST}?{query}").content.decode()) == is_said


def crowd(many: int) -> None:
    seat = Seat.objects.create(organisation=organisation("Vejle"), since=NOW.date())
    for n in range(many):
        member = Member.objects.create_user(f"p{n}-{many}@example.dk", f"Person {n}", competences="udbud")
        place = Seat.objects.create(organisation=seat.organisation, since=NOW.date())
        SeatHolding.objects.create(seat=place, member=member, since=NOW.date())


def test_as_many_queries_for_many_as_for_few(cast: Cast, client_for: Any) -> None:
    client, counts = client_for(cast.head), []
    for many in (1, 100):
        crowd(many)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts == [8, 8]


def test_it_has_pages(cast: Cast, client_for: Any) -> None:
    crowd(100)
    client = client_for(cast.head)
    assert len(client.get(f"{LIST}?side=1").context["page"]) == 60
    assert len(client.get(f"{LIST}?side=2").context["page"]) == 47


def test_strangers_and_former_members_do_not_see_it(cast: Cast, client_for: Any) -> None:
    assert client_for(None).get(LIST)["Location"] == "/konto/log-ind/?next=%2Fmedlemmer%2F"
    assert client_for(cast.former).get(LIST).status_code == 403
    assert client_for(None).get(f"{LIST}{cast.head.pk}/").status_code == 302


def test_a_former_members_page_names_them_and_no_more(cast: Cast, client_for: Any) -> None:
    cast.former.phone = "87654321"
    cast.former.save()
    path = f"{LIST}{cast.former.pk}/"
    seen = client_for(cast.head).get(path).content.decode()
    assert "Ulla Mørk" in seen
    assert cast.former.email not in seen
    assert "87654321" not in seen
    assert cast.former.email in client_for(cast.secretary).get(path).content.decode()


def test_names_are_shown_as_text(cast: Cast, client_for: Any) -> None:
    cast.head.name = "<script>alert(1)</script> أمينة \N{PARTY POPPER}"
    cast.head.save()
    for path in (LIST, f"{LIST}{cast.head.pk}/"):
        seen = client_for(cast.ski).get(path).content.decode()
        assert "<script>alert" not in seen
        assert "<bdi>&lt;script&gt;alert(1)&lt;/script&gt; أمينة \N{PARTY POPPER}</bdi>" in seen
