"""Search for numbers with marks in them: agreements, cases, sums. PostgreSQL alone reads each mark in its own way."""

from __future__ import annotations

import pytest

from forum.front.search import find
from forum.front.words import refresh_words, terms
from tests import world
from tests.world import Cast


@pytest.fixture
def papers(cast: Cast) -> Cast:
    meeting = world.make_meeting()
    texts = {
        "Aftale 02.19 og 17.11": "SKI's aftale 50.40 udløber. Den hed 17-11.",
        "Sag 2019/123": "Loftet er 1.000,50 kr. (sag nr. 2019-45/7).",
        "Om covid-19 og § 12, stk. 3": "Mødet varer kl. 10.00-11.30, se 2023/S 012-034567.",
        "Aftale 19.02": "Heller ikke 02.20, 102.19 eller 2019.",
    }
    for number, (title, background) in enumerate(texts.items(), 1):
        world.make_item(meeting, number, title=title, background=background)
    refresh_words()
    return cast


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("02.19", "Aftale 02.19 og 17.11"),
        ("aftale 02.19", "Aftale 02.19 og 17.11"),
        ("SKI 02.19", "Aftale 02.19 og 17.11"),
        ("02.19.", "Aftale 02.19 og 17.11"),
        ("17.11", "Aftale 02.19 og 17.11"),
        ("50.40", "Aftale 02.19 og 17.11"),
        ("17–11", "Aftale 02.19 og 17.11"),
        ("2019/123", "Sag 2019/123"),
        ("1.000,50", "Sag 2019/123"),
        ("nr. 2019-45/7", "Sag 2019/123"),
        ("covid-19", "Om covid-19 og § 12, stk. 3"),
        ("stk. 3", "Om covid-19 og § 12, stk. 3"),
        ("stk.3", "Om covid-19 og § 12, stk. 3"),
        ("10.00-11.30", "Om covid-19 og § 12, stk. 3"),
        ("2023/S 012-034567", "Om covid-19 og § 12, stk. 3"),
        ("19.02", "Aftale 19.02"),
    ],
)
def test_a_number_is_found_as_it_is_written(papers: Cast, query: str, title: str) -> None:
    found = find(query, papers.head.as_viewer())
    assert ([hit.heading for hit in found.hits], found.is_near_miss) == ([title], False)


@pytest.mark.parametrize("query", ["02.18", "2.19", "40.50", "2019/12", "000,50.1"])
def test_another_number_is_not_found(papers: Cast, query: str) -> None:
    assert find(query, papers.head.as_viewer()).hits == []


def test_the_number_is_marked_whole(papers: Cast) -> None:
    (hit,) = find("02.19", papers.head.as_viewer()).hits
    assert hit.title == [("Aftale ", False), ("02.19", True), (" og 17.11", False)]
    (hit,) = find("50.40", papers.head.as_viewer()).hits
    assert hit.excerpt[:2] == [("SKI's aftale ", False), ("50.40", True)]


def test_each_sees_only_numbers_in_what_he_or_she_may_see(papers: Cast) -> None:
    world.make_item(world.make_meeting(slug="lukket"), 1, title="Aftale 71.17", audience="authorities")
    assert [hit.heading for hit in find("71.17", papers.head.as_viewer()).hits] == ["Aftale 71.17"]
    assert find("71.17", papers.supplier.as_viewer()).hits == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Aftale 02.19", ["aftale", "02 19"]),
        ("og/eller it-udstyr", ["og", "eller", "it", "udstyr"]),
        ("Anbefaling nr.9", ["anbefaling", "9"]),
        ("nr. nr.", []),
        ("-1,5- . 3", ["1 5", "3"]),
        (" ".join("abcdefghijklmnop"), list("abcdefghij")),
    ],
)
def test_the_words_of_a_query(query: str, found: list[str]) -> None:
    assert terms(query) == found
