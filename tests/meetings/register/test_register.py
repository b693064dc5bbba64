"""The register of decisions: what it lists, for whom, what its filters find, and the sheet."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import lxml.html
import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.front.words import refresh_words
from meetings.agenda.models import AgendaItem
from meetings.minutes.models import Decision
from recommendations.areas.models import Area
from tests import world
from tests.world import NOW, Cast

LIST = "/beslutninger/"


@pytest.fixture
def decided(cast: Cast) -> Cast:
    """Two meetings: areas and recommendations, one closed item, one from which Karen Dahl is disqualified."""
    lead = world.organisation("Odense")
    old = world.make_meeting(start=NOW - timedelta(days=400), state="approved", title="Forårsmøde")
    new = world.make_meeting(start=NOW - timedelta(days=20), state="remarks", title="Efterårsmøde")
    world.make_minutes(old, state="approved", approved_at=NOW, approved_hash="x")
    world.make_minutes(new)
    ten = world.make_item(old, 1, title="Anbefalingerne", motion="At de drøftes.")
    for number in (1, 2, 3, 9):
        about = world.make_recommendation(number, text=f"Køb ind på måde {number}")
        world.make_decision(ten, kind="endorsed", text="Arbejdet fortsætter.", recommendation=about)
    area = world.make_area(lead, title="Skærmbesøg")
    area.partners.set([world.organisation("Vejle")])
    items = [
        world.make_item(new, number, title=title, audience=audience)
        for number, title, audience in (
            (1, "Uddelegering", "members"), (2, "Udbudsplaner", "authorities"), (3, "En klage", "members"),
        )
    ]  # fmt: skip
    made = world.make_decision(items[0], kind="delegated", text="Odense går foran.", area=area, lead=lead)
    made.partners.set(area.partners.all())
    world.make_decision(items[1], kind="rejected", text="=1+1")
    world.make_decision(items[2], kind="postponed", text="Vi venter.")
    items[2].disqualified.add(cast.disqualified)
    world.make_action(items[0], world.seat_of(cast.lead), text="Skriv køreplanen")
    refresh_words()
    return cast


def listed(client: Client, query: str = "") -> list[str]:
    """The titles of the items decided on, in the order of the list."""
    page = lxml.html.fromstring(client.get(f"{LIST}?{query}").content)
    return [title.text_content() for title in page.xpath("//main//ul[@class='rows']//*[@class='row-title']")]


def test_each_sees_what_he_or_she_may_and_equals_are_one_line(decided: Cast, client_for: Any) -> None:
    everything = ["Uddelegering", "Udbudsplaner", "En klage", "Anbefalingerne"]
    assert listed(client_for(decided.head)) == everything
    assert listed(client_for(decided.supplier)) == [title for title in everything if title != "Udbudsplaner"]
    assert listed(client_for(decided.disqualified)) == [title for title in everything if title != "En klage"]
    assert listed(Client()) == []
    page = client_for(decided.head).get(LIST).content.decode()
    assert page.count("Anbefaling 1-3 og 9") == 1
    AgendaItem.objects.filter(title="Uddelegering").update(audience="public")
    decision = Decision.objects.get(kind="delegated")
    decision.item.meeting.audience = "public"
    decision.item.meeting.save()
    assert listed(Client()) == ["Uddelegering"]
    assert Client().get(decision.get_absolute_url()).status_code == 200
    assert Client().get(Decision.objects.get(kind="postponed").get_absolute_url()).status_code == 302  # sign in


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("aar=2025", ["Anbefalingerne"]),
        ("slags=postponed", ["En klage"]),
        ("anbefaling=2", ["Anbefalingerne"]),
        ("omraade=skaermbesoeg", ["Uddelegering"]),
        ("organisation=odense", ["Uddelegering"]),
        ("organisation=vejle", ["Uddelegering"]),
        ("ord=skærmbesøg", ["Uddelegering"]),  # the area's title
        ("ord=klage", ["En klage"]),  # the item's
        ("ord=afvist", ["Udbudsplaner"]),  # the kind
        ("ord=anbefaling 9", ["Anbefalingerne"]),
        ("ord=måde", ["Anbefalingerne"]),  # the recommendation's wording
        ("ord=Hvornår besluttede vi at uddelegere skærmbesøg?", ["Uddelegering"]),
        ("ord=klage&aar=2025", []),
        ("aar=1815&slags=xx&omraade=hemmeligt", ["Uddelegering", "Udbudsplaner", "En klage", "Anbefalingerne"]),
    ],
)
def test_a_decision_is_found_by_all_that_it_is_about(
    decided: Cast, client_for: Any, query: str, titles: list[str]
) -> None:
    assert listed(client_for(decided.head), query) == titles


def test_what_is_closed_is_found_by_none_of_its_words(decided: Cast, client_for: Any) -> None:
    """The decision is open to all, its area to authorities alone: neither the area nor its municipalities tell."""
    queries = ("ord=skærmbesøg", "omraade=skaermbesoeg", "organisation=odense", "organisation=vejle")
    assert [listed(client_for(decided.supplier), query) for query in queries] == [["Uddelegering"]] * 4
    Area.objects.update(audience="authorities")
    assert [listed(client_for(decided.head), query) for query in queries] == [["Uddelegering"]] * 4
    for query in queries:
        page = client_for(decided.supplier).get(f"{LIST}?{query}").content.decode()
        assert ("Skærmbesøg</option>" in page, "Odense Kommune" in page, "Vejle Kommune" in page) == (False,) * 3
    for query in ("ord=skærmbesøg", "ord=uddelegering skærmbesøg"):
        assert (listed(client_for(decided.head), query), listed(client_for(decided.supplier), query)) == (
            ["Uddelegering"], [],
        )  # fmt: skip
    # Odense may be chosen for an open area of its; the closed one is still not told by that choice
    about = world.make_area(world.organisation("Odense"), title="Plejesenge")
    world.make_decision(
        AgendaItem.objects.get(title="En klage"), kind="delegated", text="Odense.", area=about, lead=about.lead
    )
    found = [listed(client_for(who), "organisation=odense") for who in (decided.head, decided.supplier)]
    assert found == [["Uddelegering", "En klage"], ["En klage"]]


def test_the_page_tells_all_of_it_and_any_of_the_equals_leads_there(decided: Cast, client_for: Any) -> None:
    client = client_for(decided.supplier)
    first, *_, last = Decision.objects.filter(kind="endorsed").order_by("pk")
    answers = [client.get(one.get_absolute_url()) for one in (first, last)]
    pages = [lxml.html.fromstring(answer.content).find(".//main") for answer in answers]
    assert [len(page.xpath(".//a[starts-with(@href, '/anbefalinger/')]")) for page in pages] == [4, 4]
    copies = [page.xpath(".//@data-copy") for page in pages]
    assert copies == [[settings.SITE_URL + first.get_absolute_url()]] * 2
    page = client.get(Decision.objects.get(kind="delegated").get_absolute_url()).content.decode()
    assert [page.count(text) for text in ("Skriv køreplanen", "Tovholder: Odense Kommune", "/referat/#punkt-1")] == [
        1
    ] * 3
    assert client.get(Decision.objects.get(kind="rejected").get_absolute_url()).status_code == 404


def rows(client: Client, query: str = "") -> list[tuple[Any, ...]]:
    answer = client.get(f"{LIST}regneark/?{query}")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}  # "n" is empty
    return list(sheet.iter_rows(values_only=True))


def test_a_wrong_choice_behind_the_fold_is_seen(decided: Cast, client_for: Any) -> None:
    def fold(query: str) -> Any:
        (found,) = lxml.html.fromstring(client_for(decided.head).get(LIST + query).content).xpath("//form//details")
        return found

    assert (fold("").get("open"), fold("?organisation=999").get("open")) == (None, "")
    assert len(fold("?organisation=999").find_class("form-error-message")) == 1


def test_the_sheet_has_the_filtered_list_as_text(decided: Cast, client_for: Any) -> None:
    head, *found = rows(client_for(decided.head))
    assert [row[3] for row in found] == ["Uddelegering", "Udbudsplaner", "En klage", "Anbefalingerne"]
    assert [row[5] for row in found][1] == "=1+1"
    assert dict(zip(head, found[3], strict=True))["Anbefaling"] == "1-3 og 9"
    assert [row[3] for row in rows(client_for(decided.head), "slags=rejected")[1:]] == ["Udbudsplaner"]
    assert [row[3] for row in rows(client_for(decided.supplier), "slags=rejected")[1:]] == []
    assert rows(Client())[1:] == []


def test_the_list_and_the_page_cost_the_same_however_much_is_decided(decided: Cast, client_for: Any) -> None:
    client, costs = client_for(decided.head), []
    meeting = world.make_meeting(start=NOW - timedelta(days=50), state="remarks", slug="flere")
    world.make_minutes(meeting)
    for number in range(1, 4):
        item = world.make_item(meeting, number)
        for text in range(number):
            area = world.make_area(world.organisation("Kolding"), title=f"Område {number} {text}")
            world.make_decision(item, text=f"Skærmbesøg {text}", area=area)
        if number in (1, 3):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{LIST}?ord=skærmbesøg&organisation=kolding")
                client.get(item.decisions.earliest("pk").get_absolute_url())
            costs.append(len(queries))
    assert costs[0] == costs[1] <= 15 + 12
