"""Search by words whose stem is hardly a word, and by words with a slip: what is alike enough, and what is not."""

from __future__ import annotations

import pytest

from forum.front.search import find
from forum.front.words import refresh_words
from tests import world
from tests.world import Cast


@pytest.fixture
def titles(cast: Cast) -> Cast:
    texts = (
        "Kilometerpenge",
        "Nye metoder",
        "Kompetencer",
        "Elbiler",
        "Bilaget",
        "Biler i drift",
        "Skolebusser",
        "Bussen",
        "Handicap og forhandling",
        "Den klare vej",
        "Slagelse",
        "Krager",
        "Stolene",
        "Halvdelen",
        "Tovholderkommuner",
        "Dagsordenen",
    )
    for title in texts:
        world.make_area(title=title, description="")
    refresh_words()
    return cast


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("mette", {"Mette Lindholm"}),  # whose stem is »met«
        ("peter", {"Peter Ravn"}),  # »pet«
        ("biler", {"Elbiler", "Biler i drift"}),  # »bil«
        ("bil", {"Elbiler", "Biler i drift", "Bilaget"}),  # what is written is a beginning
        ("busser", {"Skolebusser", "Bussen"}),
        ("bussen", {"Skolebusser", "Bussen"}),
    ],
)
def test_a_short_stem_is_not_looked_for_inside_all_words(titles: Cast, query: str, hits: set[str]) -> None:
    found = find(query, titles.head.as_viewer())
    assert ({hit.heading for hit in found.hits}, found.is_near_miss) == (hits, False)


@pytest.mark.parametrize("query", ["hanne", "lars", "klage", "tolk", "klagen"])
def test_who_is_not_there_is_not_found_in_other_words(titles: Cast, query: str) -> None:
    assert find(query, titles.head.as_viewer()).hits == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("karen dal", "Karen Dahl"),
        ("Mette Lindhom", "Mette Lindholm"),
        ("lindhlom", "Mette Lindholm"),
        ("henrik østergaad", "Henrik Østergaard"),
        ("camilla beck", "Camilla Bech"),
        ("peter rafn", "Peter Ravn"),
    ],
)
def test_a_person_is_found_by_a_name_written_as_it_sounds(titles: Cast, query: str, name: str) -> None:
    found = find(query, titles.head.as_viewer())
    assert ([hit.heading for hit in found.hits], found.is_near_miss) == ([name], True)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("tovholdr", "Tovholderkommuner"),  # the beginning of the only word that has it
        ("tovhodler", "Tovholderkommuner"),
        ("dagsoden", "Dagsordenen"),  # whose stem loses an ending that the word's own does not
        ("dagsordne", "Dagsordenen"),
    ],
)
def test_a_slip_is_found_where_the_word_and_the_slip_have_other_stems(titles: Cast, query: str, title: str) -> None:
    found = find(query, titles.head.as_viewer())
    assert ([hit.heading for hit in found.hits], found.is_near_miss) == ([title], True)
