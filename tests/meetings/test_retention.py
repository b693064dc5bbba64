"""Named substitutes are forgotten after the term, in answers and in history; the minutes keep who was there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from forum.membership import retention
from meetings.attendance import actions
from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting
from tests import world
from tests.world import NOW

RULE = "Navne på stedfortrædere"


@pytest.fixture(autouse=True)
def _no_demo(settings: Any) -> None:
    settings.DEMO = False


def names() -> tuple[list[str], list[str]]:
    """In the answers, and in their history."""
    rows = Attendance.objects.order_by("pk").values_list("substitute_name", flat=True)
    events = apps.get_model("meetings", "AttendanceEvent").objects.order_by("pgh_id")
    return list(rows), sorted(set(events.values_list("substitute_name", flat=True)))


def test_names_go_a_year_after_the_meeting(cast: world.Cast, meeting: Meeting) -> None:
    told: dict[str, Any] = {"meeting": meeting, "answer": "substitute", "by": cast.head, "now": NOW, "via": "page"}
    for member, name in ((cast.head, "Oda Brix"), (cast.head, "Kaj Lund"), (cast.ski, "Ida Juul")):
        actions.answer(seat=world.seat_of(member), substitute_name=name, **told)
    world.make_minutes(meeting)
    Attendance.objects.filter(seat=world.seat_of(cast.ski)).update(was_present=True)
    before = ["Kaj Lund", "Ida Juul"], ["Ida Juul", "Kaj Lund", "Oda Brix"]

    assert retention.forget(now=meeting.end + timedelta(days=364))[RULE] == 0
    assert names() == before
    assert retention.forget(now=meeting.end + timedelta(days=366))[RULE] == 3
    assert names() == (["(navn slettet)", "Ida Juul"], ["(navn slettet)", "Ida Juul"])
    assert retention.forget(now=meeting.end + timedelta(days=367))[RULE] == 0


def test_the_demo_keeps_its_invented_names(cast: world.Cast, meeting: Meeting, settings: Any) -> None:
    settings.DEMO = True
    world.make_answer(meeting, world.seat_of(cast.head), "substitute", substitute_name="Oda Brix")
    assert retention.forget(now=meeting.end + timedelta(days=366))[RULE] == 0
