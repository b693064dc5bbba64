"""Presence: who was at a meeting, who had sent word, and who was missed, by seat and name."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q

from forum.base.dates import local
from forum.people.models import SeatHolding
from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting


@dataclass(frozen=True)
class Guest:
    """A seat at a meeting: who sat in it, what was answered, and whether somebody came."""

    attendance_id: int
    organisation: str
    name: str
    answer: str
    was_present: bool

    @property
    def note(self) -> str:
        if self.answer == Attendance.Answer.SUBSTITUTE:
            return "stedfortræder"
        return "online" if self.was_present and self.answer == Attendance.Answer.ONLINE else ""


@dataclass(frozen=True)
class Presence:
    guests: list[Guest]

    @property
    def present(self) -> list[Guest]:
        return [guest for guest in self.guests if guest.was_present]

    @property
    def excused(self) -> list[Guest]:
        """Guests who were absent and had answered no."""
        return [g for g in self.guests if not g.was_present and g.answer == Attendance.Answer.NO]

    @property
    def missed(self) -> list[Guest]:
        return [g for g in self.guests if not g.was_present and g.answer != Attendance.Answer.NO]

    def to_json(self) -> list[dict[str, Any]]:
        return [asdict(guest) for guest in self.guests]

    @classmethod
    def from_json(cls, rows: list[dict[str, Any]]) -> Presence:
        return cls([Guest(**row) for row in rows])


def presence(meeting: Meeting) -> Presence:
    """Every seat at the meeting, named by who held it that day (2 queries). Ask only for a visible meeting."""
    answers = Attendance.objects.filter(meeting=meeting).select_related("seat__organisation")
    rows = list(answers.order_by("seat__organisation__name", "seat_id"))
    day = local(meeting.start).date()
    held = SeatHolding.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day, is_substitute=False)
    names = dict(held.filter(seat__in=[row.seat_id for row in rows]).values_list("seat_id", "member__name"))
    return Presence(
        [
            Guest(
                row.pk,
                row.seat.organisation.full_name,
                row.substitute_name or names.get(row.seat_id, ""),
                row.answer,
                bool(row.was_present),
            )
            for row in rows
        ]
    )
