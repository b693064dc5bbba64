"""The roster: every seat that is called to a meeting, who holds it, and what it has answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from forum.base.dates import local
from forum.base.visibility import Audience, Viewer
from forum.people.models import Member, Organisation, Seat, SeatHolding
from meetings.agenda.models.items import AgendaItem
from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting

AUTHORITY_KINDS = [kind for kind, is_authority in Organisation.IS_AUTHORITY.items() if is_authority]

RECENT = timedelta(days=30)  # so long the secretariat marks who was there among those who were called


@dataclass
class Place:
    """One seat at one meeting."""

    seat: Seat
    holder: Member | None = None
    substitute: Member | None = None
    attendance: Attendance | None = None

    @property
    def receiver(self) -> Member | None:
        """Who gets the seat's mail: its holder, or the standing substitute while nobody holds it."""
        return self.holder or self.substitute

    @property
    def reminded(self) -> list[Member]:
        """Who is reminded: the receiver, and the standing substitute when named as the one who comes."""
        people = [self.receiver] if self.receiver else []
        named = self.attendance.substitute_name if self.attendance else ""
        if self.substitute and self.substitute.name == named and self.substitute not in people:
            people.append(self.substitute)
        return people

    @property
    def answer(self) -> str:
        return self.attendance.answer if self.attendance else ""

    @property
    def was_there(self) -> bool:
        return bool(self.attendance and self.attendance.was_present)

    @property
    def person(self) -> str:
        """Who comes for the seat, by name."""
        if self.attendance and self.attendance.substitute_name:
            return self.attendance.substitute_name
        if self.receiver:
            return self.receiver.name
        told_by = self.attendance and self.attendance.via != Attendance.Via.SECRETARIAT and self.attendance.answered_by
        return told_by.name if told_by else ""


@dataclass
class Roster:
    places: list[Place] = field(default_factory=list)

    def answering(self, *answers: str) -> list[Place]:
        return [place for place in self.places if place.answer in answers]

    @property
    def coming(self) -> list[Place]:
        return self.answering(*Attendance.COMING)

    @property
    def declined(self) -> list[Place]:
        return self.answering(Attendance.Answer.NO)

    @property
    def silent(self) -> list[Place]:
        return self.answering("")

    @property
    def present(self) -> list[Place]:
        """Those marked as having been there, once somebody has marked them."""
        return [place for place in self.places if place.was_there]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """(label, number) for each answer, the silent last."""
        counted = [(str(answer.label), len(self.answering(answer))) for answer in Attendance.Answer]
        return [*counted, ("Har ikke svaret", len(self.silent))]

    def of(self, seat_ids: Iterable[int]) -> list[Place]:
        wanted = set(seat_ids)
        return [place for place in self.places if place.seat.pk in wanted]


def roster(meeting: Meeting, viewer: Viewer, now: datetime) -> Roster:
    """The seats called to the meeting, with models to write to (2 queries); pages that only show it take `glance`.

    Of a meeting long over: those that answered or came, whoever sits now.
    """
    answers = answers_to(meeting, viewer).select_related("seat__organisation", "answered_by")
    if not is_recent(meeting, now):
        return assembled(None, answers)
    held = holdings_for(meeting, meeting.audience, viewer, local(now).date())
    return assembled(held.select_related("seat__organisation", "member"), answers)


def is_recent(meeting: Meeting, now: datetime) -> bool:
    return meeting.end >= now - RECENT


def answers_to(meeting: Any, viewer: Viewer) -> models.QuerySet[Attendance]:
    return Attendance.objects.visible_to(viewer).filter(meeting=meeting).order_by("seat__organisation__name")


def holdings_for(meeting: Any, audience: str, viewer: Viewer, day: Any) -> models.QuerySet[SeatHolding]:
    """Who sits, that day, in the seats that a meeting of this audience calls.

    Who is silent is for the secretariat to know: others get their own seats and those that have answered.
    """
    held = SeatHolding.objects.filter(until=None, seat__in=invited_seats(audience, day), member__is_active=True)
    if not viewer.is_secretariat:
        answered = answers_to(meeting, viewer).order_by().values("seat")
        held = held.filter(Q(seat__in=answered) | Q(seat__in=viewer.seat_ids))
    return held.order_by("seat__organisation__name", "seat_id")


def assembled(holdings: Iterable[Any] | None, answers: Iterable[Any]) -> Roster:
    """The places from both; without holdings a place for each answer."""
    places: dict[int, Place] = {}
    for holding in holdings or ():
        place = places.setdefault(holding.seat_id, Place(holding.seat))
        if holding.is_substitute:
            place.substitute = holding.member
        else:
            place.holder = holding.member
    for answer in answers:
        if holdings is None:
            places[answer.seat_id] = Place(answer.seat)
        if answer.seat_id in places:
            places[answer.seat_id].attendance = answer
    return Roster(list(places.values()))


def seats_that_read(item: AgendaItem) -> models.QuerySet[Seat]:
    """Seats as of the meeting's day whose holder may read the item, and can thus be given something to do on it."""
    seats = Seat.objects.current(local(item.meeting.start).date())
    disqualified = SeatHolding.objects.filter(until=None, is_substitute=False, member__in=item.disqualified.all())
    return _of_audience(seats, item.audience).exclude(pk__in=disqualified.values("seat"))


def invited_seats(audience: str, day: Any) -> models.QuerySet[Seat]:
    """The day's seats that a meeting of this audience calls; a meeting of the secretariat alone calls nobody."""
    return _of_audience(Seat.objects.current(day), audience)


def _of_audience(seats: models.QuerySet[Seat], audience: str) -> models.QuerySet[Seat]:
    if audience == Audience.SECRETARIAT:
        return seats.none()
    if audience == Audience.AUTHORITIES:
        return seats.filter(organisation__kind__in=AUTHORITY_KINDS)
    return seats
