"""Search: what is found, by whom, and with what kind of mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.base.visibility import NOBODY, Viewer
from forum.front.hits import Found
from forum.front.search import find
from forum.front.words import refresh_words
from forum.people.models import Member
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
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
    return sorted(hit.heading for hit in found.hits if "edlem" not in hit.kind)


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
    world.make_item(Meeting.objects.get(), 4, title="Ravnene", background="Ravnene og ravnene om ravnene.")
    refresh_words()
    assert [hit.heading for hit in find("ravn", texts.head.as_viewer()).hits] == ["Peter Ravn", "Ravnene"]


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


def test_an_excerpt_begins_with_its_first_word_however_short(texts: Cast) -> None:
    Member.objects.filter(pk=texts.ski.pk).update(title="Bo i by", competences="dynamiske indkøbssystemer")
    excerpts = ["".join(part for part, _ in hit.excerpt) for hit in find("dynamisk", texts.head.as_viewer()).hits]
    assert [excerpt[:7] for excerpt in excerpts] == ["Bo i by"]


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
    assert counts == [7, 7]


def test_a_long_or_empty_question_is_answered(texts: Cast, client_for: Callable[[Member], Client]) -> None:
    client = client_for(texts.head)
    assert client.get("/soeg/").context["found"] is None
    assert client.get("/soeg/", {"q": "  "}).context["found"] is None
    assert client.get("/soeg/", {"q": "indkøb " * 20_000}).status_code == 200


@pytest.mark.parametrize("query", ["", "  ", "a", "?!", "»å«"])
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


def test_a_municipality_finds_the_areas_it_leads_and_what_it_has_promised(texts: Cast) -> None:
    lead = world.organisation("Aalborg")
    meeting = world.make_meeting(slug="holdt", state="remarks", start=world.NOW.replace(month=9, day=10))
    world.make_minutes(meeting)
    item = world.make_item(meeting, 1)
    world.make_area(lead, title="Skærmbesøg")
    world.make_area(lead, title="Hemmeligt", audience="authorities")
    world.make_action(item, world.seat_of(texts.lead), text="Skriv køreplanen")
    world.make_action(item, None, text="Send materialet ud")

    def found(member: Member) -> list[tuple[str, str]]:
        hits = find("aalborg", member.as_viewer()).hits
        return sorted((hit.kind, hit.heading) for hit in hits if hit.kind in {"Innovationsområde", "Opgave"})

    assert found(texts.head) == [
        ("Innovationsområde", "Hemmeligt"), ("Innovationsområde", "Skærmbesøg"), ("Opgave", "Skriv køreplanen"),
    ]  # fmt: skip
    assert found(texts.supplier) == [("Innovationsområde", "Skærmbesøg"), ("Opgave", "Skriv køreplanen")]


def test_a_municipality_finds_the_areas_it_takes_part_in(texts: Cast) -> None:
    for title, audience in (("Skærmbesøg", "public"), ("Hemmeligt", "authorities")):
        area = world.make_area(world.organisation("Aalborg"), title=title, audience=audience)
        area.partners.set([world.organisation("Esbjerg"), world.organisation("Herning")])

    def found(query: str, viewer: Viewer) -> list[str]:
        return sorted(hit.heading for hit in find(query, viewer).hits if hit.kind == "Innovationsområde")

    for query in ("esbjerg", "Herning Kommune", "aalborg esbjerg herning"):
        assert found(query, texts.head.as_viewer()) == ["Hemmeligt", "Skærmbesøg"]
        assert found(query, texts.supplier.as_viewer()) == found(query, NOBODY) == ["Skærmbesøg"]
    assert found("kolding", texts.head.as_viewer()) == []


def test_who_owns_a_public_action_is_for_members_to_know(texts: Cast) -> None:
    meeting = world.make_meeting(
        slug="holdt", state="remarks", audience="public", start=world.NOW.replace(month=9, day=10)
    )
    world.make_minutes(meeting)
    action = world.make_action(
        world.make_item(meeting, 1, audience="public"), world.seat_of(texts.lead), text="Skriv køreplanen"
    )

    def found(query: str, viewer: Viewer) -> list[str]:
        return [hit.heading for hit in find(query, viewer).hits if hit.kind == "Opgave"]

    assert found("køreplanen", NOBODY) == found("aalborg", texts.supplier.as_viewer()) == [action.text]
    assert found("aalborg", NOBODY) == []


def test_three_decisions_on_an_item_are_three_and_each_says_where_it_was_made(texts: Cast) -> None:
    meeting = world.make_meeting(
        slug="holdt", title="Efterårsmøde", state="remarks", start=world.NOW.replace(month=9, day=10)
    )
    world.make_minutes(meeting)
    item = world.make_item(meeting, 1, title="Uddelegering")
    for who in ("Aalborg", "Odense", "Kolding"):
        world.make_decision(item, text=f"{who} går foran med flagermus.")
    hits = find("flagermus", texts.head.as_viewer()).hits
    assert [(hit.kind, hit.heading, hit.meeting, str(hit.day)) for hit in hits] == [
        ("Beslutning", "Uddelegering", "Efterårsmøde", "2026-09-10")
    ] * 3
    assert sorted(hit.excerpt[0][0] for hit in hits) == [
        "Besluttet: Aalborg går foran med ", "Besluttet: Kolding går foran med ", "Besluttet: Odense går foran med ",
    ]  # fmt: skip


def test_a_title_is_marked_and_not_said_again_in_the_excerpt(texts: Cast) -> None:
    world.make_meeting(slug="andet", title="Om flagermus", place="Odense")
    (hit,) = find("flagermus", texts.head.as_viewer()).hits
    assert (hit.title, hit.excerpt) == ([("Om ", False), ("flagermus", True)], [("Odense", False)])


def test_an_excerpt_that_ends_before_its_text_says_so(texts: Cast) -> None:
    world.make_meeting(slug="andet", title="Om flagermus", place="", introduction="Vi ser på dem. " * 40)
    (hit,) = find("flagermus", texts.head.as_viewer()).hits
    assert (hit.title[-1], hit.excerpt[-1]) == (("flagermus", True), (" …", False))
