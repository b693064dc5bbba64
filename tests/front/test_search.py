"""Search: what is found, by whom, and with what kind of mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.front.search import Found, find, refresh_words
from forum.models import Member
from forum.visibility import NOBODY
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
