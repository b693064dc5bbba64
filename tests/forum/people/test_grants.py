"""Grants: one thing seen by one person without a seat, until it ends; and rows that their owner alone sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from forum.base.visibility import SYSTEM, Protected
from forum.membership import retention
from forum.membership.actions import grants
from forum.people.models import Grant, Member
from forum.signin.actions import member_with
from meetings.agenda.models import AgendaItem, Attachment
from meetings.meeting.models import Meeting
from meetings.minutes.models import NoteDraft
from tests import world
from tests.world import NOW, Cast

ADDRESS = "anna.ekspert@example.dk"


def granted(thing: Any, cast: Cast, *, audience: str = "members", **more: Any) -> Member:
    by: dict[str, Any] = {"by": cast.secretary, "now": NOW}
    person = grants.person(name="Anna Ekspert", email=ADDRESS, **by)
    until = NOW + timedelta(days=30)
    grants.give(**{"kind": "guest", "member": person, "thing": thing, "audience": audience, "until": until} | by | more)
    return person


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """An item for each audience, each with an attachment; the fourth is for all, and its attachment for authorities."""
    made = world.make_meeting()
    for number, audience in enumerate(["public", "members", "authorities"], start=1):
        world.make_paper(world.make_item(made, number, audience=audience), cast.secretary, text=f"Bilag {number}")
    world.make_paper(world.make_item(made, 4), cast.secretary, text="Bilag 4", audience="authorities")
    return made


def seen(member: Member) -> tuple[int, list[int], list[str]]:
    """How many meetings, which items and which attachments a person sees that nobody else may."""
    viewer = member.as_viewer().in_part()
    items = AgendaItem.objects.visible_to(viewer).order_by("number").values_list("number", flat=True)
    papers = Attachment.objects.visible_to(viewer).order_by("title").values_list("title", flat=True)
    return Meeting.objects.visible_to(viewer).count(), list(items), list(papers)


def test_a_grant_opens_its_thing_and_no_more(cast: Cast, meeting: Meeting) -> None:
    other = world.make_meeting(slug="et-andet", start=NOW + timedelta(days=60))
    world.make_item(other)
    guest = granted(meeting, cast)
    assert seen(guest) == (1, [1, 2, 4], ["Bilag 1", "Bilag 2"])
    assert (guest.as_viewer().is_guest, guest.as_viewer().is_member) == (True, False)
    Grant.objects.update(audience="authorities")
    assert seen(guest) == (1, [1, 2, 3, 4], ["Bilag 1", "Bilag 2", "Bilag 3", "Bilag 4"])
    # On an item: the meeting's frame comes along, no other item does
    Grant.objects.update(thing="meetings.agendaitem", thing_id=meeting.items.get(number=3).pk)
    assert seen(guest) == (1, [3], ["Bilag 3"])
    AgendaItem.objects.filter(number=3).update(audience="secretariat")  # made narrower than what was granted
    assert seen(guest) == (1, [], [])


def test_what_is_not_published_stays_closed(cast: Cast, meeting: Meeting) -> None:
    guest = granted(meeting, cast)
    AgendaItem.objects.filter(number=2).update(awaits_release=True)
    assert seen(guest)[1] == [1, 4]
    AgendaItem.objects.filter(number=4).update(removed_at=NOW)
    assert seen(guest) == (1, [1], ["Bilag 1"])
    Meeting.objects.update(state="planned", agenda_version=0)
    assert seen(guest) == (0, [], [])


def test_it_opens_nothing_to_the_disqualified(cast: Cast, meeting: Meeting) -> None:
    """Neither to the person, nor to whoever comes instead of one who is."""
    stand_in = granted(meeting, cast, kind="substitute", instead_of=cast.disqualified)
    assert seen(stand_in)[1] == [1, 2, 4]
    meeting.items.get(number=2).disqualified.add(cast.disqualified)
    assert seen(stand_in)[1:] == ([1, 4], ["Bilag 1"])
    meeting.items.get(number=4).disqualified.add(stand_in)
    assert seen(stand_in)[1] == [1]


def test_a_member_keeps_what_the_seat_sees(cast: Cast, meeting: Meeting) -> None:
    """A supplier is the guest of a closed item; nothing else is wider, and nothing narrower."""
    granted(meeting.items.get(number=3), cast, member=cast.supplier, audience="authorities")
    assert seen(cast.supplier) == (1, [1, 2, 3, 4], ["Bilag 1", "Bilag 2", "Bilag 3"])
    assert cast.supplier.as_viewer().is_member


def test_it_ends_by_itself_and_the_session_with_it(
    cast: Cast, meeting: Meeting, client_for: Any, clock: time_machine.Traveller
) -> None:
    guest = granted(meeting, cast)
    client: Client = client_for(guest)
    address = "/moeder/"
    assert (seen(guest)[0], member_with(ADDRESS)) == (1, guest)
    assert "Siden er for forummets medlemmer" in client.get(address).content.decode()
    clock.shift(timedelta(days=30))
    assert (seen(guest), member_with(ADDRESS), guest.as_viewer().grants) == ((0, [], []), None, frozenset())
    assert "Din adgang er slut" in client.get(address).content.decode()
    later = NOW + timedelta(days=30)
    assert retention.forget(now=later)["Adgang uden plads"] == 1
    assert Grant.objects.get().ended_at == later


def test_it_is_taken_back(cast: Cast, meeting: Meeting) -> None:
    guest = granted(meeting, cast)
    granted(meeting, cast)  # once more is the same one
    assert Grant.objects.count() == 1
    grants.take_back(grants=Grant.objects.filter(member=guest), by=cast.secretary, now=NOW)
    assert (seen(guest)[0], member_with(ADDRESS)) == (0, None)
    granted(meeting, cast)
    assert (seen(guest)[0], Grant.objects.count()) == (1, 2)


def test_a_guest_is_no_member(cast: Cast, meeting: Meeting, client_for: Any) -> None:
    guest = granted(meeting, cast)
    found = Member.objects.visible_to(cast.head.as_viewer())
    assert (found.filter(pk=guest.pk).count(), found.count()) == (0, len(cast.everyone()))
    assert Member.objects.visible_to(SYSTEM).filter(pk=guest.pk).exists()
    assert not Member.objects.active().filter(pk=guest.pk).exists()
    assert client_for(cast.head).get(f"/medlemmer/{guest.pk}/").status_code == 404


def test_whoever_has_left_comes_back_as_a_guest(cast: Cast, meeting: Meeting) -> None:
    Member.objects.filter(pk=cast.former.pk).update(email=ADDRESS, is_active=False, left_at=NOW)
    assert member_with(ADDRESS) is None
    guest = granted(meeting, cast)
    assert (guest.pk, guest.is_guest, seen(guest)[0], member_with(ADDRESS)) == (cast.former.pk, True, 1, guest)


def test_a_private_row_is_its_owners_alone(cast: Cast, meeting: Meeting) -> None:
    note = world.make_note(meeting.items.get(number=1))
    NoteDraft.objects.create(note=note, member=cast.secretary, text="Mit eget", note_revision=1)
    second = Member.objects.create_user("bo@example.dk", "Bo", is_secretariat=True)
    sees = [NoteDraft.objects.visible_to(viewer).count() for viewer in (cast.secretary.as_viewer(), second.as_viewer())]
    assert (sees, NoteDraft.objects.visible_to(SYSTEM).count()) == ([1, 0], 0)
    private = [model.__name__ for model in apps.get_models() if issubclass(model, Protected) and model.owner_only]
    assert private == ["OwnDataPdf", "NoteDraft"]
