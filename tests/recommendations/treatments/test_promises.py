"""An area's page shows what was promised for it at meetings, to those who may see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from forum.people.models import Member
from tests import world
from tests.world import NOW

ClientFor = Callable[[Member | None], Client]


def test_open_actions_are_shown_to_those_who_may_see_them(cast: world.Cast, client_for: ClientFor) -> None:
    area, other = world.make_area(world.organisation("Aalborg")), world.make_area(title="Et andet")
    meeting, seat = world.make_meeting(), world.seat_of(cast.lead)
    about = world.make_item(meeting, 1, area=area)
    decided = world.make_item(meeting, 2, audience="authorities")
    world.make_decision(decided, area=area)
    away = world.make_item(meeting, 3, area=other)
    for item, text in ((about, "Skriv køreplan"), (decided, "Ring til ordregiverne"), (away, "Noget andet")):
        world.make_action(item, seat, text=text)
    world.make_action(about, seat, text="Udført", state="done")
    theirs, both = "Jens lover noget for Aalborg", world.make_item(meeting, 4)
    for one in (area, other):
        world.make_decision(both, area=one)
    world.make_action(both, seat, text=theirs, due=NOW.date() + timedelta(days=20))
    world.make_action(both, world.seat_of(cast.ski), text="Om det andet område")

    def shown(member: Member) -> list[str]:
        return [action.text for action in client_for(member).get(area.get_absolute_url()).context["promises"]]

    assert (shown(cast.head), shown(cast.secretary)) == ([], ["Skriv køreplan", "Ring til ordregiverne", theirs])
    world.make_minutes(meeting)
    about.disqualified.add(cast.disqualified)
    people = (cast.head, cast.supplier, cast.disqualified)
    assert [shown(member) for member in people] == [
        ["Skriv køreplan", "Ring til ordregiverne", theirs],
        ["Skriv køreplan", theirs],
        ["Ring til ordregiverne", theirs],
    ]
