"""What an approval is bound to: whatever minutes say is in their hash, and what they do not say is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import models

from meetings.attendance.models import Attendance
from meetings.followup.models import Action
from meetings.minutes.models import Decision, Minutes, Note, Remark
from tests import world
from tests.meetings.minutes.conftest import Held
from tests.world import NOW


@pytest.fixture
def full(held: Held) -> Held:
    """Every part of minutes filled: presence, notes, a delegation with partners, an action."""
    area = world.make_area(title="Sårpleje")
    about, lead = world.make_recommendation(), world.organisation("Odense")
    decision = world.make_decision(held.open, kind="delegated", area=area, lead=lead, recommendation=about)
    decision.partners.add(world.organisation("Aarhus"))
    world.make_action(held.open, world.seat_of(held.cast.head))
    return held


def decision() -> Decision:
    found: Decision = Decision.objects.get()
    return found


def of_the_head(held: Held) -> models.QuerySet[Attendance]:
    return Attendance.objects.filter(seat=world.seat_of(held.cast.head))


SAID: dict[str, Callable[[Held], object]] = {
    "who else was there": lambda held: Minutes.objects.update(also_present="Ole Oplæg"),
    "who was there": lambda held: of_the_head(held).update(was_present=False),
    "a substitute's name": lambda held: of_the_head(held).update(answer="substitute", substitute_name="Ole Vikar"),
    "a note": lambda held: Note.objects.filter(item=held.closed).update(text="Noget andet."),
    "a decision's kind": lambda held: Decision.objects.update(kind="decided", lead=None),
    "a decision's words": lambda held: Decision.objects.update(text="Anderledes."),
    "a decision's recommendation": lambda held: Decision.objects.update(recommendation=None),
    "a decision's area": lambda held: Decision.objects.update(area=world.make_area(title="Andet")),
    "a delegation's lead": lambda held: Decision.objects.update(lead=world.organisation("Aalborg")),
    "a delegation's partner, one more": lambda held: decision().partners.add(world.organisation("Kolding")),
    "a delegation's partner, one less": lambda held: decision().partners.clear(),
    "a delegation's partner, another": lambda held: decision().partners.set([world.organisation("Kolding")]),
    "a decision removed": lambda held: Decision.objects.update(removed_at=NOW),
    "an action's words": lambda held: Action.objects.update(text="Andet løfte"),
    "an action's owner": lambda held: Action.objects.update(owner=None),
    "an action's day": lambda held: Action.objects.update(due=date(2027, 5, 5)),
    "an action removed": lambda held: Action.objects.update(removed_at=NOW),
    "an item removed": lambda held: type(held.open)._base_manager.filter(pk=held.open.pk).update(removed_at=NOW),
}  # fmt: skip


@pytest.mark.parametrize("part", SAID)
def test_a_change_voids_the_approval(part: str, full: Held) -> None:
    full.release()
    approved = full.approve()
    assert Minutes.objects.get().approval_holds
    SAID[part](full)
    again = Minutes.objects.get()
    assert (again.approval_holds, again.revision == approved.approved_hash) == (False, False)


NOT_SAID: dict[str, Callable[[Held], object]] = {
    "a promise that is kept": lambda held: Action.objects.update(state="done", finished_at=NOW),
    "a delegation carried out": lambda held: Decision.objects.update(effected_at=NOW),
    "a remark": lambda held: Remark.objects.create(item=held.open, by=held.cast.head, text="Ret"),
}


@pytest.mark.parametrize("part", NOT_SAID)
def test_what_comes_after_does_not(part: str, full: Held) -> None:
    full.release()
    full.approve()
    NOT_SAID[part](full)
    assert Minutes.objects.get().approval_holds
