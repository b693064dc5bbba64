"""By when an answer is asked for: never a moment that has passed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from forum.base.visibility import SYSTEM
from forum.mail.models import OutboxMail
from forum.people.models import Member
from meetings.attendance.attendees import attendees
from meetings.convocation.actions import convene
from meetings.convocation.forms import MeetingForm
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.conftest import At, call, local
from tests.meetings.convocation.test_convocation import mails, press

ClientFor = Callable[[Member | None], Client]


@pytest.fixture
def planned(cast: world.Cast) -> Meeting:
    return world.make_meeting(state="planned", agenda_version=0)


def test_nobody_is_asked_to_answer_before_a_day_that_has_passed(
    planned: Meeting, cast: world.Cast, client_for: ClientFor, at: At
) -> None:
    client, later = client_for(cast.secretary), planned.rsvp_deadline + timedelta(hours=1)
    assert press(client_for(cast.secretary), f"/moeder/{planned.slug}/indkald/") == 302  # in time
    Meeting.objects.update(state="planned", convened_at=None)
    OutboxMail.objects.all().delete()
    at(later)
    page = client.get(f"/moeder/{planned.slug}/indkald/").content.decode()
    assert "Svarfristen er passeret. Ret mødet, og vælg en senere svarfrist, før du indkalder." in page
    press(client, f"/moeder/{planned.slug}/indkald/")
    assert (OutboxMail.objects.count(), Meeting.objects.get().state) == (0, "planned")


def test_who_is_called_after_the_deadline_may_answer_until_the_meeting(planned: Meeting, cast: world.Cast) -> None:
    call(planned, cast)
    in_time = mails()["mette"]
    OutboxMail.objects.all().delete()
    convene.call_newcomers(
        planned,
        {(world.seat_of(cast.head).pk, cast.head.pk)},
        planned.rsvp_deadline + timedelta(hours=1),
        attendees(planned, SYSTEM, world.NOW),
    )
    late = mails()["mette"]
    start = "torsdag den 17. december 2026 kl. 10.00"
    assert [f"Svarfrist: {start}" in text for text in (in_time.text, late.text)] == [False, True]
    assert late.html.count(start) == in_time.html.count(start) + 1  # said once


@pytest.mark.parametrize(
    ("now", "deadline"),
    [
        ("2026-11-16 09:00", "2026-11-30 12:00"),  # ten working days before Monday 14 December
        ("2026-12-11 09:00", "2026-12-11 12:00"),  # the last working day before
        ("2026-12-11 12:00", "2026-12-14 10:00"),  # noon has struck: until the meeting begins
        ("2026-12-12 22:46", "2026-12-14 10:00"),  # a Saturday evening
        ("2026-12-13 00:42", "2026-12-14 10:00"),  # nobody answers by Sunday noon
        ("2026-12-14 08:00", "2026-12-14 10:00"),
    ],
)
def test_the_deadline_that_is_left_to_us_is_never_past(now: str, deadline: str) -> None:
    form = MeetingForm(
        {"title": "Møde", "day": "14.12.2026", "begins": "10", "ends": "15", "audience": "members"}, now=local(now)
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["rsvp_deadline"] == local(deadline)
