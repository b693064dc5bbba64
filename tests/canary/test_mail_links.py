"""Links in mails that still hold: a scanner that fetches one sees a page and changes nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from meetings.convocation.mail import RsvpLink
from meetings.followup.mail import ActionLink
from meetings.minutes.mail import NoRemarksLink
from tests import world
from tests.canary.written import written
from tests.world import Cast


@pytest.fixture
def links(cast: Cast) -> dict[str, str]:
    meeting, seat = world.make_meeting(), world.seat_of(cast.head)
    minutes = world.make_minutes(meeting)
    action = world.make_action(world.make_item(meeting), seat)
    rsvp = RsvpLink(meeting.pk, seat.pk, cast.head.pk, meeting.start).token()
    return {
        "action": reverse("meetings:action_answer", args=[ActionLink(action.pk, cast.head.pk).token()]),
        "no remarks": reverse(
            "meetings:no_remarks_answer", args=[NoRemarksLink(minutes.pk, cast.head.pk, minutes.sending).token()]
        ),
        "answer": reverse("meetings:rsvp", args=[rsvp]) + "?svar=yes",
    }


@pytest.mark.parametrize("kind", ["action", "answer", "no remarks"])
def test_fetching_it_writes_nothing(kind: str, links: dict[str, str]) -> None:
    with written() as tables:
        assert Client().get(links[kind]).status_code == 200
    assert tables == set()
