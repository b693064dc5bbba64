"""Actions outside any meeting: they stand by their own audience, are listed, found and reminded of like the others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.mail.models import OutboxMail
from meetings.followup.models import Action
from meetings.followup.reminders import plan_reminders
from tests import world
from tests.world import NOW, Cast


@pytest.fixture
def outside(cast: Cast) -> Action:
    """Mette Lindholm's, due tomorrow and agreed on the telephone."""
    seat = world.seat_of(cast.head)
    return world.make_action(None, seat, text="Ring til Kolding", audience="members", due=NOW.date() + timedelta(1))


def test_its_own_audience_decides_alone(cast: Cast, outside: Action) -> None:
    everyone = (cast.supplier, cast.head, cast.secretary)

    def readers() -> list[str]:
        return [member.name for member in everyone if Action.objects.visible_to(member.as_viewer()).exists()]

    assert readers() == [member.name for member in everyone]
    Action.objects.update(audience="authorities")
    assert readers() == [cast.head.name, cast.secretary.name]
    Action.objects.update(audience="secretariat")
    assert readers() == [cast.secretary.name]
    Action.objects.update(audience="members", removed_at=NOW)
    assert readers() == []


def test_under_an_item_the_stricter_of_the_two_stands(cast: Cast) -> None:
    meeting = world.make_meeting(state="remarks")
    world.make_minutes(meeting)
    item = world.make_item(meeting, 1)
    action = world.make_action(item, world.seat_of(cast.head))
    supplier = cast.supplier.as_viewer()
    assert Action.objects.visible_to(supplier).get() == action
    for own, items in (("authorities", "members"), ("members", "authorities")):
        Action.objects.update(audience=own)
        type(item).objects.update(audience=items)
        assert (Action.objects.visible_to(supplier).count(), Action.objects.get().is_closed) == (0, True)


def test_its_owner_is_reminded_and_a_closed_one_is_not_named(cast: Cast, outside: Action) -> None:
    plan_reminders(now=NOW)
    mail = OutboxMail.objects.get()
    assert (mail.to_member, mail.subject) == (cast.head, "Frist 24. november 2026: Ring til Kolding")
    OutboxMail.objects.all().delete()
    Action.objects.update(audience="authorities")
    plan_reminders(now=NOW)
    mail = OutboxMail.objects.get()
    assert (mail.subject, "Kolding" in mail.text + mail.html) == (
        "Frist 24. november 2026: en opgave fra et lukket punkt",
        False,
    )
