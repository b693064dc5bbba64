"""Search: what is found, by whom, and with what kind of mistakes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.front.search import Found, find, refresh_words
from forum.models import Member
from forum.visibility import NOBODY
from meetings.models import AgendaItem, Meeting
from tests import world
from tests.world import Cast


@pytest.fixture
def texts(cast: Cast) -> Cast:
    meeting = world.make_meeting()
    world.make_item(meeting, 1, title="Innovationsindkøb i praksis", background="Vi taler om markedsdialoger.")
    world.make_item(meeting, 2, title="Lukket sag", background="Om **udbudsplanen**.", audience="authorities")
    world.make_item(meeting, 3, title="Inhabilitet", background="rengøringsrobotter").disqualified.add(
        cast.disqualified
    )
    world.make_recommendation(1, text="Indkøb er motoren for offentlig privat innovation", audience="public")
    refresh_words()
    return cast


def headings(found: Found) -> list[str]:
    """The papers found; the cast are heads of indkøb, and are looked for in a test of their own."""
    return sorted(hit.heading for hit in found.hits if hit.kind != "Medlem")


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("indkøb", ["Anbefaling 1", "Innovationsindkøb i praksis"]),  # the word, and inside a compound
        ("INDKØBET", ["Anbefaling 1", "Innovationsindkøb i praksis"]),  # the stem
        ("markedsdia", ["Innovationsindkøb i praksis"]),  # the beginning
        ("dialog", ["Innovationsindkøb i praksis"]),  # the end of a compound
        ("indkøb motor", ["Anbefaling 1"]),  # all words
        ("og", []),  # a stop word alone
        ("'; DROP TABLE & | ! :* (", []),
        ("🙂", []),
    ],
)
def test_found(texts: Cast, query: str, hits: list[str]) -> None:
    assert headings(find(query, texts.head.as_viewer())) == hits


def test_people_are_found_by_name_and_by_what_they_can_be_asked_about(texts: Cast) -> None:
    Member.objects.filter(pk=texts.ski.pk).update(competences="dynamiske indkøbssystemer")
    viewer = texts.head.as_viewer()
    assert [hit.heading for hit in find("lindholm mette", viewer).hits] == ["Mette Lindholm"]
    assert [hit.heading for hit in find("dynamisk", viewer).hits] == ["Peter Ravn"]
    assert find("dynamisk", NOBODY).hits == []


@pytest.mark.parametrize("query", ["aarhus", "Århus", "Aarhus Kommune", "århus kommune"])
def test_a_municipality_and_its_people_are_found_by_its_name(texts: Cast, query: str) -> None:
    hits = find(query, texts.supplier.as_viewer()).hits
    assert [(hit.kind, hit.heading, hit.url) for hit in hits] == [
        ("Organisation", "Aarhus Kommune", "/kommuner/aarhus/"),
        ("Medlem", "Henrik Østergaard", f"/medlemmer/{texts.chair.pk}/"),
    ]
    assert [find(query, viewer).hits for viewer in (NOBODY, texts.former.as_viewer())] == [[], []]


@pytest.mark.parametrize("query", ["odnse", "odensee", "Oedense", "lindhlom"])
def test_a_slip_of_the_finger_in_a_short_name(texts: Cast, query: str) -> None:
    found = find(query, texts.supplier.as_viewer())
    assert ("Mette Lindholm" in [hit.heading for hit in found.hits], found.is_near_miss) == (True, True)


def test_a_heading_with_the_very_words_comes_first(texts: Cast) -> None:
    meeting = Meeting.objects.get()
    world.make_item(meeting, 4, title="Kilometerpenge", background="Kilometer efter kilometer efter kilometer.")
    refresh_words()
    hits = find("mette", texts.head.as_viewer()).hits
    assert [hit.heading for hit in hits][:1] == ["Mette Lindholm"]
    assert [hit.heading for hit in hits][-1:] == ["Kilometerpenge"]


def test_a_supplier_leads_to_its_people(texts: Cast) -> None:
    hits = find("fjordtek", texts.head.as_viewer()).hits
    assert {(hit.heading, hit.url) for hit in hits} == {
        ("Fjordtek A/S", "/medlemmer/?q=Fjordtek+A%2FS"),
        ("Camilla Bech", f"/medlemmer/{texts.supplier.pk}/"),
    }


def test_people_are_found_by_name_and_place_together(texts: Cast) -> None:
    assert [hit.heading for hit in find("østergård århus", texts.head.as_viewer()).hits] == ["Henrik Østergaard"]


@pytest.mark.parametrize("query", ["anbefaling 9", "Anbefaling nr. 9"])
def test_a_recommendation_is_found_by_its_name_before_all_else(texts: Cast, query: str) -> None:
    world.make_recommendation(9, text="Uddeleger ansvaret", audience="public")
    world.make_item(Meeting.objects.get(), 4, title="Anbefaling 9", background="anbefaling 9 anbefaling 9")
    assert [hit.heading for hit in find(query, NOBODY).hits] == ["Anbefaling 9"]
    assert find(query, texts.head.as_viewer()).hits[0].url == "/anbefalinger/9/"


@pytest.fixture
def dated(texts: Cast) -> Cast:
    days = [(2019, 3, 14), (2019, 8, 2), (2019, 8, 22), (2019, 8, 31), (2024, 8, 22)]
    for day in days:
        # Ends of days in Danish time: another day in UTC
        start = datetime(*day, 0, 30, tzinfo=world.COPENHAGEN)
        world.make_meeting(start=start, state="locked", introduction="Velkommen.")
    start = datetime(2019, 8, 22, 9, tzinfo=world.COPENHAGEN)
    world.make_meeting(start=start, slug="for-ordregivere", audience="authorities")
    world.make_item(Meeting.objects.get(slug="2024-08-22"), title="Siden 22. august 2019", background="22. august 2019")
    refresh_words()
    return texts


DAY = ["/moeder/2019-08-22/", "/moeder/for-ordregivere/"]


@pytest.mark.parametrize(
    ("query", "urls"),
    [
        ("22. august 2019", DAY),
        ("22.08.2019", DAY),
        ("22/8-2019", DAY),
        ("22-08-2019", DAY),
        ("2019-08-22", DAY),
        ("22.8.19", DAY),
        ("Torsdag den 22. AUG. 2019", DAY),
        ("referat 22/8 2019", DAY),
        ("2. august 2019", ["/moeder/2019-08-02/"]),
        ("august 2019", ["/moeder/2019-08-02/", DAY[0], "/moeder/2019-08-31/", DAY[1]]),
        ("23. august 2019", []),
        ("31. februar 2019", []),
    ],
)  # fmt: skip
def test_a_meeting_is_found_by_its_day_before_what_names_it(dated: Cast, query: str, urls: list[str]) -> None:
    def of_meetings(viewer: Any) -> list[str]:
        return [hit.url for hit in find(query, viewer).hits if hit.kind == "Møde"]

    found = find(query, dated.head.as_viewer()).hits
    assert [hit.url for hit in found][: len(urls)] == of_meetings(dated.head.as_viewer()) == urls
    assert of_meetings(dated.supplier.as_viewer()) == [url for url in urls if url != "/moeder/for-ordregivere/"]
    assert of_meetings(NOBODY) == []


def test_a_day_finds_the_texts_that_name_it_too_and_a_meeting_says_its_day(dated: Cast, client_for: Any) -> None:
    page = lxml.html.fromstring(client_for(dated.supplier).get("/soeg/?q=22/8-2019").content)
    told = [[str(part.text_content()) for part in hit][:2] for hit in page.find_class("hit-list")[0]]
    assert told == [
        ["Møde, 22. august 2019", "Møde i samarbejdsforummet"],
        ["Punkt på dagsorden", "Siden 22. august 2019"],
    ]


def test_a_day_costs_the_same_with_one_and_three_meetings(dated: Cast, client_for: Any) -> None:
    client, costs = client_for(dated.head), []
    for query in ("14.03.2019", "august 2019"):
        with CaptureQueriesContext(connection) as queries:
            client.get("/soeg/", {"q": query})
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_decision_on_many_things_is_one_hit(texts: Cast) -> None:
    item = AgendaItem.objects.get(title="Innovationsindkøb i praksis")
    world.make_minutes(item.meeting)
    for number in range(2, 5):
        about = world.make_recommendation(number)
        world.make_decision(item, recommendation=about, text="Arbejdet fortsætter.")
    assert [hit.kind for hit in find("fortsætter", texts.head.as_viewer()).hits] == ["Beslutning"]


@pytest.mark.parametrize(("query", "title"), [("skaermbesoeg", "Skærmbesøgene"), ("besoeg", "Skærmbesøgene")])
def test_the_letters_of_other_keyboards_do_in_compounds_too(texts: Cast, query: str, title: str) -> None:
    world.make_area(title=title)
    refresh_words()
    found = find(query, texts.head.as_viewer())
    assert ([hit.heading for hit in found.hits], found.is_near_miss) == ([title], False)


@pytest.mark.parametrize("query", ["klage", "tolk"])
def test_a_short_word_suggests_nothing_far_from_it(texts: Cast, query: str) -> None:
    for title in ("Dagen før", "Sagen selv", "Stolene", "Tolv klager", "Kontormøbler"):
        world.make_area(title=title)
    refresh_words()
    assert {hit.heading for hit in find(query, texts.head.as_viewer()).hits} <= {"Tolv klager"}


def test_an_excerpt_begins_with_the_whole_name_however_short(texts: Cast) -> None:
    Member.objects.filter(pk=texts.ski.pk).update(name="Bo Lauge", competences="dynamiske indkøbssystemer")
    excerpts = ["".join(part for part, _ in hit.excerpt) for hit in find("dynamisk", texts.head.as_viewer()).hits]
    assert [excerpt[:8] for excerpt in excerpts] == ["Bo Lauge"]


def test_a_slip_of_the_finger_finds_words_that_look_alike(texts: Cast) -> None:
    found = find("inovationsinkøb", texts.head.as_viewer())
    assert (headings(found), found.is_near_miss) == (["Anbefaling 1", "Innovationsindkøb i praksis"], True)


def test_each_finds_only_what_he_or_she_may_see(texts: Cast) -> None:
    viewers = {name: member.as_viewer() for name, member in texts.everyone().items()} | {"nobody": NOBODY}

    def who_finds(heading: str, query: str) -> list[str]:
        return sorted(name for name, viewer in viewers.items() if heading in headings(find(query, viewer)))

    members = ["chair", "disqualified", "head", "lead", "secretary", "ski", "supplier"]
    authorities = [name for name in members if name != "supplier"]
    assert who_finds("Anbefaling 1", "motoren") == sorted([*members, "former", "nobody"])
    assert who_finds("Innovationsindkøb i praksis", "markedsdialog") == members
    assert who_finds("Lukket sag", "udbudsplan") == authorities
    assert who_finds("Lukket sag", "udbudsplann") == authorities  # a near miss tells no more
    assert who_finds("Inhabilitet", "rengøringsrobot") == [name for name in members if name != "disqualified"]


def test_hits_are_marked_and_the_text_is_not_markup(texts: Cast, client_for: Callable[[Member], Client]) -> None:
    meeting = world.make_meeting(slug="andet", title="Om <script>alert(1)</script> flagermus")
    page = client_for(texts.head).get("/soeg/", {"q": "flagermus"}).content.decode()
    assert "<mark>flagermus</mark>" in page
    assert "<script>alert" not in page
    assert meeting.get_absolute_url() in page


def test_search_costs_the_same_with_one_and_three_hits(texts: Cast, client_for: Callable[[Member], Client]) -> None:
    client = client_for(texts.head)
    counts = []
    for wanted in (1, 3):
        for n in range(wanted):
            world.make_area(title=f"Droner {wanted} {n}")
        with CaptureQueriesContext(connection) as queries:
            answer: Any = client.get("/soeg/", {"q": "droner"})
        assert len(answer.context["found"].hits) >= wanted
        counts.append(len(queries))
    assert counts == [6, 6]


def test_a_long_or_empty_question_is_answered(texts: Cast, client_for: Callable[[Member], Client]) -> None:
    client = client_for(texts.head)
    assert client.get("/soeg/").context["found"] is None
    assert client.get("/soeg/", {"q": "  "}).context["found"] is None
    assert client.get("/soeg/", {"q": "indkøb " * 20_000}).status_code == 200


@pytest.mark.parametrize("query", ["", "  ", "a", "?!", "«å»"])
def test_less_than_two_letters_is_told_and_not_searched(
    texts: Cast, client_for: Callable[[Member], Client], query: str
) -> None:
    answer = client_for(texts.head).get("/soeg/", {"q": query})
    said = lxml.html.fromstring(answer.content).xpath("//*[@id='soeg-mere']/text()")
    assert (answer.context["found"], said) == (None, ["Skriv mindst to bogstaver eller tal, så kan vi søge."])


def test_before_anything_is_asked_nothing_is_missing(texts: Cast, client_for: Callable[[Member], Client]) -> None:
    answer = client_for(texts.head).get("/soeg/")
    assert (answer.context["found"], answer.context["asks_for_more"]) == (None, False)


@pytest.mark.parametrize(("query", "said"), [("den", True), ("den og", True), ("xqzwv", False)])
def test_stop_words_alone_are_told_to_be_too_common(texts: Cast, client_for: Any, query: str, said: bool) -> None:
    page = client_for(texts.head).get("/soeg/", {"q": query}).content.decode()
    assert ("Den slags ord står næsten overalt." in page) == said
