"""Minutes begin with what was decided and who does what, for each reader; equal decisions are one line."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client

from forum.base.text import ranges
from forum.people.models import Member
from meetings.minutes.document import document, paper_html
from tests import world
from tests.meetings.minutes.conftest import Held

Clients = Callable[[Member | None], Client]


def test_equal_decisions_on_many_recommendations_are_one_line(held: Held) -> None:
    for number in range(1, 11):
        world.make_decision(held.open, kind="endorsed", text="", recommendation=world.make_recommendation(number))
    other = world.make_recommendation(12)
    world.make_decision(held.open, kind="endorsed", text="Med en tilføjelse.", recommendation=other)
    world.make_decision(held.open, kind="noted", text="")
    world.make_decision(held.closed, kind="noted", text="")
    area = world.make_area(title="Skærmbesøg")
    given = world.make_decision(
        held.closed, kind="delegated", text="", area=area, lead=world.organisation("Aarhus"), recommendation=other
    )
    given.partners.set([world.organisation("Vejle"), world.organisation("Kolding")])
    world.make_decision(held.hidden, text="Vi køber.")
    held.release()

    def read(member: Member) -> list[tuple[str, str, str]]:
        lines = document(held.minutes, member.as_viewer()).decided
        return [(line.heading, line.decision.text, line.items) for line in lines]

    all_ten, added = (
        ("Anbefaling 1-10: tiltrådt", "", "punkt 1"),
        ("Anbefaling 12: tiltrådt", "Med en tilføjelse.", "punkt 1"),
    )
    led = "Anbefaling 12, »Skærmbesøg«: uddelegeret til Aarhus Kommune sammen med Kolding Kommune og Vejle Kommune"
    bought = ("Punkt 3: besluttet", "Vi køber.", "punkt 3")
    noted = "taget til efterretning"
    cast = held.cast
    assert read(cast.head) == [
        all_ten, added, (led, "", "punkt 2"), bought, (f"Punkt 1 og 2: {noted}", "", "punkt 1 og 2"),
    ]  # fmt: skip
    assert read(cast.supplier) == [all_ten, added, bought, (f"Punkt 1: {noted}", "", "punkt 1")]
    assert read(cast.disqualified)[-2:] == [(led, "", "punkt 2"), (f"Punkt 1 og 2: {noted}", "", "punkt 1 og 2")]
    # Under the item itself the ten are one, too
    under_it = document(held.minutes, cast.supplier.as_viewer()).parts[0].lines
    assert [line.recommendations_in_words for line in under_it] == ["Anbefaling 1-10", "Anbefaling 12", ""]
    assert [ranges(numbers) for numbers in ([], [4], [4, 5], [1, 2, 3, 5, 7, 8])] == [
        "",
        "4",
        "4 og 5",
        "1-3, 5, 7 og 8",
    ]


def test_page_and_pdf_begin_with_them(held: Held, client_for: Clients) -> None:
    world.make_decision(held.open, text="Vi går videre.")
    world.make_decision(held.closed, text="Vi udbyder.")
    own, later = world.seat_of(held.cast.supplier), world.NOW.date().replace(year=2027)
    world.make_action(held.open, world.seat_of(held.cast.head), text="Skriv til alle", due=later)
    world.make_action(held.hidden, own, text="Regn på det")
    held.release()
    order = (
        "Det besluttede vi",
        "Vi går videre.",
        "Vi udbyder.",
        "Opgaver",
        "Regn på det",
        "Skriv til alle",
        "Deltagere",
    )

    for member, missing in ((held.cast.head, []), (held.cast.supplier, ["Vi udbyder."])):
        told = [word for word in order if word not in missing]
        page = client_for(member).get(held.base).content.decode()
        read = page[page.index('id="besluttet"') :]
        words = re.findall("|".join(order), re.sub(r"<[^>]+>", "", read))  # an action's link says its text, too
        assert list(dict.fromkeys(words)) == told
        paper = paper_html(document(held.minutes, member.as_viewer()))
        assert re.findall("|".join(order), paper)[: len(told)] == told
        assert len(re.findall(r">\s*Din\s*<", page)) == 1
