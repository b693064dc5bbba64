"""What waits for a member: answers, actions, status and remarks, each a sentence with one thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from forum.base import dates
from forum.base.visibility import Viewer
from forum.people.models import NotificationChoice
from meetings.attendance.models import Attendance
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.rules import can_remark
from recommendations.areas.models import Area

AREA_SILENT_DAYS = 60  # a delegated area without status for so long waits for its lead
Choice = NotificationChoice.Kind


@dataclass(frozen=True)
class Task:
    choice: str | None  # the notification choice whose weekly digest tells of it; None: no digest does
    what: str
    about: str
    url: str
    label: str  # of the button
    due: str = ""
    day: date = date.max  # the one in `due`; what has none waits last
    is_late: bool = False


def meetings_now(viewer: Viewer, now: datetime) -> list[Meeting]:
    """Coming meetings, and meetings whose minutes are out for remarks (one query).

    `answers` is how many of the viewer's seats have answered.
    """
    mine = Attendance.objects.visible_to(viewer).filter(meeting=OuterRef("pk"), seat__in=viewer.seat_ids)
    answers = mine.exclude(answer="").order_by().values("meeting").annotate(number=Count("pk")).values("number")
    return list(
        Meeting.objects.visible_to(viewer)
        .standing()
        .filter(Q(end__gte=now) | Q(state=Meeting.State.REMARKS))
        .annotate(answers=Coalesce(Subquery(answers), 0))
        .select_related("minutes")
        .order_by("start", "pk")
    )


def for_viewer(viewer: Viewer, meetings: list[Meeting], now: datetime) -> list[Task]:
    """The tasks, the most pressing first."""
    tasks = [_answer(meeting) for meeting in meetings if _must_answer(meeting, viewer, now)]
    tasks += _actions(viewer, now)
    tasks += _areas(viewer, now)
    if viewer.seat_ids and not viewer.is_secretariat:  # the sender of minutes answers remarks, see desk.py
        today = dates.local(now).date()
        heard = [meeting for meeting in meetings if meeting.state == Meeting.State.REMARKS]
        tasks += [_remarks(meeting) for meeting in heard if can_remark(viewer, meeting.minutes, today)]
    return sorted(tasks, key=lambda task: (not task.is_late, task.day))


def _must_answer(meeting: Any, viewer: Viewer, now: datetime) -> bool:
    called = meeting.state in {Meeting.State.CONVENED, Meeting.State.RELEASED}
    return called and meeting.start > now and meeting.answers < len(viewer.seat_ids)


def _answer(meeting: Meeting) -> Task:
    return Task(
        choice=Choice.REMINDERS,
        what="Svar på indkaldelsen",
        about=f"{meeting.title}, {dates.long_day(meeting.start)}",
        url=meeting.get_absolute_url(),
        label="Svar nu",
        due=f"senest {dates.short_day(meeting.rsvp_deadline)}",
        day=dates.local(meeting.rsvp_deadline).date(),
    )


def _actions(viewer: Viewer, now: datetime) -> list[Task]:
    today = dates.local(now).date()
    mine = Action.objects.visible_to(viewer).open().owned_by(viewer).select_related("item__meeting")
    return [
        Task(
            choice=Choice.ACTIONS,
            what=action.text,
            about=f"Opgave fra »{action.item.meeting.title}«, {dates.short_day(action.item.meeting.start)}",
            url=f"{reverse('meetings:actions')}?vis=mine",
            label="Se opgaven",
            due=f"frist {dates.short_day(action.due)}",
            day=action.due,
            is_late=action.due < today,
        )
        for action in mine[:10]
    ]


def _areas(viewer: Viewer, now: datetime) -> list[Task]:
    today = dates.local(now).date()
    silent_since = today - timedelta(days=AREA_SILENT_DAYS)
    silent = Area.objects.visible_to(viewer).filter(lead__in=viewer.organisation_ids).without_news_since(silent_since)
    return [
        Task(
            choice=Choice.AREAS,
            what="Giv en status på jeres område",
            about=f"{area.title}. {_silence(area, today)}",
            url=reverse("recommendations:area", args=[area.slug]),
            label="Giv status",
        )
        for area in silent.order_by("news_on", "title")[:10]
    ]


def _silence(area: Any, today: date) -> str:
    """A sentence that says how long an area has had no status, or since when it has had a lead without one."""
    days = (today - area.news_on).days
    if area.updated_on == area.news_on:
        return f"Der har ikke været nyt i {days} dage."
    return f"Der er ikke givet status i de {days} dage, I har været tovholder."


def _remarks(meeting: Meeting) -> Task:
    minutes = meeting.minutes
    return Task(
        choice=Choice.MINUTES,
        what="Læs referatet, og send eventuelle bemærkninger",
        about=f"{meeting.title}, {dates.short_day(meeting.start)}",
        url=reverse("meetings:minutes", args=[meeting.slug]),
        label="Læs referatet",
        due=f"senest {dates.short_day(minutes.remarks_due)}" if minutes.remarks_due else "",
        day=minutes.remarks_due or date.max,
    )
