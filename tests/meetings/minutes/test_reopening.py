"""Approved minutes opened again: readers see why, and another text goes to them before it is approved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.base.refusal import NotAllowed
from forum.base.workdays import add_workdays
from meetings.minutes.actions import course
from meetings.minutes.models import Minutes
from tests.meetings.minutes.conftest import Held
from tests.meetings.minutes.test_course import Clients, State, standing
from tests.world import NOW


def test_reopening_asks_why_and_readers_see_it(held: Held, client_for: Clients) -> None:
    held.release()
    held.approve()
    client = client_for(held.cast.secretary)
    assert client.post(held.base + "genaabn/", {"reason": " "}).status_code == 422
    assert Minutes.objects.get().state == State.APPROVED
    client.post(held.base + "genaabn/", {"reason": "Navnet var forkert"})
    minutes = Minutes.objects.get()
    assert (minutes.state, minutes.approved_hash, minutes.approved_by) == ("corrected", "", None)
    assert "Navnet var forkert" in client_for(held.cast.head).get(held.base).content.decode()


def test_what_is_changed_after_a_reopening_goes_to_the_members_before_it_is_approved(
    held: Held, client_for: Clients
) -> None:
    """Nobody has been silent about a text that nobody was shown."""
    held.release()
    held.approve()
    later = NOW + timedelta(days=90)
    course.reopen(minutes=held.minutes, reason="Tallet var forkert", by=held.cast.secretary, now=later)
    held.write(held.open, "Et andet tal.", revision=2)
    with pytest.raises(NotAllowed, match="Send rettelsen først"):
        held.approve(days=90)
    page = client_for(held.cast.secretary).get(held.base).content.decode()
    assert "Medlemmerne har ikke set den rettede tekst. Send rettelsen først." in page
    head = client_for(held.cast.head).get(held.base).content.decode()
    assert ("Fristen for bemærkninger var" in head, "Du får besked, hvis teksten bliver rettet" in head) == (
        False,
        True,
    )
    held.minutes = course.send_correction(minutes=held.minutes, by=held.cast.secretary, now=later)
    assert held.minutes.remarks_due == add_workdays(later.date(), 3)
    with pytest.raises(NotAllowed, match="frist"):
        held.approve(days=91)
    held.approve(days=120)
    assert standing(held) == ("approved", "approved")


def test_reopened_by_mistake_the_same_text_is_approved_again(held: Held) -> None:
    held.release()
    held.approve()
    course.reopen(minutes=held.minutes, reason="Ved en fejl", by=held.cast.secretary, now=NOW)
    held.approve(days=31)
    assert standing(held) == ("approved", "approved")
