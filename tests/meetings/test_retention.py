"""Named substitutes are forgotten after the term, in answers and in history; the minutes keep who was there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from forum.mail.models import OutboxMail
from forum.membership import retention
from forum.people.models import Grant, Member
from meetings.attendance import actions
from meetings.attendance.models import Attendance, Guest
from meetings.convocation.actions import guests, substitutes
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from tests import world
from tests.world import NOW

RULE = "Navne på stedfortrædere"


@pytest.fixture(autouse=True)
def _no_demo(settings: Any) -> None:
    settings.DEMO = False


def names() -> tuple[list[str], list[str]]:
    """In the answers, and in their history."""
    rows = Attendance.objects.order_by("pk").values_list("substitute_name", flat=True)
    events = apps.get_model("meetings", "AttendanceEvent").objects.order_by("pgh_id")
    return list(rows), sorted(set(events.values_list("substitute_name", flat=True)))


def test_names_go_a_year_after_the_meeting(cast: world.Cast, meeting: Meeting) -> None:
    told: dict[str, Any] = {"meeting": meeting, "answer": "substitute", "by": cast.head, "now": NOW, "via": "page"}
    for member, name in ((cast.head, "Oda Brix"), (cast.head, "Kaj Lund"), (cast.ski, "Ida Juul")):
        actions.answer(seat=world.seat_of(member), substitute_name=name, **told)
    world.make_minutes(meeting)
    Attendance.objects.filter(seat=world.seat_of(cast.ski)).update(was_present=True)
    before = ["Kaj Lund", "Ida Juul"], ["Ida Juul", "Kaj Lund", "Oda Brix"]

    assert retention.forget(now=meeting.end + timedelta(days=364))[RULE] == 0
    assert names() == before
    assert retention.forget(now=meeting.end + timedelta(days=366))[RULE] == 3
    assert names() == (["(navn slettet)", "Ida Juul"], ["(navn slettet)", "Ida Juul"])
    assert retention.forget(now=meeting.end + timedelta(days=367))[RULE] == 0


def test_the_demo_keeps_its_invented_names(cast: world.Cast, meeting: Meeting, settings: Any) -> None:
    settings.DEMO = True
    world.make_answer(meeting, world.seat_of(cast.head), "substitute", substitute_name="Oda Brix")
    assert retention.forget(now=meeting.end + timedelta(days=366))[RULE] == 0


ADDRESSES = "Gæsters og stedfortræderes mailadresser og svar"


def test_a_guests_address_goes_90_days_after_the_approval_and_the_name_in_the_minutes_stays(
    cast: world.Cast, meeting: Meeting
) -> None:
    """One was there and one was not; a third one stood in for a seat. The minutes say what they said."""
    by: dict[str, Any] = {"by": cast.secretary, "now": NOW}
    came = world.make_guest(meeting, by=cast.secretary, email="anna@example.dk")
    away = world.make_guest(meeting, by=cast.secretary, email="bo@example.dk", name="Bo Ek")
    for guest in (came, away):
        guests.answer_as_guest(guest=guest, answer="yes", via="mail", start=meeting.start, **by)
    named: Any = {"answer": "substitute", "substitute_name": "Åse Kvist", "substitute_email": "aase@example.dk"}
    substitutes.answer(meeting=meeting, seat=world.seat_of(cast.head), via="page", **named | by)
    Guest.objects.filter(pk=came.pk).update(was_present=True)
    Attendance.objects.update(was_present=True)
    approved = meeting.end + timedelta(days=20)
    minutes = world.make_minutes(meeting, state="remarks")
    said = minutes.content_hash()
    Minutes.objects.update(state="approved", approved_at=approved, approved_hash=said)

    def known() -> list[str]:
        events = apps.get_model("meetings", "GuestEvent").objects.values_list("name", "answer").distinct()
        people = Member.objects.filter(is_guest=True, pseudonymised_at=None).values_list("email", flat=True)
        return [*sorted(people), *sorted("/".join(event) for event in events if event[1])]

    before = ["aase@example.dk", "anna@example.dk", "bo@example.dk", "Anna Ekspert/yes", "Bo Ek/yes"]
    assert retention.forget(now=approved + timedelta(days=89))[ADDRESSES] == 0
    assert known() == before
    assert retention.forget(now=approved + timedelta(days=91))[ADDRESSES] == 3
    assert known() == []
    left = list(Guest.objects.order_by("pk").values_list("name", "organisation", "member", "answer"))
    assert left == [("Anna Ekspert", "Teknologisk Institut", None, ""), ("(navn slettet)", "", None, "")]
    assert (Attendance.objects.get().substitute_name, Attendance.objects.get().substitute) == ("Åse Kvist", None)
    assert Minutes.objects.get().content_hash() == said
    mails = OutboxMail.objects.filter(kind__startswith="meetings.").values_list("to_address", "text").distinct()
    assert {address.rpartition("@")[2] for address, text in mails} == {"eksempel.invalid"}
    assert retention.forget(now=approved + timedelta(days=92))[ADDRESSES] == 0


def test_whoever_was_taken_off_is_forgotten_and_whoever_comes_again_is_not(cast: world.Cast, meeting: Meeting) -> None:
    gone = world.make_guest(meeting, by=cast.secretary, email="bo@example.dk", name="Bo Ek")
    guests.take_off_guest(guest=gone, by=cast.secretary, now=NOW)
    later = NOW + timedelta(days=91)
    again = world.make_meeting(slug="senere", start=later + timedelta(days=5))
    person: Any = gone.member
    Grant.objects.create(
        kind="guest", member=person, thing="meetings.meeting", thing_id=again.pk, given_by=cast.secretary,
        since=NOW, until=later + timedelta(days=6),
    )  # fmt: skip
    assert retention.forget(now=later)[ADDRESSES] == 1
    assert Member.objects.filter(email="bo@example.dk").exists()
    Grant.objects.update(ended_at=NOW)
    retention.forget(now=later)
    assert not Member.objects.filter(email="bo@example.dk").exists()
