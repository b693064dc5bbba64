"""Search by a day, a month or a year, however a Dane writes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.base.visibility import NOBODY
from forum.front.search import find
from forum.front.words import refresh_words
from meetings.meeting.models import Meeting
from tests import world
from tests.world import Cast


@pytest.fixture
def dated(cast: Cast) -> Cast:
    days = [(2019, 3, 14), (2019, 8, 2), (2019, 8, 22), (2019, 8, 31), (2024, 8, 22)]
    for day in days:
        # Ends of days in Danish time: another day in UTC
        start = datetime(*day, 0, 30, tzinfo=world.COPENHAGEN)
        world.make_meeting(start=start, state="locked", introduction="Velkommen.")
    start = datetime(2019, 8, 22, 9, tzinfo=world.COPENHAGEN)
    world.make_meeting(start=start, slug="for-ordregivere", audience="authorities")
    world.make_item(Meeting.objects.get(slug="2024-08-22"), title="Siden 22. august 2019", background="22. august 2019")
    refresh_words()
    return cast


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
        ("august 2019", ["/moeder/2019-08-31/", *DAY, "/moeder/2019-08-02/"]),  # the newest first
        ("22. august", ["/moeder/2024-08-22/", *DAY]),
        ("22 aug", ["/moeder/2024-08-22/", *DAY]),
        ("2019", ["/moeder/2019-08-31/", *DAY, "/moeder/2019-08-02/", "/moeder/2019-03-14/"]),
        ("møder i 2024", ["/moeder/2024-08-22/"]),
        ("2018", []),
        ("23. august", []),
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
        ["Punkt på dagsorden · Møde i samarbejdsforummet, 22. august 2024", "Siden 22. august 2019"],
    ]


def test_a_day_costs_the_same_whatever_it_is_and_finds(dated: Cast, client_for: Any) -> None:
    client, costs = client_for(dated.head), []
    for query in ("14.03.2019", "august 2019", "22. august", "2019"):
        with CaptureQueriesContext(connection) as queries:
            client.get("/soeg/", {"q": query})
        costs.append(len(queries))
    assert set(costs) == {costs[0]}
