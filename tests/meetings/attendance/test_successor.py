"""Who gets a seat that has answered is asked whether the answer fits; the predecessor's stays the predecessor's."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from forum.base.visibility import SYSTEM
from forum.front.my_tasks import waiting_for
from forum.mail.models import OutboxMail
from forum.membership.actions import seats
from forum.people.models import Member, Seat
from meetings.attendance.attendees import attendees
from meetings.attendance.models import Attendance
from meetings.attendance.own_answers import own_answers
from meetings.convocation.actions import reminders
from meetings.meeting.models import Meeting
from meetings.minutes.models import presence
from tests import world
from tests.world import NOW, Cast

ClientFor = Callable[[Member | None], Client]
LATER = NOW + timedelta(days=1)
ASKED = "Mette Lindholm svarede »Jeg kommer« til mødet torsdag den 17. december. Passer svaret også for dig?"


@pytest.fixture
def heir(cast: Cast) -> Member:
    return cast.former


@pytest.fixture
def seat(meeting: Meeting, cast: Cast) -> Seat:
    """Odense's, whose holder has said yes."""
    seat = world.seat_of(cast.head)
    world.make_answer(meeting, seat, answered_by=cast.head, via="mail")
    return seat


def hand_over(seat: Seat, to: Member, cast: Cast, **also: Any) -> None:
    seats.hand_over(seat=seat, to=to, by=cast.secretary, now=LATER, **also)


def card(member: Member, now: Any = LATER) -> list[str]:
    return [task.what for task in waiting_for(member, member.as_viewer(), now).tasks]


def test_the_card_asks_and_one_press_says_yes(
    meeting: Meeting, seat: Seat, heir: Member, cast: Cast, client_for: ClientFor, clock: Any
) -> None:
    assert card(cast.head) == []
    hand_over(seat, heir, cast)
    clock.move_to(LATER)
    assert card(heir) == ["Mette Lindholm kommer torsdag den 17. december. Passer det også for dig?"]
    own = own_answers(heir, [meeting])[meeting.pk]
    assert (own.comes, own.is_silent) == (False, True)  # nobody's calendar says yes for them
    html = client_for(heir).get("/").content.decode()
    (form,) = re.findall(r"<form(?:(?!</form>).)*Ja, det passer", html, re.S)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    answered = client_for(heir).post(f"/moeder/{meeting.slug}/svar/", fields | {"fra": "hjem"})
    assert answered["Location"] == "/"
    said = Attendance.objects.get()
    assert (said.answer, said.answered_by, card(heir)) == ("yes", heir, [])
    history = world.history(Attendance).order_by("pgh_id")
    assert list(history.values_list("answer", "answered_by")) == [("yes", cast.head.pk), ("yes", heir.pk)]


def test_the_mail_about_the_seat_asks_and_leads_to_one_press(
    meeting: Meeting, seat: Seat, heir: Member, cast: Cast, clock: Any
) -> None:
    hand_over(seat, heir, cast)
    clock.move_to(LATER)
    mail = OutboxMail.objects.get(kind="forum.seat_given")
    assert ASKED in mail.text
    yes, change = re.findall(r"(?:Ja, det passer|Nej, ret svaret): \S+?(/moeder/svar/\S+)", mail.text)
    for path in (yes, change):
        page = Client().get(path).content.decode()
        assert "Passer svaret også for dig?" in page
        assert "Ja, det passer" in page
    assert Attendance.objects.get().answered_by == cast.head
    Client().post(change, {"answer": "no"})
    assert (Attendance.objects.get().answer, Attendance.objects.get().answered_by) == ("no", heir)
    assert "Passer svaret" not in Client().get(change).content.decode()


def test_the_convocation_to_the_successor_asks_too_and_claims_nothing(
    meeting: Meeting, seat: Seat, heir: Member, cast: Cast
) -> None:
    hand_over(seat, heir, cast)
    reminders.plan_mail(now=LATER)
    mail = OutboxMail.objects.get(kind="meetings.convocation", to_member=heir)
    assert (ASKED in mail.text, "Du har svaret" in mail.text + mail.html) == (True, False)
    assert "PARTSTAT=NEEDS-ACTION" in mail.calendar.replace("\r\n ", "")


def test_a_substitute_by_name_fits_with_one_press_too(
    meeting: Meeting, seat: Seat, heir: Member, cast: Cast, client_for: ClientFor, clock: Any
) -> None:
    Attendance.objects.update(answer="substitute", substitute_name="Ida Holm")
    hand_over(seat, heir, cast)
    clock.move_to(LATER)
    assert card(heir) == [
        "Ida Holm kommer i stedet for Mette Lindholm torsdag den 17. december. Passer det også for dig?"
    ]
    html = client_for(heir).get("/").content.decode()
    assert 'name="substitute_name" value="Ida Holm"' in html


def test_what_the_secretariat_or_the_holder_said_since_is_not_asked_again(
    meeting: Meeting, seat: Seat, heir: Member, cast: Cast
) -> None:
    hand_over(seat, heir, cast)
    assert card(heir) != []
    Attendance.objects.update(answered_by=cast.secretary, via="secretariat", answered_at=LATER)
    assert card(heir) == []
    Attendance.objects.update(answered_by=cast.secretary, via="secretariat", answered_at=NOW)
    assert card(heir) != []


def test_a_new_standing_substitute_is_not_asked(meeting: Meeting, seat: Seat, heir: Member, cast: Cast) -> None:
    hand_over(seat, heir, cast, is_substitute=True)
    assert (card(heir), card(cast.head)) == ([], [])
    assert "Passer svaret" not in OutboxMail.objects.get(kind="forum.seat_given").text


def test_the_list_of_who_comes_says_whose_answer_it_is(
    meeting: Meeting, seat: Seat, heir: Member, cast: Cast, client_for: ClientFor
) -> None:
    hand_over(seat, heir, cast)
    (attendee,) = attendees(meeting, SYSTEM, LATER).coming
    assert (attendee.is_inherited, attendee.person) == (True, heir.name)
    for page in ("", "deltagelse/"):
        html = client_for(cast.secretary).get(f"/moeder/{meeting.slug}/{page}").content.decode()
        assert "svaret af <bdi>Mette Lindholm</bdi> før pladsen skiftede" in html


def test_minutes_give_the_predecessors_no_to_the_predecessor(
    meeting: Meeting, seat: Seat, heir: Member, cast: Cast
) -> None:
    Attendance.objects.update(answer="no", was_present=False)
    hand_over(seat, heir, cast)
    assert [guest.name for guest in presence(meeting).excused] == ["Mette Lindholm"]
    Attendance.objects.update(was_present=True)
    assert [guest.name for guest in presence(meeting).present] == [heir.name]
