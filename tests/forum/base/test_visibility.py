"""Who sees what: the query every protected model is read through."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import EmptyResultSet

from forum.base.visibility import NOBODY, Audience, Protected, Viewer, audience_viewer, is_wider
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from tests import world

SEES = {
    "secretary": {"public", "members", "authorities", "secretariat"},
    "chair": {"public", "members", "authorities"},
    "head": {"public", "members", "authorities"},
    "lead": {"public", "members", "authorities"},
    "ski": {"public", "members", "authorities"},
    "disqualified": {"public", "members", "authorities"},
    "supplier": {"public", "members"},
    "former": {"public"},
}


def test_each_of_the_cast_has_its_audiences(cast: world.Cast) -> None:
    found = {name: set(member.as_viewer().audiences) for name, member in cast.everyone().items()}
    assert found == SEES


def test_items_are_seen_by_their_own_and_their_meetings_audience(cast: world.Cast) -> None:
    meeting = world.make_meeting()
    for number, audience in enumerate(Audience, start=1):
        world.make_item(meeting, number, audience=audience)
    hidden_meeting = world.make_meeting(slug="lukket", audience="secretariat")
    world.make_item(hidden_meeting, 1, audience="public")

    def numbers(viewer: Viewer) -> list[int]:
        return [item.number for item in AgendaItem.objects.visible_to(viewer).order_by("pk")]

    assert numbers(cast.secretary.as_viewer()) == [1, 2, 3, 4, 1]
    assert numbers(cast.head.as_viewer()) == [1, 2, 3]
    assert numbers(cast.supplier.as_viewer()) == [1, 2]
    assert numbers(cast.former.as_viewer()) == []
    assert numbers(NOBODY) == []


def test_the_disqualified_loses_the_item(cast: world.Cast) -> None:
    item = world.make_item(world.make_meeting())
    viewer = cast.disqualified.as_viewer()
    assert list(AgendaItem.objects.visible_to(viewer)) == [item]
    item.disqualified.add(cast.disqualified)
    assert list(AgendaItem.objects.visible_to(viewer)) == []
    assert list(AgendaItem.objects.visible_to(cast.head.as_viewer())) == [item]


def test_a_planned_meeting_and_an_unreleased_agenda_are_the_secretariats(cast: world.Cast) -> None:
    meeting = world.make_meeting(state="planned", agenda_version=0)
    item = world.make_item(meeting)
    assert list(Meeting.objects.visible_to(cast.secretary.as_viewer())) == [meeting]
    assert list(AgendaItem.objects.visible_to(cast.secretary.as_viewer())) == [item]
    assert list(Meeting.objects.visible_to(cast.head.as_viewer())) == []
    assert list(AgendaItem.objects.visible_to(cast.head.as_viewer())) == []


OF_ONE_AUDIENCE = [
    model for model in apps.get_models() if issubclass(model, Protected) and vars(model).get("fixed_audience")
]


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("model", OF_ONE_AUDIENCE)
def test_rows_of_one_audience_are_there_for_no_other(model: Any, audience: Audience) -> None:
    """People, mails, invitations and reports are none at all for whoever is outside, whichever view asks."""
    viewer = audience_viewer(audience)
    try:
        str(model._default_manager.visible_to(viewer).query)
        is_empty = False
    except EmptyResultSet:
        is_empty = True
    assert is_empty is (model.fixed_audience not in viewer.audiences)


def test_some_rows_are_of_one_audience() -> None:
    names = {model.__name__ for model in OF_ONE_AUDIENCE}
    assert names >= {"Member", "OutboxMail", "Invitation", "JoinRequest", "Report"}


@pytest.mark.parametrize(("one", "other", "wider"), [("public", "members", True), ("members", "members", False)])
def test_width(one: str, other: str, wider: bool) -> None:
    assert is_wider(one, other) is wider
