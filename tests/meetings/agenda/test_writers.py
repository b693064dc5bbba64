"""Who writes on an item just now: seen by those who see the item, locking nothing, over after a minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from forum.people.models import Member
from meetings.agenda.models import AgendaItem, Writer
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.conftest import At

ClientFor = Callable[[Member | None], Client]


@pytest.fixture
def second(cast: world.Cast) -> Member:
    """Another secretary."""
    made = Member(email="mette@example.dk", name="Mette Falk", is_secretariat=True, welcomed_at=world.NOW)
    made.set_unusable_password()
    made.save()
    return made


def beat(client: Client, item: AgendaItem, says: str) -> str:
    answer = client.post(f"/moeder/punkt/{item.pk}/skriver/", {"skriver": says})
    return str(answer.json()["sentence"]) if answer.status_code == 200 else str(answer.status_code)


def test_a_writer_is_seen_by_the_others_for_a_minute(
    meeting: Meeting, cast: world.Cast, second: Member, client_for: ClientFor, at: At
) -> None:
    item, mette, sofie = world.make_item(meeting, 1), client_for(second), client_for(cast.secretary)
    page, listed, seen = f"/moeder/punkt/{item.pk}/", f"/moeder/{meeting.slug}/dagsorden/", "Mette Falk skriver her"
    assert (beat(mette, item, ""), Writer.objects.count()) == ("", 0)  # who only reads is not told of
    assert (beat(mette, item, "ja"), beat(sofie, item, "")) == ("", "Mette Falk skriver her lige nu.")
    assert [seen in sofie.get(path).content.decode() for path in (page, listed)] == [True, True]
    assert [seen in mette.get(path).content.decode() for path in (page, listed)] == [False, False]
    item.disqualified.add(cast.secretary)  # who may not see the item is told nothing of it
    assert beat(sofie, item, "") == "404"
    item.disqualified.clear()
    at(world.NOW + timedelta(seconds=61))
    assert (beat(sofie, item, ""), seen in sofie.get(page).content.decode()) == ("", False)
    beat(mette, item, "ja")
    beat(mette, item, "slut")
    assert beat(sofie, item, "") == ""
    beat(sofie, item, "ja")
    at(world.NOW + timedelta(hours=2))
    beat(mette, item, "ja")
    assert [row.member for row in Writer.objects.all()] == [second]


def test_saving_ends_it_and_locks_nobody_out(
    meeting: Meeting, cast: world.Cast, second: Member, client_for: ClientFor
) -> None:
    item = world.make_item(meeting, 1)
    beat(client_for(second), item, "ja")
    typed = {"title": "Ny", "kind": "decision", "minutes": "5", "audience": "members", "revision": "1"}
    assert client_for(cast.secretary).post(f"/moeder/punkt/{item.pk}/", typed).status_code == 302
    assert Writer.objects.count() == 1
    client_for(second).post(f"/moeder/punkt/{item.pk}/", typed | {"title": "Nyere", "revision": "2"})
    assert (Writer.objects.count(), AgendaItem.objects.get().title) == (0, "Nyere")


def test_it_is_written_by_a_press_alone(meeting: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    item = world.make_item(meeting, 1)
    assert client_for(cast.secretary).get(f"/moeder/punkt/{item.pk}/skriver/").status_code == 405
