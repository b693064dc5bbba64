"""What waits for a member: answers, actions, status and remarks, each a card with what to press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from forum.base import dates
from forum.base.visibility import Viewer
from forum.people.models import Member, NotificationChoice
from meetings.attendance.answer_panel import AnswerPanel
from meetings.attendance.attendees import unanswered
from meetings.attendance.models import Attendance
from meetings.attendance.own_answers import OwnAnswers, SeatAnswer, own_answers
from meetings.attendance.wishes import own_wishes
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.models import silent_minutes
from recommendations.areas.forms import StatusCard
from recommendations.areas.models import Area, NewestUpdate

AREA_SILENT_DAYS = 60  # a delegated area without status for so long waits for its lead
MOST_OF_A_KIND = 10  # the rest takes their places as they are done
Choice = NotificationChoice.Kind


@dataclass(frozen=True)
class Task:
    choice: str | None  # the notification choice whose weekly digest tells of it; None: no digest does
    what: str
    about: str
    url: str  # leads onto the thing itself
    label: str  # of the button that leads there, on a card without presses of its own
    due: str = ""
    day: date = date.max  # the one in `due`; what has none waits last
    is_late: bool = False
    key: str = ""  # of its card on the page, when it has presses
    card: str = ""  # the template of those, and what it shows
    shown: Any = None


@dataclass(frozen=True)
class Waiting:
    """All that waits for one member, and what it was read from."""

    meetings: list[Meeting]  # those to come, the next first
    answers: dict[int, OwnAnswers]  # of the member's seats, by the meeting's id
    tasks: list[Task]  # the most pressing first

    @property
    def next_meeting(self) -> Meeting | None:
        return self.meetings[0] if self.meetings else None


def waiting_for(member: Member, viewer: Viewer, now: datetime) -> Waiting:
    """What waits for the member, as far as `viewer` may see it: who sends it in a mail narrows the viewer."""
    meetings = list(Meeting.objects.visible_to(viewer).coming(now))
    answers = own_answers(member, meetings)
    tasks = [
        *_answers(meetings, answers, viewer, now),
        *_actions(viewer, now),
        *_areas(viewer, now),
        *_remarks(viewer, now),
    ]
    return Waiting(meetings, answers, sorted(tasks, key=lambda task: (not task.is_late, task.day)))


def _answers(meetings: list[Meeting], answers: dict[int, OwnAnswers], viewer: Viewer, now: datetime) -> Iterator[Task]:
    """A task for each seat of the member's that is called to a meeting and has not answered (at most 2 queries)."""
    silent = [
        (meeting, seat)
        for meeting in meetings
        if meeting.takes_answers(now)
        for seat in answers[meeting.pk].seats
        if not seat.answer
    ]
    wanted = {seat.seat_id for _, seat in silent}
    seats = {attendee.seat.pk: attendee for attendee in unanswered(wanted)} if wanted else {}
    said = _inherited(silent, viewer)
    for meeting, own in silent:
        attendee = replace(seats[own.seat_id], attendance=said.get((meeting.pk, own.seat_id)))
        wish = own_wishes(meeting, viewer).get(own.seat_id, "")
        panel = AnswerPanel.of(meeting, attendee, viewer, now, wish=wish)
        yield _answer(panel, len(answers[meeting.pk].seats) > 1, now)


def _inherited(silent: list[tuple[Meeting, SeatAnswer]], viewer: Viewer) -> dict[tuple[int, int], Attendance]:
    """The predecessors' answers, by meeting and seat (1 query when there are any)."""
    asked = [(meeting.pk, seat.seat_id) for meeting, seat in silent if seat.is_inherited]
    if not asked:
        return {}
    meetings, seats = zip(*asked, strict=True)
    given = Attendance.objects.visible_to(viewer).filter(meeting__in=meetings, seat__in=seats)
    return {(each.meeting_id, each.seat_id): each for each in given.select_related("answered_by", "substitute")}


def _answer(panel: AnswerPanel, is_one_of_several: bool, now: datetime) -> Task:
    meeting = panel.meeting
    day, place = dates.near_weekday(meeting.start, now), f", {meeting.place}" if meeting.place else ""
    whom = f" for {panel.attendee.seat.organisation.full_name}" if is_one_of_several else ""
    return Task(
        choice=Choice.REMINDERS,
        what=f"{panel.told} {day}. Passer det også for dig?" if panel.is_inherited else f"Kommer du {day}{whom}?",
        about=f"{meeting.title}{place}",
        url=f"{meeting.get_absolute_url()}#{panel.anchor}",
        label="Svar",
        due=f"svar senest {dates.near_day(meeting.answer_by(now), now)}",
        day=dates.local(meeting.rsvp_deadline).date(),
        is_late=meeting.rsvp_deadline < now,
        key=panel.key,
        card="meetings/attendance/_answer_card.html",
        shown=panel,
    )


def _actions(viewer: Viewer, now: datetime) -> Iterator[Task]:
    today = dates.local(now).date()
    mine = Action.objects.visible_to(viewer).open().owned_by(viewer)
    mine = mine.select_related("item__meeting", "owner__organisation")
    has_several = len(viewer.seat_ids) + viewer.is_secretariat > 1
    for action in mine[:MOST_OF_A_KIND]:
        yield Task(
            choice=Choice.ACTIONS,
            what=action.text,
            about=_origin(action, has_several, now),
            url=action.get_absolute_url(),
            label="Se opgaven",
            due=f"frist {dates.near_day(action.due, now)}",
            day=action.due,
            is_late=action.due < today,
            key=f"opgave-{action.pk}",
            card="meetings/followup/_action_card.html",
            shown=action,
        )


def _origin(action: Action, says_owner: bool, now: datetime) -> str:
    """What tells it from another action with the same words: whose it is, the meeting, its day and the item."""
    whose = f"Opgave for {action.owner_name}" if says_owner else "Opgave"
    if action.item is None:
        return f"{whose}, aftalt uden for møderne"
    meeting = action.item.meeting
    return f"{whose} fra »{meeting.title}« {dates.near_day(meeting.start, now)}, punkt {action.item.number}"


def _areas(viewer: Viewer, now: datetime) -> Iterator[Task]:
    """Areas that the viewer's organisation leads and has told nothing about (1 query)."""
    today = dates.local(now).date()
    silent_since = today - timedelta(days=AREA_SILENT_DAYS)
    silent = _led_by(viewer).without_news_since(silent_since).order_by("news_on", "title")[:MOST_OF_A_KIND]
    for area in silent:
        card = StatusCard(area, NewestUpdate.of(area))
        yield Task(
            choice=Choice.AREAS,
            what=f"Hvordan går det med »{area.title}«?",
            about=_silence(area, today),
            url=reverse("recommendations:area_status", args=[area.slug]),
            label="Skriv status",
            key=card.key,
            card="recommendations/areas/_status_card.html",
            shown=card,
        )


def _led_by(viewer: Viewer) -> Any:
    return Area.objects.visible_to(viewer).filter(lead__in=viewer.organisation_ids)


def _silence(area: Any, today: date) -> str:
    """A sentence that says how long an area has had no status, or since when it has had a lead without one."""
    days = (today - area.news_on).days
    if area.updated_on == area.news_on:
        return f"I skrev sidst for {days} dage siden."
    return f"I har været tovholder i {days} dage og har ikke skrevet, hvordan det går."


def _remarks(viewer: Viewer, now: datetime) -> Iterator[Task]:
    """Minutes about which the viewer has said nothing (1 query); their sender answers remarks, see office_tasks.py."""
    asked: Any = silent_minutes(viewer, dates.local(now).date()).select_related("meeting")
    for minutes in asked:
        meeting, due = minutes.meeting, minutes.remarks_due
        yield Task(
            choice=Choice.MINUTES,
            what=f"Læs referatet fra {dates.near_day(meeting.start, now)}. Har du noget at rette?",
            about=meeting.title,
            url=reverse("meetings:minutes", args=[meeting.slug]),
            label="Læs referatet",
            due=f"senest {dates.near_day(due, now)}",
            day=due,
            key=f"referat-{meeting.pk}",
            card="meetings/minutes/_remarks_card.html",
            shown=minutes,
        )


def comes_next(waiting: Waiting, viewer: Viewer, now: datetime) -> list[str]:
    """For somebody for whom nothing waits: sentences that say when something will (1 query)."""
    said, meeting = [], waiting.next_meeting
    if meeting and meeting.start > now:
        said.append(f"Næste møde er {dates.near_weekday(meeting.start, now)}.")
    elif not meeting:
        said.append("Du får en mail, når næste møde er på plads.")
    led = _led_by(viewer).without_news_since(date.max).order_by("news_on", "title").first()
    if led:
        asked_on = led.news_on + timedelta(days=AREA_SILENT_DAYS + 1)
        said.append(f"{dates.near_weekday(asked_on, now).capitalize()} spørger vi, hvordan det går med »{led.title}«.")
    return said
