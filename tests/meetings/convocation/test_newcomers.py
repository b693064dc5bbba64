"""Whoever gets a seat when a meeting has been called is called too, by the planner, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.mail.models import OutboxMail
from forum.people.models import Member, SeatHolding
from meetings.convocation.actions import convene, reminders
from meetings.convocation.actions.meeting import cancel_meeting
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.conftest import At, call, local, plan_and_send
from tests.sink import Sink

LATER = world.NOW + timedelta(days=2)


@pytest.fixture
def called(cast: world.Cast) -> Meeting:
    meeting = world.make_meeting(state="planned", agenda_version=0)
    call(meeting, cast)
    return meeting


def seat_newcomer(cast: world.Cast, since: str = "2026-11-25") -> Member:
    heir = Member.objects.create_user("ny@example.dk", "Ny Chef")
    seat = world.seat_of(cast.head)
    SeatHolding.objects.filter(member=cast.head).update(until=local(since).date())
    SeatHolding.objects.create(seat=seat, member=heir, since=local(since).date())
    return heir


def mails_to(member: Member) -> list[str]:
    return list(OutboxMail.objects.filter(to_member=member).order_by("pk").values_list("kind", flat=True))


def test_a_newcomer_is_called_once_with_a_calendar_part(called: Meeting, cast: world.Cast, at: At, sink: Sink) -> None:
    assert plan_and_send(world.SENT) == 6
    heir = seat_newcomer(cast)
    at(LATER)
    assert [plan_and_send(LATER) for _ in range(3)] == [1, 0, 0]
    mail = OutboxMail.objects.get(to_member=heir)
    assert (mail.kind, mail.calendar_method, mail.state) == ("meetings.convocation", "REQUEST", "sent")
    assert convene.not_yet_called(called, LATER) == []


@pytest.mark.parametrize("what", ["planned", "cancelled", "over"])
def test_nobody_is_called_to_what_is_not_to_come(called: Meeting, cast: world.Cast, what: str) -> None:
    heir, now = seat_newcomer(cast), LATER
    if what == "cancelled":
        cancel_meeting(meeting=called, reason="Sygdom", by=cast.secretary, now=LATER)
        OutboxMail.objects.filter(to_member=heir).delete()
    elif what == "planned":
        Meeting.objects.update(state="planned", convened_at=None)
    else:
        now = called.end
    reminders.plan_mail(now=now)
    assert mails_to(heir) == []


def test_a_newcomer_after_a_reminders_day_gets_the_convocation_alone(called: Meeting, cast: world.Cast) -> None:
    heir = seat_newcomer(cast, since="2026-12-12")
    reminders.plan_mail(now=local("2026-12-12 12:00"))
    assert mails_to(heir) == ["meetings.convocation"]
    reminders.plan_mail(now=local("2026-12-16 10:00"))
    assert mails_to(heir) == ["meetings.convocation", "meetings.reminder"]
