"""The chair's part of home: who comes, the agenda, areas in trouble, and a greeting in the convocation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from forum.base.dates import local
from forum.base.visibility import Viewer
from forum.front.my_tasks import AREA_SILENT_DAYS
from meetings.attendance.attendees import Attendees, attendees
from meetings.convocation.forms import GreetingForm
from meetings.meeting.models import Meeting
from meetings.minutes.next_step import release_by
from recommendations.areas.models import Area

MOST_AREAS = 10


@dataclass(frozen=True)
class ChairPart:
    meeting: Meeting | None  # the next one that people are called to, and who answers what
    attendees: Attendees
    release_by: date | None  # of its agenda, while that is being prepared
    areas: list[Area]
    to_greet: Meeting | None  # planned: its day alone is the chair's to know
    greeting: GreetingForm

    @property
    def answers(self) -> list[tuple[str, Attendees]]:
        """(what, who) of the next meeting, those who have said nothing last; what nobody has said is left out."""
        who = self.attendees
        groups = [("kommer", who.coming), ("kommer ikke", who.declined), ("har ikke svaret", who.silent)]
        return [(what, Attendees(people)) for what, people in groups if people]


def chair_part(viewer: Viewer, meeting: Meeting | None, now: datetime) -> ChairPart | None:
    """What home shows to the chair besides what it shows to all; None for anybody else (4 queries)."""
    if not viewer.is_chair:
        return None
    silent_since = local(now).date() - timedelta(days=AREA_SILENT_DAYS)
    areas = Area.objects.visible_to(viewer).in_trouble(silent_since).select_related("lead")[:MOST_AREAS]
    to_greet = Meeting.to_greet(viewer, now).first()
    return ChairPart(
        meeting=meeting,
        attendees=attendees(meeting, viewer, now) if meeting else Attendees(),
        release_by=release_by(meeting) if meeting and not meeting.is_released else None,
        areas=list(areas),
        to_greet=to_greet,
        greeting=GreetingForm(initial={"greeting": to_greet.greeting if to_greet else ""}),
    )
