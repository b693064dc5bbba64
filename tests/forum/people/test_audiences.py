"""Who is told and who may see is one answer: the members of an audience are those whose viewer has it."""

from __future__ import annotations

import pytest

from forum.base.visibility import Audience
from forum.people.models import Member, Seat, SeatHolding
from tests.world import NOW, Cast


def stay(cast: Cast) -> None:
    """As the cast is: one of them has left."""


def end_a_holding(cast: Cast) -> None:
    SeatHolding.objects.filter(member=cast.head).update(until=NOW.date())


def end_a_seat(cast: Cast) -> None:
    Seat.objects.filter(holdings__member=cast.ski).update(until=NOW.date())


def close_an_account(cast: Cast) -> None:
    Member.objects.filter(pk=cast.chair.pk).update(is_active=False)


@pytest.mark.parametrize("change", [stay, end_a_holding, end_a_seat, close_an_account])
@pytest.mark.parametrize("audience", [each for each in Audience if each != Audience.PUBLIC])
def test_the_list_and_the_person_agree(audience: Audience, change: object, cast: Cast) -> None:
    assert callable(change)
    before = set(Member.objects.in_audience(audience))
    change(cast)
    told = set(Member.objects.in_audience(audience))
    assert told == {member for member in Member.objects.all() if audience in member.as_viewer().audiences}
    assert told == {member for member, viewer in Member.objects.all().with_viewers() if audience in viewer.audiences}
    assert (told == before) == (change is stay or audience == Audience.SECRETARIAT)
