"""Search: the groups and their order, what leads to an item or to minutes, and words that are no words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import lxml.html
import pytest
from django.test import Client

from forum.base.visibility import Viewer
from forum.front.search import find
from forum.front.words import refresh_words
from forum.people.models import Member
from recommendations.areas.models import Area
from tests import world
from tests.world import NOW, Cast


@pytest.fixture
def held(cast: Cast) -> Cast:
    """Two meetings, of November and of April, each with two items and decisions; released minutes of the first."""
    for month, words in ((11, "Robotter"), (4, "Rengøring")):
        meeting = world.make_meeting(
            start=datetime(2026, month, 5, 10, tzinfo=world.COPENHAGEN), state="remarks", title=f"Møde {month}"
        )
        for number in (1, 9):
            item = world.make_item(meeting, number, title=f"{words} nr. {number}", background="Om tovholdere.")
            world.make_decision(item, kind="postponed", text=f"{words} udskydes til næste år.")
        world.make_minutes(meeting, **({} if month == 11 else {"state": "draft", "released_at": None}))
    world.make_recommendation(9, text="Køb ind med robotter", audience="public")
    Member.objects.filter(pk=cast.ski.pk).update(title="Robotchef", competences="robotter")
    for n in range(8):
        world.make_area(title=f"Robotter {n}", description="Vi ser på **skiftende** vilkår.")
    refresh_words()
    return cast


def groups(query: str, viewer: Viewer) -> list[tuple[str, int]]:
    return [(group.slug, group.total) for group in find(query, viewer).groups]


def urls(query: str, viewer: Viewer) -> list[str]:
    return [hit.url for hit in find(query, viewer).hits]


def test_hits_are_in_groups_and_each_shows_its_best(held: Cast, client_for: Any) -> None:
    viewer = held.head.as_viewer()
    assert groups("robotter", viewer) == [
        ("beslutninger", 2), ("moeder", 2), ("omraader", 8), ("anbefalinger", 1), ("personer", 1),
    ]  # fmt: skip
    page = lxml.html.fromstring(client_for(held.head).get("/soeg/?q=robotter").content)
    shown = {group.get("aria-labelledby"): len(group.xpath("ol/li")) for group in page.find_class("hit-group")}
    assert shown == {"beslutninger": 2, "moeder": 2, "omraader": 5, "anbefalinger": 1, "personer": 1}
    (more,) = page.xpath("//section[@class='hit-group']/p/a")
    assert (more.text_content(), more.get("href")) == (
        "Vis alle 8 i innovationsområder", "/soeg/?q=robotter&gruppe=omraader",
    )  # fmt: skip
    page = lxml.html.fromstring(client_for(held.head).get(more.get("href")).content)
    assert [len(group.xpath("ol/li")) for group in page.find_class("hit-group")] == [8]


def test_a_question_is_about_what_it_asks_for(held: Cast) -> None:
    viewer = held.head.as_viewer()
    assert groups("Hvornår besluttede vi noget om robotter?", viewer)[0] == ("beslutninger", 2)
    assert groups("udsat rengøring", held.secretary.as_viewer()) == [("beslutninger", 2)]
    assert find("udsat rengøring", viewer).is_partial  # its minutes are not released: there are only some of the words
    assert groups("hvornår", viewer) == []  # nothing else is asked for
    assert [hit.kind for hit in find("vi besluttede", viewer).hits] == []


def test_an_item_is_found_by_its_number_and_minutes_by_their_month(held: Cast, client_for: Any) -> None:
    viewer = held.head.as_viewer()
    both = ["/moeder/2026-11-05/#punkt-9", "/moeder/2026-04-05/#punkt-9"]
    for query in ("punkt 9", "pkt. 9", "Pkt 9", "dagsordenspunkt nr. 9"):
        assert urls(query, viewer) == both
    assert urls("punkt 9 rengøring", viewer)[:1] == both[1:]
    assert urls("punkt 9 november", viewer) == both[:1]
    assert urls("referat november", viewer) == ["/moeder/2026-11-05/referat/"]
    assert urls("referat af novembermødet", viewer) == ["/moeder/2026-11-05/referat/"]
    assert urls("referat pkt. 9 november", viewer) == ["/moeder/2026-11-05/referat/#punkt-9"]
    assert urls("referat april", viewer) == ["/moeder/2026-04-05/"]  # there are none to read yet
    assert urls("punkt 9", held.former.as_viewer()) == ["/anbefalinger/9/"]  # who may see no agenda
    world.make_recommendation(7)
    page = client_for(held.head).get("/soeg/?q=punkt+7")
    assert "Vi fandt ikke et punkt 7. Mente du anbefaling 7?" in page.content.decode()
    assert [hit.url for hit in page.context["found"].hits] == ["/anbefalinger/7/"]


def test_ski_is_a_word_and_the_organisation_comes_first(held: Cast) -> None:
    hits = find("ski", held.head.as_viewer()).hits
    assert [(hit.kind, hit.heading) for hit in hits] == [("Organisation", "SKI"), ("Medlem", "Peter Ravn")]


def test_who_has_left_comes_last_and_is_called_so(held: Cast) -> None:
    Member.objects.filter(pk__in=[held.former.pk, held.ski.pk]).update(title="Ulla og robotter")
    people = [(hit.kind, hit.heading) for hit in find("ulla", held.head.as_viewer()).hits]
    assert people == [("Medlem", "Peter Ravn"), ("Tidligere medlem", "Ulla Mørk")]


def test_the_fields_of_a_text_do_not_run_together(held: Cast) -> None:
    texts = {
        hit.heading: "".join(text for text, _ in hit.excerpt) for hit in find("robotchef", held.head.as_viewer()).hits
    }
    assert texts == {"Peter Ravn": "Robotchef · robotter"}


def test_an_excerpt_has_no_marks_of_lists_and_cuts_no_date(held: Cast) -> None:
    """However many words stand before the date."""
    for number in range(40):
        filler = " ".join(["ord"] * number)
        world.make_area(
            title=f"Nummer {number}",
            description=f"- Flagermus\n- kasser {filler} opsættes den 12. august 2027 {'og så videre ' * 12}",
        )
    texts = ["".join(text for text, _ in hit.excerpt) for hit in find("flagermus", held.head.as_viewer()).hits]
    texts += [
        "".join(text for text, _ in hit.excerpt) for hit in find("flagermus", held.head.as_viewer(), "omraader").hits
    ]
    assert {text[:18] for text in texts} == {"Flagermus · kasser"}
    assert {text.partition(" den")[2][:16] for text in texts} == {"", " 12. august 2027"}


def test_a_small_word_with_another_spelling_asks_for_nothing(held: Cast) -> None:
    assert groups("robotter på næste år", held.head.as_viewer()) == [("beslutninger", 2)]


def test_a_decision_is_not_found_by_the_name_of_a_closed_area(held: Cast) -> None:
    area = world.make_area(title="Flagermus", audience="members")
    meeting = world.make_meeting(slug="flagermus", start=NOW - timedelta(days=9), state="remarks")
    world.make_minutes(meeting)
    decision = world.make_decision(world.make_item(meeting, 1, title="Et område"), area=area)
    refresh_words()
    found = [url for url in urls("flagermus", held.supplier.as_viewer()) if url == decision.get_absolute_url()]
    assert found == [decision.get_absolute_url()]
    Area.objects.filter(pk=area.pk).update(audience="authorities")
    assert decision.get_absolute_url() in urls("flagermus område", held.head.as_viewer())
    assert urls("flagermus", held.supplier.as_viewer()) == []
    page = Client().get("/soeg/?q=flagermus").content.decode()
    assert page.count("hit-group") == 0
