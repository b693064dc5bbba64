"""The roster for a page to show: the same places, with names where the roster that mail is written from has models."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import DateField, QuerySet

from forum.base.compiled_queries import Param, compiled
from forum.base.dates import local
from forum.base.visibility import Viewer
from forum.people.models import Organisation, SeatHolding
from meetings.attendance.attendees import Roster, answers_to, assembled, holdings_for, is_recent
from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting


class Named(NamedTuple):
    full_name: str


class SeatName(NamedTuple):
    pk: int
    organisation: Named


class Person(NamedTuple):
    pk: int
    name: str


class Holding(NamedTuple):
    seat_id: int
    seat: SeatName
    is_substitute: bool
    member: Person


class Said(NamedTuple):
    """An answer, with a model's words for its choices."""

    seat_id: int
    seat: SeatName
    answer: str
    substitute_name: str
    answered_at: datetime | None
    answered_by: Person | None
    via: str
    was_present: bool | None

    def get_answer_display(self) -> str:
        return str(Attendance.Answer(self.answer).label) if self.answer else ""

    def get_via_display(self) -> str:
        return str(Attendance.Via(self.via).label) if self.via else ""


def glance(meeting: Meeting, viewer: Viewer, now: datetime) -> Roster:
    """Who is called and what they answered, as `roster` has it (2 queries)."""
    answers = [
        Said(seat, _seat(seat, name, kind), answer, substitute, at, Person(by, who) if by else None, via, was_present)
        for seat, name, kind, answer, substitute, at, by, who, via, was_present in _answers(viewer, meeting=meeting.pk)
    ]
    if not is_recent(meeting, now):
        return assembled(None, answers)
    rows = _holdings(viewer, meeting.audience, meeting=meeting.pk, day=local(now).date())
    holdings = [
        Holding(seat, _seat(seat, name, kind), is_substitute, Person(member, who))
        for seat, name, kind, is_substitute, member, who in rows
    ]
    return assembled(holdings, answers)


def _seat(pk: int, name: str, kind: str) -> SeatName:
    return SeatName(pk, Named(Organisation.full_name_of(name, kind)))


SEAT = ("seat", "seat__organisation__name", "seat__organisation__kind")


@compiled
def _answers(viewer: Viewer) -> QuerySet[Attendance, Any]:
    said = ("answer", "substitute_name", "answered_at", "answered_by", "answered_by__name", "via", "was_present")
    return answers_to(Param("meeting"), viewer).values_list(*SEAT, *said)


@compiled
def _holdings(viewer: Viewer, audience: str) -> QuerySet[SeatHolding, Any]:
    held = holdings_for(Param("meeting"), audience, viewer, Param("day", DateField()))
    return held.values_list(*SEAT, "is_substitute", "member", "member__name")
