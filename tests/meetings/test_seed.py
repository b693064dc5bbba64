"""The demo's meetings: true in the past, always soon, and there once however often they are sown."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F
from django.test import Client

from forum import outbox
from forum.demo import CAST
from forum.management.seed.meetings import next_day
from forum.models import Member, OutboxMail
from forum.visibility import paper_for
from forum.workdays import is_avoided
from meetings.models import Action, AgendaItem, Attachment, Attendance, Decision, Meeting, Note
from recommendations.models import Area, AreaUpdate
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


def test_the_casts_convocations_are_left_for_the_sender() -> None:
    call_command("seed_demo")
    call_command("seed_demo")
    waiting = OutboxMail.objects.filter(state=OutboxMail.State.QUEUED)
    called = {part.email for part in CAST if part.key not in {"secretary", "former"}}
    assert (set(waiting.values_list("kind", flat=True)), waiting.count()) == ({"convocation"}, len(called))
    assert set(waiting.values_list("to_address", flat=True)) == called
    assert {(mail.created_at, mail.not_before, outbox.why_not_send(mail)) for mail in waiting} == {
        (world.NOW, world.NOW, "")
    }
    paths = [re.search(r"/moeder/svar/\S+", mail.text) for mail in waiting]
    assert [Client().get(found[0]).status_code for found in paths if found] == [200] * len(called)


def test_the_demos_papers_were_there_when_the_agenda_was_released() -> None:
    call_command("seed_demo")
    late = Attachment.objects.filter(file__created_at__gt=F("item__meeting__released_at"))
    assert (Attachment.objects.exists(), list(late)) == (True, [])


def test_every_area_that_is_led_was_delegated_by_a_meeting_that_day() -> None:
    call_command("seed_demo")
    led = Area.objects.exclude(lead=None)
    held = led.filter(decisions__kind="delegated", decisions__item__meeting__start__date=F("delegated_on"))
    assert sorted(held.values_list("title", flat=True)) == sorted(led.values_list("title", flat=True))


def test_the_demo_says_the_same_thing_everywhere() -> None:
    call_command("seed_demo")
    secret = [area.title for area in Area.objects.filter(audience="authorities")]
    everyone: list[Any] = [Action, AgendaItem, Attachment, Decision, Note]
    said = [row for model in everyone for row in model.objects.visible_to(paper_for("members"))]
    texts = [str(value) for row in said for value in vars(row).values()]
    assert (len(secret), [text for text in texts if any(title in text for title in secret)]) == (1, [])
    led = Decision.objects.filter(kind="delegated", item__meeting__state="approved")
    days = set(led.values_list("area__delegated_on", "item__meeting__start__date"))
    assert [delegated == held for delegated, held in days] == [True]
    seasons = re.compile("forår|sommer|efterår|vinter|inden jul")
    steps = AreaUpdate.objects.values_list("sentence", "next_step")
    assert [text for pair in steps for text in pair if seasons.search(text)] == []


@pytest.mark.parametrize(
    "today", [date(2026, 11, 23), date(2027, 1, 25), date(2027, 3, 1), date(2027, 6, 21), date(2027, 12, 2)]
)
def test_the_next_meeting_is_a_thursday_soon_when_people_come(today: date) -> None:
    day = next_day(today)
    assert (day.weekday(), is_avoided(day)) == (3, False)
    assert 21 <= (day - today).days <= 56
