"""A link to an online meeting is taken as long as the programs make it, at every door."""

from __future__ import annotations

from collections.abc import Callable

import lxml.html
import pytest
from django.test import Client

from forum.people.models import Member
from meetings.meeting.models import Meeting
from tests import world

ClientFor = Callable[[Member | None], Client]
TEAMS = (
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzQ4YjY3ZDktMWQyMy00ZTYzLWFiNzYtMmE5NDM1YzYyMTkx"
    "%40thread.v2/0?context=%7b%22Tid%22%3a%225e2a1c3f-6d84-4a0b-9b2e-7f1d8c3e4a5b%22%2c%22Oid%22%3a%22"
    "0c9d8e7f-1a2b-4c3d-8e9f-a0b1c2d3e4f5%22%7d"
)
WHEN = {"day": "14.10.2027", "begins": "10.00", "ends": "15.00", "place": "KL-Huset"}


@pytest.fixture
def office(cast: world.Cast, client_for: ClientFor) -> Client:
    return client_for(cast.secretary)


def fields(meeting: Meeting, link: str) -> dict[str, str]:
    return WHEN | {
        "title": "Efterårsmøde",
        "audience": "members",
        "deadline": "10.12.2026",
        "online_link": link,
        "revision": str(meeting.revision),
        "send": "ja",
    }


def test_the_link_is_an_ordinary_one() -> None:
    assert 200 < len(TEAMS) < 300


@pytest.mark.parametrize("door", ["nyt", "ret a plan", "ret a convened", "flyt"])
def test_a_teams_link_is_kept_whole(door: str, meeting: Meeting, office: Client) -> None:
    if door == "ret a plan":
        Meeting.objects.filter(pk=meeting.pk).update(state="planned", convened_at=None)
        meeting.refresh_from_db()
    address = "/moeder/nyt/" if door == "nyt" else f"/moeder/{meeting.slug}/{door.split()[0]}/"
    answer = office.post(address, fields(meeting, TEAMS))
    assert (answer.status_code, Meeting.objects.filter(online_link=TEAMS).count()) == (302, 1)


@pytest.mark.parametrize("door", ["nyt", "ret", "flyt"])
def test_one_that_is_longer_than_any_program_takes_is_refused_in_a_sentence(
    door: str, meeting: Meeting, office: Client
) -> None:
    address = "/moeder/nyt/" if door == "nyt" else f"/moeder/{meeting.slug}/{door}/"
    answer = office.post(address, fields(meeting, TEAMS + "a" * 1790))
    said = lxml.html.fromstring(answer.content).xpath("//*[@id='id_online_link_error']")
    assert [answer.status_code, *(" ".join(each.text_content().split()) for each in said)] == [
        422,
        f"Fejl: Du har skrevet {len(TEAMS) + 1790:,} tegn. Der er plads til 2.000.".replace(",", "."),
    ]
