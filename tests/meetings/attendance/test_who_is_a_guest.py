"""Who may be a guest: nobody on the suppliers' side of what is closed to them, nobody who is convened anyway."""

from __future__ import annotations

from typing import Any

from django.test import Client

from forum.mail.models import OutboxMail
from forum.membership.actions.invitations import invite
from forum.people.models import Grant
from meetings.attendance.models import Guest
from meetings.convocation.actions.guests import take_off_guest
from meetings.convocation.mail import RsvpLink
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


def test_what_is_closed_to_its_guest_or_taken_back_says_so(meeting: Meeting, cast: Cast, client_for: ClientFor) -> None:
    first = world.make_item(meeting, 1, title="Sag 1")
    guest = world.make_guest(meeting, first, by=cast.secretary, email="anna@example.dk")
    office, mailed = client_for(cast.secretary), OutboxMail.objects.get(to_address="anna@example.dk").text
    read = next(line for line in mailed.splitlines() if line.endswith("?laes=ja")).partition("://")[2]
    read = read[read.index("/") :]
    shut = "Anna Ekspert er inviteret som gæst til punktet og kan ikke længere læse det. Ret det under Gæster."
    told = []
    for revision, audience in enumerate(("authorities", "members", "secretariat"), start=1):
        sent = {"audience": audience, "revision": revision}
        page = office.post(f"/moeder/punkt/{first.pk}/laesere/", sent, follow=True)
        told.append(shut in str(next(iter(page.context["messages"]))))
    assert told == [True, False, True]
    own = client_for(guest.member).get(path(meeting)).content.decode()
    assert ("Dagsordenen er klar" in own, "er ikke klar endnu" in own) == (True, False)
    assert "Dine punkter kan ikke læses lige nu." in own
    # The link to what the guest is there for leads there, or says why it does not, and whom to write to
    assert Client().get(read)["Location"] == path(meeting)
    take_off_guest(guest=guest, by=cast.secretary, now=NOW)
    dead = Client().get(read)
    assert (dead.status_code, "mailto:" in dead.content.decode()) == (410, True)
    stranger = RsvpLink(meeting.pk, world.seat_of(cast.head).pk, cast.lead.pk, meeting.start).token()
    assert "Du er ikke stedfortræder til mødet længere." in Client().get(f"/moeder/svar/{stranger}/").content.decode()
