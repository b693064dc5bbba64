"""A new version of a released agenda: only when something in it is new, and then everyone is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from forum.base.refusal import NotAllowed
from forum.mail.models import OutboxMail
from forum.people.models import Member
from meetings.agenda.actions import items
from meetings.agenda.models import AgendaItem
from meetings.attendance.attendees import attendees
from meetings.convocation.actions import convene
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.conftest import At, call
from tests.world import Cast

ClientFor = Callable[[Member | None], Client]
LATER = world.NOW + timedelta(hours=1)
UNCHANGED = "Dagsordenen er ikke ændret, siden version 1 blev frigivet."


@pytest.fixture
def released(cast: Cast, at: At) -> Meeting:
    meeting = world.make_meeting(state="planned", agenda_version=0)
    for number in (1, 2):
        world.make_item(meeting, number, title=f"Punkt {number}")
    call(meeting, cast, release=True)
    meeting.refresh_from_db()
    at(LATER)
    return meeting


def version_after_releasing(meeting: Meeting, cast: Cast) -> int:
    places = [place for place in attendees(meeting, cast.secretary.as_viewer(), LATER) if place.receiver]
    revision = convene.revision_of_draft(meeting, places)
    convene.release_agenda(meeting=meeting, revision=revision, tell=True, by=cast.secretary, now=LATER)
    return Meeting.objects.get(pk=meeting.pk).agenda_version


def test_an_unchanged_agenda_is_not_released_again(released: Meeting, cast: Cast, client_for: ClientFor) -> None:
    with pytest.raises(NotAllowed, match=UNCHANGED):
        version_after_releasing(released, cast)
    page = client_for(cast.secretary).get(f"/moeder/{released.slug}/frigiv/")
    assert page.context["why_not"] == UNCHANGED
    assert OutboxMail.objects.filter(kind="meetings.agenda").count() == 0


CHANGES = {
    "added": lambda meeting, by: items.add_item(meeting=meeting, title="Nyt", kind="other", by=by, now=LATER),
    "moved": lambda meeting, by: items.move_item(item=item(meeting), way="up", by=by, now=LATER),
    "removed": lambda meeting, by: items.remove_item(item=item(meeting), by=by, now=LATER),
    "edited": lambda meeting, by: items.edit_item(
        item=item(meeting), revision=1, disqualified=[], title="Andet", by=by, now=LATER
    ),
    "paper": lambda meeting, by: world.make_paper(item(meeting), by),
}


def item(meeting: Meeting) -> AgendaItem:
    return AgendaItem.objects.get(meeting=meeting, number=2)


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_one_is(released: Meeting, cast: Cast, change: str) -> None:
    CHANGES[change](released, cast.secretary)
    assert version_after_releasing(released, cast) == 2


def test_who_convenes_what_a_colleague_has_just_convened_is_told_so(
    released: Meeting, cast: Cast, client_for: ClientFor
) -> None:
    answer = client_for(cast.secretary).post(f"/moeder/{released.slug}/indkald/", {"revision": "som den var"})
    page = answer.content.decode()
    assert (answer.status_code, "En anden har sendt indkaldelsen i mellemtiden." in page) == (409, True)
    assert ("Alle har fået indkaldelsen." in page, "Kladden er klar" in page) == (True, False)
