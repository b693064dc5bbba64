"""Fixtures of meetings: one that is called, a clock that is moved, a mail server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Page

from forum.base.visibility import SYSTEM
from forum.mail import delivery
from forum.people.models import Member
from meetings.attendance.attendees import Attendee, attendees
from meetings.convocation.actions import convene, reminders
from meetings.meeting.models import Meeting
from tests import world
from tests.forum.mail.conftest import sink, smtp_settings  # noqa: F401 - fixtures

At = Callable[[datetime], None]
SignedIn = Callable[[Member], Page]


def local(text: str) -> datetime:
    """»2026-12-16 10:00« in Danish time."""
    return datetime.fromisoformat(text).replace(tzinfo=world.COPENHAGEN)


@pytest.fixture
def at(clock: time_machine.Traveller) -> At:
    """Moves the clock to a moment; it stands still there."""
    return clock.move_to


@pytest.fixture
def meeting(cast: world.Cast) -> Meeting:
    """Thursday 17 December 2026 at 10, agenda released, to be answered by the 10th at 10; called long ago."""
    return world.make_meeting(convened_at=local("2026-10-01 09:00"))


@pytest.fixture
def signed_in(page: Page, live_server: Any, client_for: Callable[[Member | None], Client]) -> SignedIn:
    """The browser's page, as the member who is signed in."""

    def open_as(member: Member) -> Page:
        cookies = client_for(member).cookies.items()
        page.context.add_cookies([{"name": k, "value": v.value, "url": live_server.url} for k, v in cookies])
        return page

    return open_as


def places(meeting: Meeting, now: datetime = world.NOW) -> list[Attendee]:
    return attendees(meeting, SYSTEM, now)


def call(meeting: Meeting, cast: world.Cast, now: datetime = world.NOW, *, release: bool = False) -> list[Attendee]:
    """Call everyone, as the secretariat does after it has seen the draft."""
    revision = convene.revision_of_draft(meeting, convene.not_yet_called(meeting, now))
    told = convene.convene(meeting=meeting, revision=revision, release=release, by=cast.secretary, now=now)
    meeting.refresh_from_db()
    return told


def plan_and_send(now: datetime) -> int:
    """One beat: the planner, then the sender. Returns how many mails went."""
    reminders.plan_mail(now=now)
    return delivery.send_due(now=now)
