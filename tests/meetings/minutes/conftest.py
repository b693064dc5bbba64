"""A meeting that was held, with an open item, one for authorities, and one that Karen Dahl must not see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from meetings.agenda.models import AgendaItem
from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting
from meetings.minutes.actions import course, notes
from meetings.minutes.models import Minutes
from tests import world
from tests.world import NOW, Cast


@dataclass
class Held:
    cast: Cast
    meeting: Meeting
    open: AgendaItem
    closed: AgendaItem
    hidden: AgendaItem
    minutes: Minutes

    @property
    def base(self) -> str:
        return f"/moeder/{self.meeting.slug}/referat/"

    def write(self, item: AgendaItem, text: str, revision: int = 1) -> None:
        notes.save_note(item=item, text=text, revision=revision, by=self.cast.secretary, now=NOW)

    def release(self) -> Minutes:
        self.minutes = course.release(minutes=self.minutes, by=self.cast.secretary, now=NOW)
        return self.minutes

    def approve(self, days: int = 30) -> Minutes:
        read = self.minutes.revision
        then = NOW + timedelta(days=days)
        self.minutes = course.approve(minutes=self.minutes, revision=read, by=self.cast.chair, now=then)
        return self.minutes


@pytest.fixture
def held(cast: Cast) -> Held:
    """Minutes begun, with a line on each item; still a draft."""
    meeting = world.make_meeting(start=NOW - timedelta(days=3), state="held", title="Novembermøde")
    items = [world.make_item(meeting, 1), world.make_item(meeting, 2, audience="authorities")]
    hidden = world.make_item(meeting, 3)
    hidden.disqualified.add(cast.disqualified)
    for member in (cast.chair, cast.head, cast.supplier):
        world.make_answer(meeting, world.seat_of(member))
    world.make_answer(meeting, world.seat_of(cast.lead), Attendance.Answer.NO)
    minutes = course.start(meeting=meeting, by=cast.secretary, now=NOW)
    made = Held(cast, meeting, items[0], items[1], hidden, minutes)
    for item, word in ((made.open, "åbent"), (made.closed, "lukket"), (made.hidden, "inhabilt")):
        made.write(item, f"Sagt {word}.")
    return made
