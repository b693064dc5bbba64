"""Parts of the meeting's page: its course, its deadlines, and why a step cannot be taken yet."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from forum.base.dates import local, long_day, long_moment
from forum.base.visibility import Viewer
from meetings.agenda.models import Programme
from meetings.attendance.attendees import Attendees
from meetings.convocation.actions import reminders
from meetings.meeting import rules
from meetings.meeting.models import Meeting
from meetings.minutes.actions import course
from meetings.minutes.next_step import Facts, Step, next_step, release_by
from meetings.minutes.rules import why_not_start
from meetings.minutes.step_facts import answers_of, next_steps

STATE_LOOKS = {"convened": "info", "released": "success", "running": "success", "remarks": "info", "cancelled": "error"}


def secretariat_panel(
    meeting: Meeting, viewer: Viewer, agenda: Programme, who: Attendees, now: datetime
) -> dict[str, Any]:
    """Where the meeting is in its course, its deadlines, and for each step why it cannot be taken yet."""
    released_at = meeting.released_at
    step = _next_step(meeting, viewer, agenda, who, now)
    new = [item for item in agenda.items if item.awaits_release or (released_at and item.changed_at > released_at)]
    why_not_convene = rules.why_not_convene(viewer, meeting, now)
    return {
        "steps": _steps(meeting),
        "step": step,
        "deadlines": _deadlines(meeting, now),
        "why_not_edit": rules.why_not_edit(viewer, meeting),
        "why_not_edit_agenda": rules.why_not_edit_agenda(viewer, meeting),
        "why_not_convene": why_not_convene,
        "why_not_release": rules.why_not_release(viewer, meeting, len(agenda.items)),
        "why_not_cancel": rules.why_not_cancel(viewer, meeting, now),
        "why_not_delete": rules.why_not_delete(meeting),
        "can_unhold": meeting.state == meeting.State.HELD and not course.anything_written(meeting),
        "can_hold": not rules.why_not_hold(viewer, meeting, now),
        "can_write": not why_not_start(meeting, now),
        "unreleased": len(new) if meeting.is_released else 0,
    }


def _next_step(meeting: Meeting, viewer: Viewer, agenda: Programme, who: Attendees, now: datetime) -> Step | None:
    """The one primary button; of a meeting that takes answers, the page has read all else that it depends on."""
    if not meeting.takes_answers(now):
        return next_steps([meeting], viewer, now).get(meeting.pk)
    answers = answers_of([meeting], {meeting.pk: who}, now)[meeting.pk]
    new = sum(item.awaits_release for item in agenda.items)
    return next_step(meeting, Facts(item_count=len(agenda.items), new_items=new, **answers), now)


def _steps(meeting: Meeting) -> list[tuple[str, bool, bool]]:
    """(name, is_done, is_now) for the course every meeting takes."""
    state = Meeting.State
    course = [state.PLANNED, state.CONVENED, state.RELEASED, state.HELD, state.REMARKS, state.APPROVED, state.CLOSED]
    now_at = course.index(state.RELEASED if meeting.state == state.RUNNING else state(meeting.state))
    # A meeting that is closed is called after what there is to read; as a step it is the locking of it
    names = ["Referat låst" if step == state.CLOSED else str(step.label) for step in course]
    return [(name, at < now_at, at == now_at) for at, name in enumerate(names)]


def _deadlines(meeting: Meeting, now: datetime) -> list[tuple[str, str, bool]]:
    """(what, when, has passed), in order."""
    due = {entry.occasion: entry.at for entry in reminders.dues(meeting)}
    chain: list[tuple[str, datetime | date]] = [
        ("Dagsorden frigives senest", release_by(meeting)),
        ("Tavse får en påmindelse om at svare", due["deadline"]),
        ("Svarfrist", meeting.rsvp_deadline),
        ("Påmindelse en uge før", due["7d"]),
        ("Påmindelse dagen før", due["1d"]),
    ]
    said = []
    for what, when in chain:
        has_passed = when < now if isinstance(when, datetime) else when < local(now).date()
        said.append((what, long_moment(when) if isinstance(when, datetime) else long_day(when), has_passed))
    return said
