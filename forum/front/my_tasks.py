"""What waits for a member: answers, actions, status and remarks, each a card with what to press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from forum.base import dates
from forum.base.visibility import Viewer
from forum.people.models import Member, NotificationChoice, Seat
from meetings.attendance.answer_panel import AnswerPanel
from meetings.attendance.attendees import Attendee
from meetings.attendance.own_answers import OwnAnswers, own_answers
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.rules import can_remark
from recommendations.areas.forms import StatusCard
from recommendations.areas.models import Area, AreaUpdate, NewestUpdate

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

    meetings: list[Meeting]  # see `meetings_now`
    answers: dict[int, OwnAnswers]  # of the member's seats, by the meeting's id
    tasks: list[Task]  # the most pressing first

    def next_meeting(self, now: datetime) -> Meeting | None:
        return next((meeting for meeting in self.meetings if meeting.end >= now), None)


def waiting_for(member: Member, viewer: Viewer, now: datetime) -> Waiting:
    """What waits for the member, as far as `viewer` may see it: who sends it in a mail narrows the viewer."""
    meetings = meetings_now(viewer, now)
    answers = own_answers(member, meetings)
    tasks = [
        *_answers(meetings, answers, viewer, now),
        *_actions(viewer, now),
        *_areas(viewer, now),
        *_remarks(meetings, viewer, now),
    ]
    return Waiting(meetings, answers, sorted(tasks, key=lambda task: (not task.is_late, task.day)))


def meetings_now(viewer: Viewer, now: datetime) -> list[Meeting]:
    """Coming meetings, and meetings whose minutes are out for remarks (one query)."""
    return list(
        Meeting.objects.visible_to(viewer)
        .standing()
        .filter(Q(end__gte=now) | Q(state=Meeting.State.REMARKS))
        .select_related("minutes")
        .order_by("start", "pk")
    )


def _answers(meetings: list[Meeting], answers: dict[int, OwnAnswers], viewer: Viewer, now: datetime) -> Iterator[Task]:
    """A task for each seat of the member's that is called to a meeting and has not answered (at most 2 queries)."""
    silent = [
        (meeting, seat)
        for meeting in meetings
        if meeting.state in {Meeting.State.CONVENED, Meeting.State.RELEASED} and meeting.start > now
        for seat in answers[meeting.pk].seats
        if not seat.answer
    ]
    wanted = {seat.seat_id for _, seat in silent}
    seats = {seat.pk: seat for seat in Seat.objects.with_holders().filter(pk__in=wanted)} if wanted else {}
    for meeting, own in silent:
        seat = seats[own.seat_id]
        panel = AnswerPanel.of(meeting, Attendee(seat, seat.holder, seat.substitute), viewer, now)
        yield _answer(panel, len(answers[meeting.pk].seats) > 1, now)


def _answer(panel: AnswerPanel, is_one_of_several: bool, now: datetime) -> Task:
    meeting = panel.meeting
    whom = f"For {panel.attendee.seat.organisation.full_name}. " if is_one_of_several else ""
    return Task(
        choice=Choice.REMINDERS,
        what=f"Kommer du {dates.near_weekday(meeting.start, now)}?",
        about=f"{whom}{meeting.title}{f', {meeting.place}' if meeting.place else ''}",
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
    mine = Action.objects.visible_to(viewer).open().owned_by(viewer).select_related("item__meeting")
    for action in mine[:MOST_OF_A_KIND]:
        yield Task(
            choice=Choice.ACTIONS,
            what=action.text,
            about=_origin(action, now),
            url=action.get_absolute_url(),
            label="Se opgaven",
            due=f"frist {dates.near_day(action.due, now)}",
            day=action.due,
            is_late=action.due < today,
            key=f"opgave-{action.pk}",
            card="meetings/followup/_action_card.html",
            shown=action,
        )


def _origin(action: Action, now: datetime) -> str:
    if action.item is None:
        return "Opgave, aftalt uden for møderne"
    meeting = action.item.meeting
    return f"Opgave fra »{meeting.title}«, {dates.near_day(meeting.start, now)}"


def _areas(viewer: Viewer, now: datetime) -> Iterator[Task]:
    """Areas that the viewer's organisation leads and has told nothing about (at most 2 queries)."""
    today = dates.local(now).date()
    silent_since = today - timedelta(days=AREA_SILENT_DAYS)
    silent = _led_by(viewer).without_news_since(silent_since).order_by("news_on", "title")[:MOST_OF_A_KIND]
    areas: list[Any] = list(silent)
    updates = AreaUpdate.objects.visible_to(viewer).filter(area__in=areas).order_by("area_id", "-date", "-pk")
    newest = {update.area_id: update for update in updates.distinct("area_id")} if areas else {}
    for area in areas:
        card = StatusCard(area, NewestUpdate.known(newest.get(area.pk)))
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


def _remarks(meetings: list[Meeting], viewer: Viewer, now: datetime) -> Iterator[Task]:
    if viewer.is_secretariat or not viewer.seat_ids:  # the sender of minutes answers remarks, see office_tasks.py
        return
    today = dates.local(now).date()
    for meeting in meetings:
        if meeting.state == Meeting.State.REMARKS and can_remark(viewer, meeting.minutes, today):
            yield _remark(meeting, now)


def _remark(meeting: Any, now: datetime) -> Task:
    due = meeting.minutes.remarks_due
    return Task(
        choice=Choice.MINUTES,
        what="Læs referatet. Har du noget at rette?",
        about=f"{meeting.title}, {dates.near_day(meeting.start, now)}",
        url=reverse("meetings:minutes", args=[meeting.slug]),
        label="Læs referatet",
        due=f"senest {dates.near_day(due, now)}" if due else "",
        day=due or date.max,
        key=f"referat-{meeting.pk}",
    )


def comes_next(waiting: Waiting, viewer: Viewer, now: datetime) -> list[str]:
    """For somebody for whom nothing waits: sentences that say when something will (1 query)."""
    said, meeting = [], waiting.next_meeting(now)
    if meeting and meeting.start > now:
        said.append(f"Næste møde er {dates.near_weekday(meeting.start, now)}.")
    elif not meeting:
        said.append("Du får en mail, når der indkaldes til næste møde.")
    led = _led_by(viewer).without_news_since(date.max).order_by("news_on", "title").first()
    if led:
        asked_on = led.news_on + timedelta(days=AREA_SILENT_DAYS + 1)
        said.append(f"{dates.near_weekday(asked_on, now).capitalize()} spørger vi, hvordan det går med »{led.title}«.")
    return said
