"""What the sweep relies on: no way of writing to the database goes unseen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from forum.people.models import Member, Seat
from meetings.agenda.actions import attachments
from tests import world
from tests.canary.written import written
from tests.world import Cast


def sent(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_audited_action_is_seen_with_its_history(cast: Cast) -> None:
    """Its first words are SELECT set_config, which is why nobody may look at how a statement begins."""
    paper = world.make_paper(world.make_item(world.make_meeting()), cast.secretary)
    with written() as tables:
        attachments.remove_attachment(attachment=paper, by=cast.secretary, now=world.NOW)
    assert {"meetings_attachment", "meetings_attachmentevent", "pghistory_context"} <= tables


WAYS: dict[str, Callable[[Cast], object]] = {
    "a row made": lambda cast: Seat.objects.create(organisation=world.organisation("SKI"), since=world.NOW.date()),
    "a row updated": lambda cast: Seat.objects.filter(holdings__member=cast.head).update(since="2018-01-01"),
    "an update of nothing": lambda cast: Seat.objects.filter(pk=0).update(since="2018-01-01"),
    "a deletion of nothing": lambda cast: sent("/* words first */ delete from forum_seat where false"),
    "within a query": lambda cast: sent(
        "WITH moved AS (UPDATE forum_seat SET since = since RETURNING id) SELECT count(*) FROM moved"
    ),
    "the second of two statements": lambda cast: sent("SELECT 1; UPDATE forum_seat SET since = since"),
    "by the database's own code": lambda cast: sent(
        "DO $$ BEGIN EXECUTE 'UPDATE forum_' || 'seat SET since = since'; END $$"
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_is_seen(way: str, cast: Cast) -> None:
    with written() as tables:
        WAYS[way](cast)
    assert "forum_seat" in tables


def test_reading_and_locking_are_not_writing(cast: Cast) -> None:
    with written() as tables:
        assert Member.objects.select_for_update().count() == len(cast.everyone())
        list(Seat.objects.select_for_update(no_key=True))
    assert tables == set()
