"""Presence: who was at a meeting, who had sent word, and who was missed, by seat and name."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from forum.base.dates import local
from forum.base.visibility import Viewer, may_read
from forum.people.models import SeatHolding
from meetings.attendance.models import Attendance, Guest
from meetings.meeting.models import Meeting


@dataclass(frozen=True)
class SeatPresence:
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
class GuestPresence:
    """A guest at a meeting, without a seat: named to those who may read what the guest was there for."""

    guest_id: int
    organisation: str
    name: str
    was_present: bool
    items: str  # »punkt 3«; "" for the whole meeting
    audience: str
    hidden_from: tuple[int, ...]  # members who are disqualified from it

    def is_seen_by(self, viewer: Viewer) -> bool:
        return may_read(viewer, self.audience, self.hidden_from)


@dataclass(frozen=True)
class Presence:
    """Who was there, and who was not: by seat, and besides the guests."""

    seats: list[SeatPresence]
    guests: list[GuestPresence] = field(default_factory=list)

    def seen_by(self, viewer: Viewer) -> Presence:
        """With those of the guests alone that this viewer may know of."""
        return Presence(self.seats, [guest for guest in self.guests if guest.is_seen_by(viewer)])

    @property
    def guests_present(self) -> list[GuestPresence]:
        return [guest for guest in self.guests if guest.was_present]

    @property
    def present(self) -> list[SeatPresence]:
        """The seats for which somebody came."""
        return [seat for seat in self.seats if seat.was_present]

    @property
    def excused(self) -> list[SeatPresence]:
        """The seats for which nobody came, and that had answered so."""
        return [seat for seat in self.seats if not seat.was_present and seat.answer == Attendance.Answer.NO]

    @property
    def missed(self) -> list[SeatPresence]:
        return [seat for seat in self.seats if not seat.was_present and seat.answer != Attendance.Answer.NO]

    def to_json(self) -> list[dict[str, Any]]:
        return [asdict(seat) for seat in self.seats] + [asdict(guest) for guest in self.guests]

    @classmethod
    def from_json(cls, rows: list[dict[str, Any]]) -> Presence:
        guests = [row | {"hidden_from": tuple(row["hidden_from"])} for row in rows if "guest_id" in row]
        seats = [SeatPresence(**row) for row in rows if "guest_id" not in row]
        return cls(seats, [GuestPresence(**row) for row in guests])


def presence(meeting: Meeting) -> Presence:
    """Every seat at the meeting, named by who held it that day, and its guests (3 queries, 5 with guests).

    Ask only for a visible meeting.
    """
    answers = Attendance.objects.filter(meeting=meeting).select_related("seat__organisation", "answered_by")
    rows = list(answers.order_by("seat__organisation__name", "seat_id"))
    day = local(meeting.start).date()
    held = SeatHolding.objects.current(day).filter(is_substitute=False)
    sitting = held.filter(seat__in=[row.seat_id for row in rows]).select_related("member").order_by("since", "pk")
    holdings = {holding.seat_id: holding for holding in sitting}
    return Presence(
        [
            SeatPresence(
                row.pk,
                row.seat.organisation.full_name,
                row.substitute_name or _name(row, holdings.get(row.seat_id)),
                row.answer,
                bool(row.was_present),
            )
            for row in rows
        ],
        [_of_guest(guest) for guest in Guest.objects.invited(meeting).prefetch_related("items__disqualified")],
    )


def _of_guest(guest: Guest) -> GuestPresence:
    items = guest.items.all()
    barred = tuple(sorted({member.pk for item in items for member in item.disqualified.all()}))
    of = f"punkt {guest.item_numbers}" if items else ""
    was_there = bool(guest.was_present)
    return GuestPresence(guest.pk, guest.organisation, guest.name, was_there, of, guest.audience, barred)


def _name(row: Attendance, holding: SeatHolding | None) -> str:
    """Who sat in the seat that day; for one who stayed away without answering, the predecessor whose answer it is."""
    if holding is None:
        return ""
    is_predecessors = not row.was_present and row.answered_by and row.is_inherited_by(holding)
    return row.answered_by.name if is_predecessors and row.answered_by else holding.member.name
