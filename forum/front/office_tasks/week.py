"""The week's deadlines, Monday to Sunday, as they follow from the meetings and from what was promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from forum.base.dates import DAYS, clock, local, near_day
from forum.base.text import counted
from forum.front.office_tasks.rows import Row
from meetings.meeting.models import Meeting
from meetings.minutes.next_step import approve_by, convene_by, release_by, send_by


@dataclass(frozen=True)
class Deadline:
    day: date
    what: str
    url: str
    is_past: bool
    is_later: bool  # in a week to come: the first of them, for a week that has no more

    @property
    def name(self) -> str:
        """»mandag«"""
        return DAYS[self.day.weekday()]


def deadlines(meetings: list[Meeting], rows: list[Row], now: datetime) -> list[Deadline]:
    """The deadlines of the week of `now` by day, and after them the next one when the week has no more of them."""
    today = local(now).date()
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    ahead = sorted(
        {
            *(each for meeting in meetings for each in _of_meeting(meeting, now)),
            *_of_actions(rows, monday),
            *_of_invitations(rows),
        },
    )
    found = [
        Deadline(day, what, url, is_past=day < today, is_later=day > sunday)
        for day, what, url in ahead
        if day >= monday
    ]
    this_week = [each for each in found if not each.is_later]
    comes = any(each.day >= today for each in this_week)
    return this_week if comes else this_week + [each for each in found if each.is_later][:1]


def _of_meeting(meeting: Meeting, now: datetime) -> Iterator[tuple[date, str, str]]:
    url, day, state = meeting.get_absolute_url(), local(meeting.start).date(), Meeting.State
    on = near_day(meeting.start, now)
    if meeting.state == state.PLANNED:
        yield convene_by(meeting), f"Mødet {on} skal indkaldes", url
    if meeting.state in Meeting.CALLED_STATES:
        yield day, f"Møde kl. {clock(meeting.start)}", url
    if meeting.takes_answers(now):
        attendance = reverse("meetings:attendance", args=[meeting.slug])
        yield local(meeting.rsvp_deadline).date(), f"Svarfrist til mødet {on}", attendance
    if meeting.state == state.CONVENED:
        yield release_by(meeting), f"Dagsordenen til mødet {on} skal ud", url
    if meeting.state == state.HELD:
        yield send_by(meeting), f"Referatet fra {on} skal ud til bemærkninger", url
    minutes = getattr(meeting, "minutes", None)
    if meeting.state == state.REMARKS and minutes and minutes.remarks_due:
        there = reverse("meetings:minutes", args=[meeting.slug])
        yield minutes.remarks_due, f"Sidste dag for bemærkninger til referatet fra {on}", there
        yield approve_by(minutes.remarks_due), f"Referatet fra {on} skal godkendes", there


def _of_actions(rows: list[Row], monday: date) -> Iterator[tuple[date, str, str]]:
    """One line a day for what was promised, by members and by the secretariat."""
    due: dict[date, list[Row]] = {}
    for row in rows:
        if row.kind == "action" and row.day and row.day >= monday:
            due.setdefault(row.day, []).append(row)
    for day, promised in due.items():
        if len(promised) == 1:
            yield day, f"Frist for »{promised[0].what}«", reverse("meetings:action_move", args=[promised[0].ref])
        else:
            what = f"Frist for {counted(len(promised), 'opgave', 'opgaver')}"
            yield day, what, f"{reverse('meetings:actions')}?vis=aabne"


def _of_invitations(rows: list[Row]) -> Iterator[tuple[date, str, str]]:
    """One line a day for the invitations that run out, as soon as the desk tells of them."""
    last: dict[date, list[Row]] = {}
    for row in rows:
        if row.kind == "expiring" and row.day:
            last.setdefault(row.day, []).append(row)
    for day, sent in last.items():
        what = f"Invitationen til {sent[0].what} udløber" if len(sent) == 1 else f"{len(sent)} invitationer udløber"
        yield day, what, reverse("forum:invitations")
