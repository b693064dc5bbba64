"""Who is no longer called: the meetings to come go out of the calendar, and nothing about them comes later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from icalendar import Calendar

from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.membership.actions import members, seats
from forum.people.models import Member, Seat
from meetings.convocation.actions.meeting import cancel_meeting
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.conftest import call
from tests.sink import Sink, said

NOW = world.NOW
KIND = "meetings.withdrawn"


@pytest.fixture
def called(cast: world.Cast, sink: Sink) -> Meeting:
    """A meeting that everyone has in the calendar, a second one whose mails have not gone, and a third long over."""
    meeting = world.make_meeting(state="planned", agenda_version=0)
    call(meeting, cast)
    delivery.send_due(now=world.SENT)
    queued = world.make_meeting(slug="senere", start=NOW + timedelta(days=60), state="planned", agenda_version=0)
    call(queued, cast)
    sink.mails.clear()
    meeting.refresh_from_db()
    return meeting


def hand_over(cast: world.Cast, seat: Seat | None = None) -> None:
    to = Member.objects.create_user("ny@example.dk", "Ny")
    seats.hand_over(seat=seat or world.seat_of(cast.head), to=to, by=cast.secretary, now=NOW)


LOSSES: dict[str, Callable[[world.Cast], object]] = {
    "handed over": hand_over,
    "leaves": lambda cast: members.leave(member=cast.head, by=cast.head, now=NOW),
    "account closed": lambda cast: members.leave(member=cast.head, by=cast.secretary, now=NOW),
    "seat closed": lambda cast: seats.close_seat(seat=world.seat_of(cast.head), by=cast.secretary, now=NOW),
    "holding ended": lambda cast: seats.end_holding(
        holding=cast.head.holdings.get(until=None), by=cast.secretary, now=NOW
    ),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_who_loses_a_seat_loses_the_meeting_from_the_calendar(
    called: Meeting, cast: world.Cast, sink: Sink, loss: str
) -> None:
    LOSSES[loss](cast)
    delivery.send_due(now=world.SENT)
    mine = {mail["Subject"]: mail for mail in sink.mails if mail["To"] == cast.head.email}
    (withdrawn,) = [mail for subject, mail in mine.items() if subject.startswith("Ikke længere indkaldt: ")]
    (part,) = [part for part in withdrawn.walk() if part.get_content_type() == "text/calendar"]
    assert (part.get_param("method"), part.get_param("charset")) == ("CANCEL", "utf-8")
    (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == (f"{called.uid}@forum", 1, "CANCELLED")
    assert str(event["ATTENDEE"]) == f"mailto:{cast.head.email}"
    (farewell,) = [mail for mail in mine.values() if mail is not withdrawn]
    assert "Du er også taget af de kommende møder. Du får en mail om mødet" in said(farewell)


def test_what_happens_to_the_meeting_afterwards_is_not_told(called: Meeting, cast: world.Cast, sink: Sink) -> None:
    hand_over(cast)
    delivery.send_due(now=world.SENT)
    called.refresh_from_db()
    sink.mails.clear()
    cancel_meeting(meeting=called, reason="Sygdom", by=cast.secretary, now=NOW)
    delivery.send_due(now=world.SENT)
    told = {mail["To"] for mail in sink.mails}
    assert (cast.head.email in told, cast.lead.email in told, "ny@example.dk" in told) == (False, True, True)


def test_who_is_called_for_another_seat_keeps_it(called: Meeting, cast: world.Cast) -> None:
    first = world.seat_of(cast.head)
    second = seats.open_seat(organisation=world.organisation("Vejle"), by=cast.secretary, now=NOW)
    seats.hand_over(seat=second, to=cast.head, by=cast.secretary, now=NOW)
    seats.close_seat(seat=first, by=cast.secretary, now=NOW)
    assert not OutboxMail.objects.filter(kind=KIND).exists()


def test_who_stood_in_for_a_vacant_seat_gives_way_to_its_holder(called: Meeting, cast: world.Cast) -> None:
    seat, standing_by = world.seat_of(cast.head), Member.objects.create_user("vikar@example.dk", "Vikar")
    seats.hand_over(seat=seat, to=standing_by, by=cast.secretary, now=NOW, is_substitute=True)
    seats.end_holding(holding=cast.head.holdings.get(until=None), by=cast.secretary, now=NOW)
    call(called, cast)  # the substitute, who is the seat's receiver now
    delivery.send_due(now=world.SENT)
    assert OutboxMail.objects.filter(kind="meetings.convocation", to_member=standing_by).exists()
    hand_over(cast, seat)
    told = OutboxMail.objects.filter(kind=KIND).values_list("to_address", flat=True)
    assert set(told) == {cast.head.email, "vikar@example.dk"}


def test_who_gets_the_seat_back_before_the_mail_goes_keeps_the_meeting(called: Meeting, cast: world.Cast) -> None:
    seat = world.seat_of(cast.head)
    hand_over(cast)
    seats.hand_over(seat=seat, to=cast.head, by=cast.secretary, now=NOW)
    delivery.send_due(now=world.SENT)
    (mail,) = OutboxMail.objects.filter(kind=KIND, to_address=cast.head.email)
    assert (mail.state, mail.error) == (OutboxMail.State.DROPPED, "Modtageren er indkaldt igen.")
