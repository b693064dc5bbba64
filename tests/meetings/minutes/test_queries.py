"""Minutes cost the same queries however much is in them, with every branch of the page filled."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.people.models import Member
from meetings.minutes.models import Remark
from tests import world
from tests.meetings.minutes.conftest import Held
from tests.world import NOW

PLACES = ("Aarhus", "Aalborg", "Kolding", "Vejle")


def fill(held: Held, number: int) -> None:
    """One more item that has all an item may have, and one more decision and action on the first."""
    item = world.make_item(
        held.meeting, 10 + number, responsible=world.seat_of(held.cast.head), background="Om det.", motion="At det.",
        recommendation=world.make_recommendation(number), area=world.make_area(title=f"Område {number}"),
    )  # fmt: skip
    item.disqualified.add(held.cast.ski)
    world.make_note(item, f"Drøftet {number}.", saved_by=held.cast.secretary)
    for on in (item, held.open):
        about = {
            "recommendation": world.make_recommendation(100 + number + on.pk),
            "area": world.make_area(title=f"Givet {number} {on.pk}"),
            "lead": world.organisation(PLACES[number % 4]),
        }
        decision = world.make_decision(on, kind="delegated", text=f"Givet {number}.", **about)
        decision.partners.set([world.organisation(name) for name in PLACES[:3]])
        world.make_action(on, world.seat_of(held.cast.lead), text=f"Løfte {number}")
        world.make_action(on, None, text=f"Vort løfte {number}")
        Remark.objects.create(item=on, by=held.cast.head, text=f"Ret {number}")
        Remark.objects.create(
            item=on, by=held.cast.chair, text=f"Ret også {number}", outcome="taken_in", answer="Rettet", answered_at=NOW
        )


PAGES = {
    "secretary": ("", "skriv/", "godkend/", "pdf/"),
    "chair": ("", "godkend/"),
    "head": ("", "pdf/"),
    "supplier": ("",),
}


@pytest.mark.parametrize(("role", "page"), [(role, page) for role, pages in PAGES.items() for page in pages])
def test_one_or_three(role: str, page: str, held: Held, client_for: Callable[[Member | None], Client]) -> None:
    client = client_for(held.cast.everyone()[role])
    fill(held, 1)
    held.release()

    def queries() -> int:
        client.get(held.base + page)  # whatever is asked once: the session, the member
        with CaptureQueriesContext(connection) as asked:
            assert client.get(held.base + page).status_code == 200
        return len(asked)

    one = queries()
    fill(held, 2)
    fill(held, 3)
    assert queries() == one
