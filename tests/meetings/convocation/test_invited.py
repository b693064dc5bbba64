"""Those who are invited and have not said yes: named when the others are called, and asked both in one mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from forum.base.dates import near_day
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.membership.actions import invitation_answers, invitations, seats
from forum.membership.models import Invitation
from forum.people.models import Member
from forum.undo.actions import take_back
from forum.undo.models import Undo
from meetings.convocation.actions import convene, reminders
from meetings.convocation.actions.meeting import cancel_meeting, move_meeting
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
    counts = page.context["people"], page.context["people_with_invited"]
    assert f"Send til {counts[1]}</span>" in page.content.decode()  # ticked, the button counts them
    (mail,) = convened(planned, client, invited="ja")
    assert (counts[1], Undo.objects.get().mails) == (counts[0] + 1, counts[0] + 1)
    link = f"/invitation/{invitations.token_of(invited)}/"
    assert (mail.to_address, mail.to_name, mail.is_secret, mail.not_before) == ("ny@x.dk", "Ny Chef", True, world.SENT)
    assert link in mail.text
    assert "Tid: torsdag den 17. december 2026 kl. 10.00-15.00" in mail.text
    assert "Velkomst" not in mail.text + mail.html  # the agenda is for members
    event = Calendar.from_ical(mail.calendar).walk("VEVENT")[0]
    assert (mail.calendar_method, str(event["UID"]), str(event["ATTENDEE"])) == (
        "REQUEST", f"{planned.uid}@forum", "mailto:ny@x.dk"
    )  # fmt: skip
    assert (event["ATTENDEE"].params["PARTSTAT"], "/invitation/" in mail.calendar) == ("NEEDS-ACTION", False)
    assert delivery.why_not_send(mail, NOW) == ""
    first = OutboxMail.objects.get(kind="forum.invitation", to_address="ny@x.dk")
    assert delivery.why_not_send(first, NOW) != ""  # had it waited still, there would be two
    assert client.get(f"/moeder/{planned.slug}/indkald/").context["draft"].invited == []


def test_who_accepts_gets_no_second_mail_and_can_answer(
    planned: Meeting, invited: Invitation, cast: Cast, client_for: ClientFor
) -> None:
    convened(planned, client_for(cast.secretary), invited="ja")
    OutboxMail.objects.filter(kind=BOTH).update(state="sent", sent_at=NOW)
    member = invitation_answers.accept(token=invitations.token_of(invited), name="Ny Chef", by=None, now=NOW)
    later = NOW + timedelta(minutes=5)
    reminders.plan_mail(now=later)
    assert not OutboxMail.objects.filter(to_member=member).exists()
    assert convene.not_yet_called(Meeting.objects.get(), later) == []
    answer = client_for(member).post(f"/moeder/{planned.slug}/svar/", {"seat": invited.seat_id, "answer": "yes"})
    assert answer.status_code == 302
    assert planned.attendances.get().answered_by == member
    seats.end_holding(holding=member.holdings.get(), by=cast.secretary, now=later)
    gone = OutboxMail.objects.get(kind="meetings.withdrawn")
    assert (gone.to_address, gone.calendar_method) == ("ny@x.dk", "CANCEL")  # what the one mail had put in the calendar


def test_who_accepts_before_it_has_gone_is_called_like_the_others(
    planned: Meeting, invited: Invitation, cast: Cast, client_for: ClientFor
) -> None:
    (mail,) = convened(planned, client_for(cast.secretary), invited="ja")
    member = invitation_answers.accept(token=invitations.token_of(invited), name="Ny Chef", by=None, now=NOW)
    assert delivery.why_not_send(mail, NOW) != ""
    reminders.plan_mail(now=NOW + timedelta(minutes=5))
    assert OutboxMail.objects.get(to_member=member).kind == "meetings.convocation"


def test_it_carries_the_personal_line_and_the_page_says_the_same_meeting(
    planned: Meeting, invited: Invitation, cast: Cast, client_for: ClientFor, client: Client
) -> None:
    Invitation.objects.update(greeting="Tak for snakken i går.")
    sooner = world.make_meeting(start=NOW + timedelta(days=3), end=NOW + timedelta(days=3, hours=1))
    path = f"/invitation/{invitations.token_of(invited)}/"
    assert f"næste gang {near_day(sooner.start, NOW)}" in client.get(path).content.decode()
    (mail,) = convened(planned, client_for(cast.secretary), invited="ja")
    assert ("Tak for snakken i går." in mail.text, "Tak for snakken i går." in mail.html) == (True, True)
    assert mail.subject == "Vil du være med i KL's samarbejdsforum? Vi mødes 17. december"
    page = client.get(path).content.decode()
    assert ("du er indkaldt til mødet 17. december" in page, "næste gang" in page) == (True, False)


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


def decline(invited: Invitation, by: Member) -> None:
    invitation_answers.decline_invitation(token=invitations.token_of(invited), answer="", by=None, now=NOW)


def withdraw(invited: Invitation, by: Member) -> None:
    invitations.withdraw(invitation=invited, by=by, now=NOW)


def elsewhere(invited: Invitation, by: Member) -> None:
    invitations.send_again(invitation=invited, email="rigtig@x.dk", by=by, now=NOW)


def given_to_another(invited: Invitation, by: Member) -> None:
    assert invited.seat
    other = Member.objects.create_user("tredje@x.dk", "Tredje")
    seats.hand_over(seat=invited.seat, to=other, is_substitute=False, by=by, now=NOW)


def cancel(invited: Invitation, by: Member) -> None:
    cancel_meeting(meeting=Meeting.objects.get(), reason="Sygdom", by=by, now=NOW)


@pytest.mark.parametrize("end", [decline, withdraw, elsewhere, given_to_another, cancel])
def test_it_goes_out_of_the_calendar_when_nothing_comes_of_it(
    planned: Meeting, invited: Invitation, cast: Cast, client_for: ClientFor, end: Callable[[Invitation, Member], None]
) -> None:
    convened(planned, client_for(cast.secretary), invited="ja")
    office, path = client_for(cast.secretary), f"/moeder/{planned.slug}/indkald/"
    OutboxMail.objects.filter(kind=BOTH).update(state="sent", sent_at=NOW)
    invited.refresh_from_db()
    end(invited, cast.secretary)
    mail = OutboxMail.objects.get(kind="meetings.invited_off")
    event = Calendar.from_ical(mail.calendar).walk("VEVENT")[0]
    assert (mail.to_address, mail.calendar_method, str(event["UID"])) == ("ny@x.dk", "CANCEL", f"{planned.uid}@forum")
    assert (event["SEQUENCE"], delivery.why_not_send(mail, NOW)) == (1, "")
    # At another address it is offered anew
    assert [one.email for one in office.get(path).context["draft"].invited] == ["rigtig@x.dk"] * (end is elsewhere)


def test_what_never_reached_the_calendar_is_not_called_off(
    planned: Meeting, invited: Invitation, cast: Cast, client_for: ClientFor
) -> None:
    (mail,) = convened(planned, client_for(cast.secretary), invited="ja")
    invited.refresh_from_db()
    withdraw(invited, cast.secretary)
    assert delivery.why_not_send(mail, NOW) == "Invitationen er ikke længere åben."
    assert not OutboxMail.objects.filter(kind="meetings.invited_off").exists()


def test_it_is_moved_with_the_meeting(planned: Meeting, invited: Invitation, cast: Cast, client_for: ClientFor) -> None:
    convened(planned, client_for(cast.secretary), invited="ja")
    OutboxMail.objects.filter(kind=BOTH).update(state="sent", sent_at=NOW)
    for fields in ({"place": "Odense"}, {"start": planned.start + timedelta(hours=1)}):
        meeting = Meeting.objects.get()
        move_meeting(meeting=meeting, revision=meeting.revision, by=cast.secretary, now=NOW, note="Lokalet", **fields)
    mails = OutboxMail.objects.filter(kind=BOTH).order_by("pk")
    events = [Calendar.from_ical(mail.calendar).walk("VEVENT")[0] for mail in mails]
    told = [(event["SEQUENCE"], str(event["LOCATION"]), event.decoded("DTSTART").hour) for event in events]
    assert told == [(0, planned.place, 10), (1, "Odense", 10), (2, "Odense", 11)]
    last = mails.last()
    assert last is not None
    assert ("Lokalet" in last.text, delivery.why_not_send(last, NOW)) == (True, "")


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
