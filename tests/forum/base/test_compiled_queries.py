"""Compiled queries: each viewer's own rows, whoever asked before, and made from their words alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

import forum.urls  # noqa: F401 - brings every compiled query there is
from forum.base.compiled_queries import COMPILED, Param, compiled
from forum.base.visibility import NOBODY, Viewer
from forum.files.models import StoredFile
from forum.front.search import Shape
from forum.people.models import Organisation
from forum.templatetags.forum import cached_row
from meetings.agenda import display
from meetings.agenda.models import AgendaItem, Attachment
from meetings.agenda.models.programme import _items
from meetings.attendance import attendees
from tests import world

pytestmark = pytest.mark.django_db
# What stands beside the viewer in the words of those that have more words
MORE_WORDS: dict[str, tuple[Any, ...]] = {
    "_since": (8,),
    "_holdings": ("members",),
    "_rows": (Shape(True, False, True, True, ""), True),
}


NO_VIEWER: dict[str, tuple[Any, ...]] = {
    "_slots": (False,),
    "_next_due": (False,),
    "_held_by": (),
    "_files_of": (),
    "_told_of": ("meetings.MeetingEvent", "meetings.AgendaItemEvent"),
}


def words_of(query: Any, viewer: Viewer) -> tuple[Any, ...]:
    name = query.__name__
    return NO_VIEWER[name] if name in NO_VIEWER else (viewer, *MORE_WORDS.get(name, ()))


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
        return [row.item.title if row.item else None for row in display.of(meeting, viewer).rows]

    for _ in range(2):  # the second time with what the first has made
        assert titles(cast.head.as_viewer()) == ["For alle", "Lukket", "Inhabil"]
        assert titles(cast.supplier.as_viewer()) == ["For alle", None, "Inhabil"]
        assert titles(cast.disqualified.as_viewer()) == ["For alle", "Lukket", None]
        assert titles(NOBODY) == [None, None, None]
    item = display.of(meeting, cast.supplier.as_viewer()).items[0]
    assert [attachment.title for attachment in item.visible_attachments] == ["Bilag"]


def test_the_models_are_those_of_the_queryset(cast: world.Cast, django_assert_num_queries: Any) -> None:
    """Column by column, with the parents of its `select_related`, so that nothing is asked afterwards."""
    meeting = world.make_meeting()
    world.make_item(meeting, 1, responsible=world.seat_of(cast.head))
    world.make_item(meeting, 2)
    world.make_answer(meeting, world.seat_of(cast.head), "yes", answered_by=cast.head)
    world.make_answer(meeting, world.seat_of(cast.lead), "no")
    viewer, day = cast.secretary.as_viewer(), world.NOW.date()
    for query, words, values in (
        (_items, (viewer,), {"meeting": meeting.pk}),
        (attendees._answers, (viewer,), {"meeting": meeting.pk}),
        (attendees._holdings, (viewer, "members"), {"meeting": meeting.pk, "day": day}),
    ):
        with django_assert_num_queries(1):
            made = query(*words, **values)
        assert len(made) >= 2
        plain = type(made[0])._base_manager.in_bulk()
        for row in made:
            assert not row.get_deferred_fields()
            assert not row._state.adding
            assert columns(row) == columns(plain[row.pk])
    with django_assert_num_queries(2):
        who = attendees.attendees(meeting, viewer, world.NOW)
        assert {attendee.person: attendee.seat.organisation.full_name for attendee in who}[cast.head.name]
        assert [attendee.attendance.answered_by for attendee in who.coming if attendee.attendance] == [cast.head]
        assert [attendee.attendance.answered_by for attendee in who.declined if attendee.attendance] == [None]


def columns(row: Any) -> list[Any]:
    return [getattr(row, column.attname) for column in row._meta.concrete_fields]


def test_a_query_of_models_refuses_what_it_would_get_wrong(cast: world.Cast) -> None:
    @compiled
    def counted(viewer: Viewer) -> Any:
        return AgendaItem.objects.visible_to(viewer).annotate(count=Count("attachments"))

    COMPILED.pop()
    with pytest.raises(TypeError):
        counted(NOBODY)


def test_a_row_that_says_something_else_is_rendered_anew(cast: world.Cast) -> None:
    """Whatever the meeting's page shows of an item is in its row's content, or another viewer would read it."""
    meeting = world.make_meeting()
    item = world.make_item(meeting, 1, responsible=world.seat_of(cast.head))

    def shown(viewer: Viewer) -> tuple[Any, str]:
        row = display.of(meeting, viewer).rows[0]
        return row.content, cached_row("meetings/agenda/_agenda_row.html", row, row.content)

    head, supplier = cast.head.as_viewer(), cast.supplier.as_viewer()
    before = shown(head)
    assert before == shown(supplier) == shown(head)
    paper = world.make_paper(item, cast.secretary)
    Attachment.objects.update(audience="authorities")
    assert shown(supplier) == before
    with_paper = shown(head)
    assert paper.title in with_paper[1]
    changes: list[Callable[[], object]] = [
        lambda: AgendaItem.objects.update(title="Et andet navn"),
        lambda: AgendaItem.objects.update(area=world.make_area(title="Innovation i Herning")),
        lambda: Organisation.objects.filter(pk=world.seat_of(cast.head).organisation_id).update(name="Omdøbt"),
        lambda: Attachment.objects.update(title="Andet bilag"),
        lambda: Attachment.objects.update(audience="members"),
        lambda: StoredFile.objects.update(size=1_234_567),
    ]
    seen = {before[1], with_paper[1]}
    for change in changes:
        change()
        seen.add(shown(head)[1])
    assert len(seen) == 2 + len(changes)


def test_a_model_is_not_its_own_content(cast: world.Cast) -> None:
    with pytest.raises(TypeError):
        cached_row("meetings/agenda/_agenda_row.html", world.make_item(world.make_meeting(), 1))


def test_who_may_see_nothing_has_no_rows(cast: world.Cast) -> None:
    meeting = world.make_meeting(audience="secretariat")
    world.make_item(meeting, 1, audience="secretariat")
    assert len(display.of(meeting, cast.secretary.as_viewer()).items) == 1
    assert attendees.attendees(meeting, cast.head.as_viewer(), world.NOW) == []  # its audience calls nobody: no SQL
    assert display.of(meeting, cast.head.as_viewer()).items == []
