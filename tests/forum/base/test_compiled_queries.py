"""Prepared queries: each viewer's own rows, whoever asked before, and made from their words alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

import forum.urls  # noqa: F401 - brings every compiled query there is
from forum.base.compiled_queries import COMPILED, Param
from forum.base.visibility import NOBODY, SYSTEM, Viewer
from meetings.agenda import display
from meetings.attendance.attendee_rows import glance
from meetings.attendance.attendees import Roster, roster
from meetings.attendance.models import Attendance
from tests import world

pytestmark = pytest.mark.django_db
# What stands beside the viewer in the words of those that have more words
MORE_WORDS: dict[str, tuple[Any, ...]] = {"_since": (8,), "_holdings": ("members",), "_rows": (True,)}


def words_of(query: Any, viewer: Viewer) -> tuple[Any, ...]:
    return (False,) if query.__name__ == "_slots" else (viewer, *MORE_WORDS.get(query.__name__, ()))


def test_each_is_made_from_its_words_alone(cast: world.Cast) -> None:
    """One that asked the clock or the database would go on saying what was true when it was made."""
    assert len(COMPILED) > 5
    for query in COMPILED:
        build: Any = query
        words, made = words_of(query, cast.head.as_viewer()), []
        for moment in (world.NOW, world.NOW + timedelta(days=400)):
            with time_machine.travel(moment, tick=False), CaptureQueriesContext(connection) as asked:
                sql, params = build.__wrapped__(*words).query.sql_with_params()
            made.append((sql, [value.name if isinstance(value, Param) else value for value in params]))
            assert len(asked) == 0, query.__name__
        assert made[0] == made[1], query.__name__


def test_each_viewer_has_rows_of_their_own(cast: world.Cast) -> None:
    meeting = world.make_meeting()
    world.make_paper(world.make_item(meeting, 1, title="For alle"), cast.secretary)
    world.make_item(meeting, 2, title="Lukket", audience="authorities")
    world.make_item(meeting, 3, title="Inhabil").disqualified.add(cast.disqualified)

    def titles(viewer: Viewer) -> list[str | None]:
        return [entry.item and entry.item.title for entry in display.of(meeting, viewer).entries]

    for _ in range(2):  # the second time with what the first has made
        assert titles(cast.head.as_viewer()) == ["For alle", "Lukket", "Inhabil"]
        assert titles(cast.supplier.as_viewer()) == ["For alle", None, "Inhabil"]
        assert titles(cast.disqualified.as_viewer()) == ["For alle", "Lukket", None]
        assert titles(NOBODY) == [None, None, None]
    shown = display.of(meeting, cast.supplier.as_viewer()).entries[0].item
    assert [paper.title for paper in shown.papers] == ["Bilag"]


def test_a_glance_is_the_roster(cast: world.Cast) -> None:
    """For a meeting to come, and for one so long over that whoever sits now does not matter."""
    coming = world.make_meeting()
    past = world.make_meeting(start=world.NOW - timedelta(days=90), state="held", slug="2026-08-25")
    for meeting in (coming, past):
        answers = {"head": "yes", "supplier": "no", "lead": "substitute"}
        for part, answer in answers.items():
            member = cast.everyone()[part]
            name = "Bo Lund" if answer == "substitute" else ""
            world.make_answer(meeting, world.seat_of(member), answer, substitute_name=name, answered_by=member)
        Attendance.objects.filter(meeting=meeting, answer="yes").update(was_present=True)
        for viewer in (SYSTEM, cast.secretary.as_viewer(), cast.chair.as_viewer(), cast.supplier.as_viewer()):
            shown = said(glance(meeting, viewer, world.NOW))
            assert shown == said(roster(meeting, viewer, world.NOW))
            assert len(shown) >= 3


def said(who: Roster) -> list[tuple[Any, ...]]:
    return [
        (
            place.seat.pk, place.seat.organisation.full_name, place.person, place.answer, place.was_there,
            place.receiver and place.receiver.pk, place.attendance and place.attendance.get_answer_display(),
            place.attendance and place.attendance.get_via_display(),
        )
        for place in who.places
    ]  # fmt: skip


def test_who_may_see_nothing_has_no_rows(cast: world.Cast) -> None:
    meeting = world.make_meeting(audience="secretariat")
    world.make_item(meeting, 1, audience="secretariat")
    assert len(display.of(meeting, cast.secretary.as_viewer()).items) == 1
    assert glance(meeting, cast.head.as_viewer(), world.NOW).places == []  # its audience calls nobody: no SQL at all
    assert display.of(meeting, cast.head.as_viewer()).items == []
