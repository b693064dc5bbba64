"""Search: a question about a decision that names its day or month, or asks with the verb of its kind."""

from __future__ import annotations

from datetime import datetime

import pytest

from forum.front.search import find
from forum.front.words import refresh_words
from tests import world
from tests.world import Cast

# By month and year: the words of each decision, and its kind
SAID = {
    (6, 2025): [("Skærmbesøg prioriteres", "decided"), ("Gulve vaskes med robotter", "postponed")],
    (6, 2026): [("Skærmbesøg i hjemmeplejen", "noted"), ("Elbiler", "rejected"), ("Vejsalt", "endorsed")],
}


@pytest.fixture
def urls(cast: Cast) -> dict[str, str]:
    """The address of each decision by its words; both meetings were on the 18th."""
    found = {}
    for (month, year), said in SAID.items():
        start = datetime(year, month, 18, 10, tzinfo=world.COPENHAGEN)
        meeting = world.make_meeting(start=start, state="remarks", introduction="Vi besluttede meget.")
        world.make_minutes(meeting)
        for number, (text, kind) in enumerate(said, 1):
            item = world.make_item(meeting, number, title=text, background="Nævnt før, i juni 2025.")
            found[text] = world.make_decision(item, kind=kind, text="Som foreslået.").get_absolute_url()
    refresh_words()
    return found


@pytest.mark.parametrize(
    ("query", "first", "total"),
    [
        ("hvornår besluttede vi i juni 2025 at prioritere skærmbesøg", ["Skærmbesøg prioriteres"], 2),
        ("hvad besluttede vi den 18. juni 2026", ["Skærmbesøg i hjemmeplejen", "Elbiler", "Vejsalt"], 3),
        ("beslutninger 18/6-2026 om elbiler", ["Elbiler"], 3),
        ("beslutninger juni 2025", ["Skærmbesøg prioriteres", "Gulve vaskes med robotter"], 2),
        ("beslutninger i juni", list({text for said in SAID.values() for text, _ in said}), 5),
        ("hvornår tog vi skærmbesøg til efterretning?", ["Skærmbesøg i hjemmeplejen"], 1),
        ("hvornår tiltrådte vi vejsalt", ["Vejsalt"], 1),
        ("hvornår udsatte vi robotter", ["Gulve vaskes med robotter"], 1),
        ("hvorfor afviste vi elbiler", ["Elbiler"], 1),
    ],
)  # fmt: skip
def test_the_decisions_come_first(cast: Cast, urls: dict[str, str], query: str, first: list[str], total: int) -> None:
    found = find(query, cast.head.as_viewer())
    group = found.groups[0]
    assert (group.slug, group.total) == ("beslutninger", total)
    assert {hit.url for hit in group.hits[: len(first)]} == {urls[text] for text in first}


def test_a_day_alone_asks_for_the_meeting(cast: Cast, urls: dict[str, str]) -> None:
    found = find("18. juni 2026", cast.head.as_viewer())
    assert [group.slug for group in found.groups] == ["moeder"]
