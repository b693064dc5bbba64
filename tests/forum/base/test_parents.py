"""A child is never wider than its parents: what is closed closes all that hangs on it, whatever that says itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from forum.base.visibility import Audience, Protected
from meetings.agenda.models import AgendaItem, Attachment, AttachmentVersion, Pause
from meetings.attendance.models import Attendance, Guest, Wish
from meetings.followup.models import Action, ActionStep
from meetings.meeting.models import Meeting
from meetings.messages import actions as messages
from meetings.messages.models import Message
from meetings.messages.receivers import receivers_of
from meetings.minutes.models import Decision, Minutes, NoRemarks, Note, Remark
from recommendations.areas.models import Area, AreaUpdate
from recommendations.wording.models import Recommendation, RecommendationVersion
from tests import world
from tests.world import Cast

ROW = ""  # the row's own audience
ACTION, ITEM, MEETING = "action", "item", "item__meeting"
CLOSED_BY: dict[type[models.Model], list[str]] = {
    Meeting: [ROW],
    Attendance: ["meeting"],
    Guest: [ROW, "meeting"],
    AgendaItem: [ROW, "meeting"],
    Attachment: [ROW, ITEM, MEETING],
    AttachmentVersion: [ROW, "attachment", f"attachment__{ITEM}", f"attachment__{MEETING}"],
    Pause: ["meeting"],
    Message: ["meeting"],
    Wish: ["meeting"],
    Minutes: ["meeting"],
    Note: [ITEM, MEETING],
    Decision: [ITEM, MEETING],
    Action: [ROW, ITEM, MEETING],
    ActionStep: [ACTION, f"{ACTION}__{ITEM}", f"{ACTION}__{MEETING}"],
    Remark: [ITEM, MEETING],
    NoRemarks: ["minutes__meeting"],
    Recommendation: [ROW],
    RecommendationVersion: ["recommendation"],
    Area: [ROW],
    AreaUpdate: ["area"],
}
PAIRS = [(model, parent) for model, parents in CLOSED_BY.items() for parent in parents]


@pytest.fixture
def one_of_each(cast: Cast) -> None:
    """Everything open to all, as far as it can say so itself."""
    world.make_recommendation(audience=Audience.PUBLIC)
    world.make_update(world.make_area(audience=Audience.PUBLIC), cast.lead)
    meeting = world.make_meeting(audience=Audience.PUBLIC)
    item = world.make_item(meeting, audience=Audience.PUBLIC)
    world.make_version(world.make_paper(item, cast.secretary), cast.secretary)
    Pause.objects.create(meeting=meeting, title="Frokost")
    world.make_answer(meeting, world.seat_of(cast.head))
    world.make_guest(meeting, by=cast.secretary, email="anna@example.dk", audience=Audience.PUBLIC)
    minutes = world.make_minutes(meeting)
    NoRemarks.objects.create(minutes=minutes, by=cast.head, sent_at=world.NOW, at=world.NOW, via=NoRemarks.Via.PAGE)
    world.make_note(item)
    world.make_decision(item)
    action = world.make_action(item, world.seat_of(cast.head))
    ActionStep.objects.create(action=action, kind="note", text="Tales ved i uge 50.", by=cast.head)
    Remark.objects.create(item=item, by=cast.head, text="Et ord mangler.")
    Wish.objects.create(meeting=meeting, seat=world.seat_of(cast.head), by=cast.head, text="Vegansk")
    said: Any = {"to": Message.To.ALL, "list": None, "subject": "Parkering", "text": "I kan holde i kælderen."}
    message = messages.draft(meeting=meeting, by=cast.secretary, now=world.NOW, **said)
    revision = messages.revision_of(message, receivers_of(message, world.NOW))
    messages.send(message=message, revision=revision, by=cast.secretary, now=world.NOW)


@pytest.mark.parametrize(("model", "parent"), PAIRS)
def test_what_is_closed_closes_what_hangs_on_it(one_of_each: None, cast: Cast, model: Any, parent: str) -> None:
    row, viewer = model.objects.get(), cast.head.as_viewer()
    assert list(model.objects.visible_to(viewer)) == [row]
    closed = row
    for step in parent.split("__") if parent else []:
        closed = getattr(closed, step)
    type(closed)._base_manager.filter(pk=closed.pk).update(audience=Audience.SECRETARIAT)
    assert list(model.objects.visible_to(viewer)) == []
    assert list(model.objects.visible_to(cast.secretary.as_viewer())) == [row]


def test_every_protected_model_says_what_closes_it() -> None:
    product = [model for model in apps.get_models() if not model.__module__.startswith("tests.")]
    protected = [model for model in product if issubclass(model, Protected)]
    ours = {model for model in protected if not (model.fixed_audience or model.owner_only)}
    assert ours == set(CLOSED_BY)
