"""What a member's own seats have answered, and what follows for the member's calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from forum.base.visibility import SYSTEM
from forum.people.models import Member, SeatHolding
from meetings.attendance.attendees import is_called
from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting

Answer = Attendance.Answer
GIVEN = ("answer", "substitute_name", "substitute_id", "answered_by_id", "answered_at", "via")


@dataclass(frozen=True)
class SeatAnswer:
    """What one of a member's seats has answered to one meeting."""

    seat_id: int
    organisation: str
    answer: str  # an Attendance.Answer, "" for none yet
    comes: bool  # the member is the one who comes for the seat
    is_inherited: bool = False  # a predecessor answered; the member has not, so `answer` is ""

    @property
    def said(self) -> str:
        """»deltager«, »afbud«; "" for no answer yet."""
        return str(Answer(self.answer).label).lower() if self.answer else ""


@dataclass(frozen=True)
class OwnAnswers:
    """All that a member's seats have answered to one meeting. Who comes for any seat is busy, whatever others said."""

    seats: tuple[SeatAnswer, ...] = ()
    is_substitute_only: bool = False  # the member's only part is to stand by for those who hold the seats

    @property
    def comes(self) -> bool:
        return any(seat.comes for seat in self.seats)

    @property
    def is_silent(self) -> bool:
        """A seat of the member's has not answered, and the member comes for no other."""
        return not self.comes and any(not seat.answer for seat in self.seats)

    @property
    def is_free(self) -> bool:
        """The meeting takes none of the member's time. Who has no seat at all, as the secretariat, is expected."""
        return not self.comes and not self.is_silent and (bool(self.seats) or self.is_substitute_only)

    def __str__(self) -> str:
        """»Deltager«; »Odense Kommune: deltager, Vejle Kommune: afbud« when they differ; "" when none has answered."""
        if self.is_mixed:
            return ", ".join(f"{seat.organisation}: {seat.said}" for seat in self.seats if seat.answer)
        return self.seats[0].said.capitalize() if self.seats else ""

    @property
    def is_mixed(self) -> bool:
        """The seats have not all answered the same."""
        return len({seat.answer for seat in self.seats}) > 1


def own_answers(member: Member, meetings: Iterable[Meeting]) -> dict[int, OwnAnswers]:
    """What the member's seats have answered, by each meeting's id (1 query, for whoever has no seat 2).

    The standing substitute of a seat that somebody holds is not called: such a seat counts when it has answered that
    this member comes. Who has no seat answers for the one they are called to stand in for.
    """
    found = list(meetings)
    holders = SeatHolding.objects.present().filter(seat=OuterRef("seat"), is_substitute=False, member__is_active=True)
    to_these = Q(seat__attendances__meeting__in=found)
    rows: dict[int, dict[int | None, Any]] = defaultdict(dict)  # by holding, then by meeting; None: no answer to any
    for row in (
        member.holdings.present()
        .select_related("seat__organisation")
        .annotate(stands_by=Exists(holders), given=FilteredRelation("seat__attendances", condition=to_these))
        .annotate(to=F("given__meeting"), **{name: F(f"given__{name}") for name in GIVEN})
        .order_by("seat__organisation__name", "seat")
    ):
        rows[row.pk][row.to] = row
    if not rows and not member.is_secretariat:
        return _of_stand_in(member, found)
    return {meeting.pk: _of_meeting(meeting, member, rows.values()) for meeting in found}


def _of_stand_in(member: Member, meetings: list[Meeting]) -> dict[int, OwnAnswers]:
    seats: dict[int, list[SeatAnswer]] = {meeting.pk: [] for meeting in meetings}
    for said in Attendance.objects.visible_to(SYSTEM).by_stand_in(member, meetings):
        answer = said.stand_ins_answer
        seats[said.meeting_id].append(SeatAnswer(said.seat_id, said.seat.organisation.full_name, answer, bool(answer)))
    return {pk: OwnAnswers(tuple(found)) for pk, found in seats.items()}


def _of_meeting(meeting: Meeting, member: Member, held: Iterable[dict[int | None, Any]]) -> OwnAnswers:
    called = [rows for rows in held if is_called(next(iter(rows.values())).seat.organisation.kind, meeting.audience)]
    seats = []
    for rows in called:
        holding = next(iter(rows.values()))
        row = rows.get(meeting.pk)
        is_inherited = bool(row and Attendance(**{name: getattr(row, name) for name in GIVEN}).is_inherited_by(holding))
        answer = row.answer if row and not is_inherited else ""
        is_named = row is not None and answer == Answer.SUBSTITUTE and row.substitute_name == member.name
        if is_named or not (holding.is_substitute and holding.stands_by):
            comes = is_named or answer in {Answer.YES, Answer.ONLINE}
            name = holding.seat.organisation.full_name
            seats.append(SeatAnswer(holding.seat_id, name, answer, comes, is_inherited))
    return OwnAnswers(tuple(seats), is_substitute_only=bool(called) and not seats)
