"""The only secretary is told so on the desk: without a colleague nobody lets them in again."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from forum.membership.models import Invitation
from forum.people.models import Member
from tests import world
from tests.forum.front.test_desk import DAY, quiet
from tests.world import NOW

ClientFor = Callable[[Member | None], Client]


def test_the_only_secretary_is_told_last_of_all_until_a_colleague_is_invited(
    cast: world.Cast, client_for: ClientFor
) -> None:
    quiet()
    world.make_meeting(state="closed", start=NOW - DAY)
    client = client_for(cast.secretary)

    def said() -> list[tuple[str, str]]:
        return [(line.what, line.url) for line, _ in client.get("/").context["lines"]]

    assert said() == []
    Member.objects.filter(email="kollega@example.dk").update(is_active=False, is_secretariat=False)
    item = world.make_item(world.make_meeting(start=NOW - 20 * DAY, state="closed"))
    world.make_action(item, world.seat_of(cast.head), due=NOW.date() - DAY)
    assert said()[1:] == [("Kun én i sekretariatet", "/invitationer/ny/?som=secretariat")]
    Invitation.objects.create(
        email="ny@kl.dk", is_secretariat=True, invited_by=cast.secretary, expires_at=NOW + 9 * DAY
    )
    assert len(said()) == 1
