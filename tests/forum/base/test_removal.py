"""Removing and bringing back: each happens once, and whoever comes second learns so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.base.removal import ALREADY, remove, removed, restore
from forum.base.stale import StaleError
from meetings.agenda.models import Attachment
from tests import world
from tests.world import NOW, Cast


@pytest.fixture
def paper(cast: Cast) -> Attachment:
    return world.make_paper(world.make_item(world.make_meeting()), cast.secretary)


def test_the_second_who_removes_it_is_told_and_the_first_one_counts(paper: Attachment) -> None:
    remove(paper, now=NOW)
    with pytest.raises(StaleError, match=ALREADY):
        remove(paper, now=NOW + timedelta(hours=1))
    paper.refresh_from_db()
    assert paper.removed_at == NOW


def test_it_is_brought_back_once(paper: Attachment) -> None:
    assert removed(Attachment.objects.all(), pk=paper.pk) is None
    remove(paper, now=NOW)
    assert removed(Attachment.objects.all(), pk=paper.pk) == paper
    assert (restore(paper, title="Igen"), restore(paper, title="Og igen")) == (True, False)
    paper.refresh_from_db()
    assert (paper.removed_at, paper.title) == (None, "Igen")
