"""Presence: who was at a meeting, who had sent word, and who was missed, by seat and name."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Q

from forum.base.dates import local
from forum.base.visibility import Viewer
from forum.people.models import SeatHolding
from meetings.attendance.models import Attendance
from meetings.attendance.models import Guest as Invited
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
class Visitor:
    """Somebody without a seat who was invited: named to those who may read what they were there for."""

    guest_id: int
    organisation: str
    name: str
    was_present: bool
    items: str  # »punkt 3«; "" for the whole meeting
    audience: str
    hidden_from: tuple[int, ...]  # members who are disqualified from it

    def is_seen_by(self, viewer: Viewer) -> bool:
        if self.audience not in viewer.audiences or viewer.member_id in self.hidden_from:
            return False
        if viewer.is_paper and self.hidden_from:
            return viewer.readers is not None and not viewer.readers & set(self.hidden_from)
        return True


@dataclass(frozen=True)
class Presence:
    guests: list[Guest]
    visitors: list[Visitor] = field(default_factory=list)

    def seen_by(self, viewer: Viewer) -> Presence:
        """With those of the visitors alone that this viewer may know of."""
        return Presence(self.guests, [visitor for visitor in self.visitors if visitor.is_seen_by(viewer)])

    @property
    def visited(self) -> list[Visitor]:
        """The visitors who came."""
        return [visitor for visitor in self.visitors if visitor.was_present]

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
        return [asdict(seat) for seat in self.guests] + [asdict(visitor) for visitor in self.visitors]

    @classmethod
    def from_json(cls, rows: list[dict[str, Any]]) -> Presence:
        visitors = [row | {"hidden_from": tuple(row["hidden_from"])} for row in rows if "guest_id" in row]
        seats = [Guest(**row) for row in rows if "guest_id" not in row]
        return cls(seats, [Visitor(**row) for row in visitors])


def presence(meeting: Meeting) -> Presence:
    """Every seat at the meeting, named by who held it that day, and its guests (3 queries, 5 with guests).

    Ask only for a visible meeting.
    """
    answers = Attendance.objects.filter(meeting=meeting).select_related("seat__organisation", "answered_by")
    rows = list(answers.order_by("seat__organisation__name", "seat_id"))
    day = local(meeting.start).date()
    held = SeatHolding.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day, is_substitute=False)
    sitting = held.filter(seat__in=[row.seat_id for row in rows]).select_related("member").order_by("since", "pk")
    holdings = {holding.seat_id: holding for holding in sitting}
    return Presence(
        [
            Guest(
                row.pk,
                row.seat.organisation.full_name,
                row.substitute_name or _name(row, holdings.get(row.seat_id)),
                row.answer,
                bool(row.was_present),
            )
            for row in rows
        ],
        [_visitor(guest) for guest in Invited.objects.invited(meeting).prefetch_related("items__disqualified")],
    )


def _visitor(guest: Invited) -> Visitor:
    items = sorted(guest.items.all(), key=lambda item: item.number)
    barred = sorted({member.pk for item in items for member in item.disqualified.all()})
    numbers = ", ".join(str(item.number) for item in items)
    of = f"punkt {numbers}" if items else ""
    was_there = bool(guest.was_present)
    return Visitor(guest.pk, guest.organisation, guest.name, was_there, of, guest.audience, tuple(barred))


def _name(row: Attendance, holding: SeatHolding | None) -> str:
    """Who sat in the seat that day; for one who stayed away without answering, the predecessor whose answer it is."""
    if holding is None:
        return ""
    is_predecessors = not row.was_present and row.answered_by and row.is_inherited_by(holding)
    return row.answered_by.name if is_predecessors and row.answered_by else holding.member.name
