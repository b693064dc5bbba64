"""The demo's meetings: true in the past, always soon, and there once however often they are sown."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from forum.management.seed.meetings import next_day
from forum.models import Member, OutboxMail
from forum.workdays import is_avoided
from meetings.models import AgendaItem, Attachment, Attendance, Meeting
from tests import world
from tests.meetings.conftest import At, local

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(at: At) -> None:
    at(world.NOW)


def counts() -> list[int]:
    return [model._base_manager.count() for model in (Meeting, AgendaItem, Attachment, Attendance, OutboxMail)]


def test_the_demo_has_its_meetings_once() -> None:
    call_command("seed_demo")
    before = counts()
    call_command("seed_demo")
    assert counts() == before
    august = Meeting.objects.get(slug="2019-08-22")
    assert (august.start, august.end) == (local("2019-08-22 10:00"), local("2019-08-22 15:00"))
    assert august.place == "KL-Huset, Weidekampsgade 10, København S"
    coming = Meeting.objects.get(start__gt=world.NOW)
    assert (coming.state, coming.agenda_version) == ("released", 1)
    karen = Member.objects.get(email="karen.dahl@example.dk")
    assert AgendaItem.objects.filter(meeting=coming, audience="authorities").count() == 1
    assert AgendaItem.objects.filter(meeting=coming, disqualified=karen).count() == 1
    assert all(paper.file.path.is_file() for paper in Attachment.objects.select_related("file"))


@pytest.mark.parametrize(
    "today", [date(2026, 11, 23), date(2027, 1, 25), date(2027, 3, 1), date(2027, 6, 21), date(2027, 12, 2)]
)
def test_the_next_meeting_is_a_thursday_soon_when_people_come(today: date) -> None:
    day = next_day(today)
    assert (day.weekday(), is_avoided(day)) == (3, False)
    assert 21 <= (day - today).days <= 56
