"""Search for numbers with marks in them: agreements, cases, sums. PostgreSQL alone reads each mark in its own way."""

from __future__ import annotations

import pytest

from forum.base.search_words import terms
from forum.base.visibility import NOBODY
from forum.front.question import is_enough
from forum.front.search import find
from forum.front.words import refresh_words
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
        ("02.19/17.11", ["02 19", "17 11"]),
        ("tlf. 33 70 33 70", ["tlf", "33 70 33 70"]),
        ("1 000 000 kr.", ["1 000 000", "kr"]),
        ("§2, stk. 1 og §§ 12-14", ["§ 2", "stk", "1", "og", "§ 12", "14"]),
        ("-1,5- . 3", ["1 5", "3"]),
        (" ".join("abcdefghijklmnop"), list("abcdefghij")),
    ],
)
def test_the_words_of_a_query(query: str, found: list[str]) -> None:
    assert terms(query) == found


@pytest.fixture
def written(cast: Cast) -> Cast:
    """Numbers written out in groups, in a first text, and without, in a second."""
    meeting = world.make_meeting()
    texts = {
        "Grupper": "CPV 90.91.00.00-9, ring 33 70 33 70, loft 1.000.000 kr., pris 1.234,50 kr.",
        "Tal": "CPV 90910000-9, ring 33703370, loft 1000000 kr., pris 1234,50 kr.",
        "Lov": "Efter lovens § 2 kan møder holdes, se 3 andre.",
        "Andre": "Se side 2 og 3, 90 91 17 00, 1.000.001, 234,50 og 33 70 33 71.",
    }
    for number, (title, background) in enumerate(texts.items(), 1):
        world.make_item(meeting, number, title=title, background=background)
    refresh_words()
    return cast


BOTH = ["Grupper", "Tal"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("90910000-9", BOTH),
        ("90910000", BOTH),
        ("90.91.00.00-9", BOTH),
        ("33703370", BOTH),
        ("33 70 33 70", BOTH),
        ("33-70-33-70", BOTH),
        ("1000000", BOTH),
        ("1.000.000", BOTH),
        ("1 000 000", BOTH),
        ("1234,50", BOTH),
        ("1.234,50", BOTH),
        ("33703372", []),
        ("2000000", []),
        ("§ 2", ["Lov"]),
        ("§2", ["Lov"]),
        ("§ 3", []),
    ],
)
def test_a_number_is_found_however_its_digits_are_grouped(written: Cast, query: str, titles: list[str]) -> None:
    found = find(query, written.head.as_viewer())
    hits = sorted(hit.heading for hit in found.hits if not found.is_near_miss)
    assert hits == titles


def test_two_agreements_with_a_stroke_between_them_are_two(papers: Cast) -> None:
    found = find("17.11/02.19", papers.head.as_viewer())
    assert ([hit.heading for hit in found.hits], found.is_near_miss) == (["Aftale 02.19 og 17.11"], False)


def test_a_sign_with_a_number_is_enough_to_search_for() -> None:
    assert [is_enough(query) for query in ("§ 2", "§2", "§", "2", "§ a")] == [True, True, False, False, False]


def test_a_member_finds_a_person_by_the_mail_address(cast: Cast) -> None:
    address = cast.head.email
    found = find(f" {address.upper()}", cast.lead.as_viewer())
    assert ([hit.heading for hit in found.hits], found.is_near_miss) == ([cast.head.name], False)
    assert find(address.partition("@")[2], cast.lead.as_viewer()).hits == []  # no part of it, such as »dk«
    assert find(address, NOBODY).hits == []
