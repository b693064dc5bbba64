"""Actions outside any meeting: they stand by their own audience, are listed, found and reminded of like the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from forum.mail.models import OutboxMail
from forum.people.models import Member
from meetings.followup.models import Action
from meetings.followup.reminders import plan_reminders
from tests import world
from tests.world import NOW, Cast

Clients = Callable[[Member | None], Client]
NEW = "/moeder/opgaver/ny/"


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
        "Frist 24. november 2026: En opgave, som ikke alle må læse",
        False,
    )


def test_the_secretariat_and_the_chair_create_one_and_its_owner_is_told(cast: Cast, client_for: Clients) -> None:
    seat = world.seat_of(cast.head)
    sent = {"text": "Del jeres skabelon", "owner": str(seat.pk), "due": "11.12.2026", "audience": "members"}
    assert [client_for(who).post(NEW, sent).status_code for who in (cast.head, cast.supplier)] == [403, 403]
    assert Action.objects.count() == 0
    assert client_for(cast.chair).post(NEW, sent | {"audience": "authorities"}).status_code == 302
    action = Action.objects.get()
    assert (action.item, action.audience, action.owner, action.steps.get().by) == (
        None,
        "authorities",
        seat,
        cast.chair,
    )
    mail = OutboxMail.objects.get()
    assert (mail.to_member, "skabelon" in mail.subject + mail.text + mail.html) == (cast.head, False)
    # The secretariat's own: who wrote it down needs no mail
    own = sent | {"owner": "sekretariatet", "audience": "secretariat"}
    assert client_for(cast.secretary).post(NEW, own).status_code == 302
    assert (Action.objects.get(owner=None).audience, OutboxMail.objects.count()) == ("secretariat", 1)


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"text": " \u200b"}, "text"),
        ({"owner": ""}, "owner"),
        ({"due": "22.08.2019"}, "due"),
        ({"audience": "public"}, "audience"),
        ({"audience": "secretariat"}, "owner"),  # who shall do it may not read it
    ],
)
def test_what_it_lacks_is_said(bad: dict[str, str], field: str, cast: Cast, client_for: Clients) -> None:
    seat = world.seat_of(cast.head)
    sent = {"text": "Del jeres skabelon", "owner": str(seat.pk), "due": "11.12.2026", "audience": "members"}
    answer = client_for(cast.secretary).post(NEW, sent | bad)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Action.objects.count() == 0


def test_a_supplier_is_given_none_that_is_closed_to_suppliers(cast: Cast, client_for: Clients) -> None:
    owner = str(world.seat_of(cast.supplier).pk)
    sent = {"text": "Spørg to leverandører", "owner": owner, "due": "11.12.2026", "audience": "authorities"}
    assert client_for(cast.secretary).post(NEW, sent).status_code == 422
    assert client_for(cast.secretary).post(NEW, sent | {"audience": "members"}).status_code == 302


def test_the_secretariat_lists_one_owners_and_the_late_ones_first(
    cast: Cast, outside: Action, client_for: Clients
) -> None:
    late = NOW.date() - timedelta(3)
    world.make_action(None, None, text="Sekretariatets", audience="members", due=NOW.date() + timedelta(9))
    world.make_action(None, world.seat_of(cast.lead), text="For sent", audience="members", due=late)

    def texts(query: str, who: Member = cast.secretary) -> list[str]:
        entries = client_for(who).get(f"/moeder/opgaver/?vis=aabne{query}").context["entries"]
        return [("!" if entry["is_late"] else "") + entry["action"].text for entry in entries]

    everything = ["!For sent", "Ring til Kolding", "Sekretariatets"]
    assert texts("") == everything
    assert texts(f"&ansvarlig={world.seat_of(cast.head).organisation_id}") == ["Ring til Kolding"]
    assert texts("&ansvarlig=sekretariatet") == ["Sekretariatets"]
    assert texts("&ansvarlig=999'--") == everything
    assert texts("&ansvarlig=sekretariatet", cast.head) == everything  # the secretariat's own filter
