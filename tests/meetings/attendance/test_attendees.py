"""Who the attendees of a meeting are, and who of them each may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.base.visibility import SYSTEM, Viewer
from meetings.attendance.attendees import attendees
from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting
from tests import world

pytestmark = pytest.mark.django_db


def answered(cast: world.Cast, meeting: Meeting) -> None:
    for part, answer in {"head": "yes", "supplier": "no", "lead": "substitute"}.items():
        member = cast.everyone()[part]
        name = "Bo Lund" if answer == "substitute" else ""
        world.make_answer(meeting, world.seat_of(member), answer, substitute_name=name, answered_by=member)
    Attendance.objects.filter(meeting=meeting, answer="yes").update(was_present=True)


def test_silence_is_the_secretariats_and_the_chairs_to_know(cast: world.Cast) -> None:
    meeting = world.make_meeting()
    answered(cast, meeting)

    def people(viewer: Viewer) -> set[tuple[str, str]]:
        return {(attendee.person, attendee.answer) for attendee in attendees(meeting, viewer, world.NOW)}

    said = {(cast.head.name, "yes"), (cast.supplier.name, "no"), ("Bo Lund", "substitute")}
    silent = {(one.name, "") for one in (cast.chair, cast.ski, cast.disqualified)}
    for viewer in (SYSTEM, cast.secretary.as_viewer(), cast.chair.as_viewer()):
        assert people(viewer) == said | silent
    assert people(cast.ski.as_viewer()) == said | {(cast.ski.name, "")}
    assert people(cast.supplier.as_viewer()) == said


def test_of_a_meeting_long_over_those_who_answered_whoever_sits_now(cast: world.Cast) -> None:
    meeting = world.make_meeting(start=world.NOW - timedelta(days=90), state="held", slug="2026-08-25")
    answered(cast, meeting)
    for viewer in (SYSTEM, cast.secretary.as_viewer(), cast.chair.as_viewer(), cast.supplier.as_viewer()):
        shown = attendees(meeting, viewer, world.NOW)
        assert {attendee.person for attendee in shown} == {cast.head.name, cast.supplier.name, "Bo Lund"}
        assert [attendee.person for attendee in shown.present] == [cast.head.name]
        assert not any(attendee.receiver for attendee in shown)
