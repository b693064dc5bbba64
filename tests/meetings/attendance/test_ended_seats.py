"""A seat that has ended, and a holding that has: who sat there is called, told and let in no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from forum.base.visibility import SYSTEM
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member, Seat, SeatHolding
from meetings.agenda.models import AgendaItem
from meetings.attendance.attendees import attendees
from meetings.convocation.mail import RsvpLink
from meetings.followup import reminders as followup
from meetings.meeting.models import Meeting
from meetings.minutes.models import recipients_of
from tests import world
from tests.meetings.conftest import call, local
from tests.world import NOW, Cast

YESTERDAY = local("2026-11-22 12:00").date()
WAYS = {
    "the person's time in the seat": lambda cast: SeatHolding.objects.filter(member=cast.head).update(until=YESTERDAY),
    "the seat itself": lambda cast: Seat.objects.filter(holdings__member=cast.head).update(until=YESTERDAY),
}


@pytest.fixture(params=WAYS)
def end(request: Any, cast: Cast) -> Callable[[], object]:
    return lambda: WAYS[request.param](cast)


def called(meeting: Meeting) -> set[str]:
    return {member.name for one in attendees(meeting, SYSTEM, NOW) for member in one.reminded}


def test_they_are_not_called(end: Callable[[], object], meeting: Meeting, cast: Cast) -> None:
    assert cast.head.name in called(meeting)
    end()
    assert cast.head.name not in called(meeting)


def test_they_get_no_minutes_and_see_no_papers(end: Callable[[], object], meeting: Meeting, cast: Cast) -> None:
    item = world.make_item(meeting)
    assert cast.head in [one.member for one in recipients_of(meeting, NOW)]
    assert AgendaItem.objects.visible_to(cast.head.as_viewer()).get() == item
    end()
    assert cast.head not in [one.member for one in recipients_of(meeting, NOW)]
    assert not AgendaItem.objects.visible_to(cast.head.as_viewer()).exists()


def test_a_mail_that_waits_for_them_does_not_go(end: Callable[[], object], meeting: Meeting, cast: Cast) -> None:
    Meeting.objects.update(state="planned", agenda_version=0, convened_at=None)
    meeting.refresh_from_db()
    call(meeting, cast)
    assert delivery.why_not_send(OutboxMail.objects.get(to_member=cast.head), NOW) == ""
    end()
    assert delivery.why_not_send(OutboxMail.objects.get(to_member=cast.head), NOW) != ""


def test_nor_when_they_have_another_seat(end: Callable[[], object], meeting: Meeting, cast: Cast) -> None:
    """Still a member, but the mail asks for, and tells of, the seat that is no longer theirs."""
    Meeting.objects.update(state="planned", agenda_version=0, convened_at=None)
    meeting.refresh_from_db()
    call(meeting, cast)
    end()
    other = Seat.objects.create(organisation=world.organisation("Vejle"), since=YESTERDAY)
    SeatHolding.objects.create(seat=other, member=cast.head, since=YESTERDAY)
    mail = OutboxMail.objects.get(to_member=cast.head)
    assert delivery.why_not_send(mail, NOW) == "Modtageren har ikke længere pladsen."


def test_who_has_another_seat_answers_no_more_for_the_ended_one(
    end: Callable[[], object], meeting: Meeting, cast: Cast, client_for: Callable[[Member | None], Client]
) -> None:
    """Still a member, with a link from before."""
    seat = world.seat_of(cast.head)
    other = Seat.objects.create(organisation=world.organisation("Vejle"), since=YESTERDAY)
    link = f"/moeder/svar/{RsvpLink(meeting.pk, seat.pk, cast.head.pk, meeting.start).token()}/"
    assert client_for(None).get(link).status_code == 200
    end()
    SeatHolding.objects.create(seat=other, member=cast.head, since=YESTERDAY)
    assert client_for(None).post(link, {"answer": "yes"}).status_code == 410
    meeting_url = f"/moeder/{meeting.slug}/svar/"
    assert client_for(cast.head).post(meeting_url, {"seat": seat.pk, "answer": "yes"}).status_code == 403
    assert client_for(cast.head).post(meeting_url, {"seat": other.pk, "answer": "yes"}).status_code == 302


def test_nobody_is_reminded_of_the_actions_of_an_ended_holding(meeting: Meeting, cast: Cast) -> None:
    item = world.make_item(meeting)
    world.make_minutes(meeting, released_at=NOW.replace(month=10))
    world.make_action(item, world.seat_of(cast.head), due=NOW.date())
    SeatHolding.objects.filter(member=cast.head).update(until=YESTERDAY)
    followup.plan_reminders(now=NOW)
    assert not OutboxMail.objects.exists()
