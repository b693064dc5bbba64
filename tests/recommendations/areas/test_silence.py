"""Areas nothing was heard of: counted from the last status, or from the day the lead was appointed."""

from __future__ import annotations

from datetime import timedelta

from recommendations.areas.models import Area
from tests import world

SINCE = world.NOW.date() - timedelta(days=60)


def test_a_new_lead_is_given_the_same_time_from_the_day_it_was_appointed(cast: world.Cast) -> None:
    area = world.make_area(world.organisation("Aalborg"), delegated_on=SINCE)
    earlier = SINCE - timedelta(days=400)
    world.make_update(area, cast.head, date=earlier)  # of a lead before
    assert list(Area.objects.without_news_since(SINCE)) == []
    silent = Area.objects.without_news_since(SINCE + timedelta(days=1))
    assert [(one, one.news_on, one.updated_on) for one in silent] == [(area, SINCE, earlier)]
