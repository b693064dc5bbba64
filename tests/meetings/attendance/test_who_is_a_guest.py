"""Who may be a guest: nobody on the suppliers' side of what is closed to them, nobody who is convened anyway."""

from __future__ import annotations

from typing import Any

from forum.membership.actions.invitations import invite
from forum.people.models import Grant
from meetings.attendance.models import Guest
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.attendance.test_answers import ClientFor
from tests.meetings.attendance.test_guests import path
from tests.world import NOW, Cast


def test_nobody_is_a_guest_of_what_they_must_not_read_or_are_called_to(
    meeting: Meeting, cast: Cast, client_for: ClientFor
) -> None:
    office, first = client_for(cast.secretary), world.make_item(meeting, 1)
    closed = world.make_item(meeting, 2, title="Sag 2", audience="authorities")
    page = office.get(path(meeting, "gaester/")).content.decode()
    assert page.count("Kun ordregivere") == page.count('Sag 2 <span class="muted"><svg class="icon-svg icon-small') == 1
    typed = {"name": "Camilla Bech", "email": cast.supplier.email, "part": "items", "items": [first.pk]}

    def refused(**more: Any) -> dict[str, Any]:
        return dict(office.post(path(meeting, "gaester/"), typed | more).context["form"].errors)

    assert refused() == {"email": ["Camilla Bech er medlem og allerede indkaldt til mødet."]}
    assert refused(email=cast.head.email, items=[closed.pk]) == {
        "email": ["Mette Lindholm er medlem og allerede indkaldt til mødet."]
    }
    Meeting.objects.update(audience="authorities")  # the supplier is not called to it
    sits = "Camilla Bech har en plads for Fjordtek A/S og må ikke læse det, som kun er for ordregivere. "
    rest = "Vælg åbne punkter, eller inviter en anden."
    assert refused(items=[closed.pk]) == {"items": [sits + rest]}
    assert refused(part="authorities") == {"part": [sits + rest]}
    Meeting.objects.update(audience="members")
    asked: dict[str, Any] = {"name": "Bo Ek", "seat": world.seat_of(cast.supplier), "is_substitute": True}
    invite(email="bo@example.dk", by=cast.secretary, now=NOW, **asked)
    bo = {"name": "Bo Ek", "email": "bo@example.dk"}
    assert refused(**bo, items=[first.pk, closed.pk]) == {
        "items": ["Bo Ek er inviteret til en plads for Fjordtek A/S" + sits.partition("A/S")[2] + rest]
    }
    assert office.post(path(meeting, "gaester/"), typed | bo).status_code == 302
    guest = Guest.objects.get()
    wider = typed | bo | {"items": [closed.pk], "revision": guest.revision}
    assert list(office.post(f"/moeder/gaest/{guest.pk}/", wider).context["form"].errors) == ["items"]
    assert Grant.objects.get().audience == "members"
