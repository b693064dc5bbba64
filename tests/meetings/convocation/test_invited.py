"""Those who are invited and have not said yes: named when the others are called, and asked both in one mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.membership.actions import invitation_answers, invitations
from forum.membership.models import Invitation
from forum.people.models import Member
from forum.undo.actions import take_back
from forum.undo.models import Undo
from meetings.convocation.actions import convene, reminders
from meetings.convocation.actions.meeting import move_meeting
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.convocation.test_convocation import press
from tests.world import NOW, Cast

ClientFor = Callable[[Member | None], Client]
BOTH = "meetings.invited"


@pytest.fixture
def invited(cast: Cast) -> Invitation:
    """Somebody asked to Vejle's vacant seat four days ago; and one to a seat that is held, whose holder is called."""
    seat, then = world.organisation("Vejle").seats.get(), NOW - timedelta(days=4)
    asked = invitations.invite(email="ny@x.dk", name="Ny Chef", seat=seat, by=cast.secretary, now=then)
    held = world.seat_of(cast.head)
    invitations.invite(email="anden@x.dk", name="En Anden", seat=held, by=cast.secretary, now=then)
    return asked


@pytest.fixture
def planned(cast: Cast) -> Meeting:
    meeting = world.make_meeting(state="planned", agenda_version=0)
    world.make_item(meeting, 1, title="Velkomst")
    return meeting


def convened(meeting: Meeting, client: Client, **more: str) -> list[OutboxMail]:
    """The mails to the invited when the draft that the page shows is sent."""
    assert press(client, f"/moeder/{meeting.slug}/indkald/", **more) == 302
    return list(OutboxMail.objects.filter(kind=BOTH))


def test_they_are_named_and_get_one_mail_with_both(
    planned: Meeting, invited: Invitation, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.secretary)
    page = client.get(f"/moeder/{planned.slug}/indkald/")
    assert [one.name for one in page.context["draft"].invited] == ["Ny Chef"]
    assert "/invitation/" not in page.content.decode()
    (mail,) = convened(planned, client, invited="ja")
    link = f"/invitation/{invitations.token_of(invited)}/"
    assert (mail.to_address, mail.to_name, mail.is_secret, mail.not_before) == ("ny@x.dk", "Ny Chef", True, world.SENT)
    assert link in mail.text
    assert "Tid: torsdag den 17. december 2026 kl. 10.00-15.00" in mail.text
    assert "Velkomst" not in mail.text + mail.html  # the agenda is for members
    assert delivery.why_not_send(mail, NOW) == ""
    first = OutboxMail.objects.get(kind="forum.invitation", to_address="ny@x.dk")
    assert delivery.why_not_send(first, NOW) != ""  # had it waited still, there would be two
    assert client.get(f"/moeder/{planned.slug}/indkald/").context["draft"].invited == []


def test_who_accepts_gets_no_second_mail_and_can_answer(
    planned: Meeting, invited: Invitation, cast: Cast, client_for: ClientFor
) -> None:
    convened(planned, client_for(cast.secretary), invited="ja")
    member = invitation_answers.accept(token=invitations.token_of(invited), name="Ny Chef", by=None, now=NOW)
    later = NOW + timedelta(minutes=5)
    reminders.plan_mail(now=later)
    assert not OutboxMail.objects.filter(to_member=member).exists()
    assert convene.not_yet_called(Meeting.objects.get(), later) == []
    answer = client_for(member).post(f"/moeder/{planned.slug}/svar/", {"seat": invited.seat_id, "answer": "yes"})
    assert answer.status_code == 302
    assert planned.attendances.get().answered_by == member


def test_who_was_not_sent_both_is_called_when_accepting(
    planned: Meeting, invited: Invitation, cast: Cast, client_for: ClientFor
) -> None:
    assert convened(planned, client_for(cast.secretary)) == []  # the tick was taken away
    member = invitation_answers.accept(token=invitations.token_of(invited), name="Ny Chef", by=None, now=NOW)
    reminders.plan_mail(now=NOW + timedelta(minutes=5))
    assert OutboxMail.objects.get(to_member=member).kind == "meetings.convocation"


def test_a_mail_that_waits_goes_no_more_when_what_it_says_has_changed(
    planned: Meeting, invited: Invitation, cast: Cast, client_for: ClientFor
) -> None:
    (mail,) = convened(planned, client_for(cast.secretary), invited="ja")
    meeting = Meeting.objects.get()
    day = timedelta(days=1)
    when: Any = {"start": meeting.start + day, "end": meeting.end + day, "rsvp_deadline": meeting.rsvp_deadline}
    move_meeting(meeting=meeting, revision=meeting.revision, by=cast.secretary, now=NOW, **when)
    assert delivery.why_not_send(mail, NOW) == "Mødet er flyttet, siden mailen blev skrevet."
    member = invitation_answers.accept(token=invitations.token_of(invited), name="Ny Chef", by=None, now=NOW)
    later = NOW + timedelta(minutes=5)
    reminders.plan_mail(now=later)
    assert OutboxMail.objects.get(to_member=member).kind == "meetings.convocation"  # of the new time


def test_undone_it_leaves_the_invitation_as_it_was(
    planned: Meeting, invited: Invitation, cast: Cast, client_for: ClientFor
) -> None:
    before = Invitation.objects.values().get(pk=invited.pk)
    convened(planned, client_for(cast.secretary), invited="ja")
    assert Invitation.objects.values().get(pk=invited.pk) != before
    take_back(undo=Undo.objects.get(), by=cast.secretary, now=NOW, reason="")
    assert Invitation.objects.values().get(pk=invited.pk) == before
    assert not OutboxMail.objects.filter(kind=BOTH).exists()


def test_an_invitation_sent_anew_makes_the_draft_stale(
    planned: Meeting, invited: Invitation, cast: Cast, client_for: ClientFor
) -> None:
    client, path = client_for(cast.secretary), f"/moeder/{planned.slug}/indkald/"
    revision = client.get(path).context["draft"].revision
    invitations.send_again(invitation=invited, by=cast.secretary, now=NOW)
    assert client.post(path, {"revision": revision, "invited": "ja"}).status_code == 409
    assert not OutboxMail.objects.filter(kind=BOTH).exists()


def test_nobody_outside_is_told_of_a_closed_meeting(invited: Invitation, cast: Cast, client_for: ClientFor) -> None:
    meeting = world.make_meeting(state="planned", agenda_version=0, audience="authorities")
    page = client_for(cast.secretary).get(f"/moeder/{meeting.slug}/indkald/")
    assert page.context["draft"].invited == []
