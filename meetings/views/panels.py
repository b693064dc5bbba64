"""Parts of the meeting's page: the answer of each seat the viewer sits in, and the secretariat's next step."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from forum.dates import local, long_day, long_moment
from forum.visibility import Viewer
from forum.workdays import add_workdays
from meetings.actions import convocation, reminders
from meetings.forms.attendance import AnswerForm
from meetings.mail.meetings import offered_answers
from meetings.models import Attendance, Meeting, Place, Programme, Roster
from meetings.rules import meetings as rules

RELEASE_WORKDAYS = 10
STATE_LOOKS = {"convened": "info", "released": "success", "running": "success", "remarks": "info", "cancelled": "error"}


@dataclass
class AnswerPanel:
    """One seat's answer: what it is, what it may become, where it is sent."""

    meeting: Meeting
    place: Place
    action: str
    why_not: str
    answer_by: datetime
    form: AnswerForm = field(default_factory=AnswerForm)
    chosen: str = ""  # from a mail's link: shown as set, acted on only when pressed

    def __post_init__(self) -> None:
        self.form.auto_id = f"svar-{self.place.seat.pk}-%s"  # a panel a seat on one page

    @property
    def answers(self) -> list[tuple[str, str]]:
        """(value, wording) as buttons; the substitute is a form of its own, since the name must be written."""
        offered = [pair for pair in offered_answers(self.meeting) if pair[0] != Attendance.Answer.SUBSTITUTE]
        return sorted(offered, key=lambda pair: pair[0] != self.chosen)

    @property
    def answer(self) -> str:
        return self.place.answer

    @property
    def main_answer(self) -> str:
        """The button that stands out: the one chosen in the mail; before any answer, "yes"."""
        return self.chosen or ("" if self.answer else Attendance.Answer.YES)

    @property
    def substitute_open(self) -> bool:
        return bool(self.form.errors) or self.chosen == Attendance.Answer.SUBSTITUTE

    @property
    def substitute_name(self) -> str:
        typed = self.form.data.get("substitute_name", "")
        said = self.place.attendance.substitute_name if self.place.attendance else ""
        return typed or said or (self.place.substitute.name if self.place.substitute else "")


def answer_panels(
    meeting: Meeting, viewer: Viewer, who: Roster, now: datetime, form: AnswerForm | None = None
) -> list[AnswerPanel]:
    """A panel for each of the viewer's seats; nothing to answer in a meeting that was never called."""
    why_not = rules.why_not_answer(meeting, now)
    action = reverse("meetings:answer", args=[meeting.slug])
    given = {form.data.get("seat"): form} if form else {}
    return [
        AnswerPanel(
            meeting, place, action, why_not, meeting.answer_by(now), given.get(str(place.seat.pk)) or AnswerForm()
        )
        for place in who.of(viewer.seat_ids)
    ]


def secretariat_panel(
    meeting: Meeting, viewer: Viewer, agenda: Programme, who: Roster, now: datetime
) -> dict[str, Any]:
    """Where the meeting is in its course, its deadlines, and for each step why it cannot be taken yet."""
    released_at = meeting.released_at
    new = [item for item in agenda.items if item.awaits_release or (released_at and item.changed_at > released_at)]
    is_called = meeting.state != Meeting.State.PLANNED
    why_not_convene = rules.why_not_convene(viewer, meeting, now)
    return {
        "steps": _steps(meeting),
        "deadlines": _deadlines(meeting, now),
        "why_not_edit": rules.why_not_edit(viewer, meeting),
        "why_not_edit_agenda": rules.why_not_edit_agenda(viewer, meeting),
        "why_not_convene": why_not_convene,
        "why_not_release": rules.why_not_release(viewer, meeting, len(agenda.items)),
        "why_not_cancel": rules.why_not_cancel(viewer, meeting, now),
        "can_hold": not rules.why_not_hold(viewer, meeting, now),
        "uncalled": [] if why_not_convene or not is_called else convocation.not_yet_called(meeting, now, who),
        "unreleased": len(new) if meeting.is_released else 0,
    }


def _steps(meeting: Meeting) -> list[tuple[str, bool, bool]]:
    """(name, is_done, is_now) for the course every meeting takes."""
    state = Meeting.State
    course = [state.PLANNED, state.CONVENED, state.RELEASED, state.HELD, state.REMARKS, state.APPROVED, state.CLOSED]
    now_at = course.index(state.RELEASED if meeting.state == state.RUNNING else state(meeting.state))
    return [(str(step.label), at < now_at, at == now_at) for at, step in enumerate(course)]


def _deadlines(meeting: Meeting, now: datetime) -> list[tuple[str, str, bool]]:
    """(what, when, has passed), in order."""
    day = local(meeting.start).date()
    due = {entry.stem: entry.at for entry in reminders.dues(meeting)}
    chain: list[tuple[str, datetime | date]] = [
        ("Dagsorden frigives senest", add_workdays(day, -RELEASE_WORKDAYS)),
        ("Tavse får en påmindelse om at svare", due["reminder:answer"]),
        ("Svarfrist", meeting.rsvp_deadline),
        ("Påmindelse en uge før", due["reminder:7d"]),
        ("Påmindelse dagen før", due["reminder:1d"]),
    ]
    said = []
    for what, when in chain:
        has_passed = when < now if isinstance(when, datetime) else when < local(now).date()
        said.append((what, long_moment(when) if isinstance(when, datetime) else long_day(when), has_passed))
    return said
