"""The attendees: every seat that is called to a meeting, who holds it, and what it has answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateField, Q, QuerySet

from forum.base.compiled_queries import Param, compiled
from forum.base.dates import local
from forum.base.visibility import Audience, Viewer
from forum.membership.vacancies import vacant, word_for
from forum.people.models import Member, Organisation, Seat, SeatHolding
from meetings.agenda.models.items import AgendaItem
from meetings.attendance.models import Attendance, Guest
from meetings.meeting.models import Meeting
from meetings.meeting.rules import can_see_silent

AUTHORITY_KINDS = [kind for kind, is_authority in Organisation.IS_AUTHORITY.items() if is_authority]

RECENT = timedelta(days=30)  # so long the secretariat marks who was there among those who were called


@dataclass
class Attendee:
    """One seat at one meeting."""

    seat: Seat
    holder: Member | None = None
    substitute: Member | None = None
    attendance: Attendance | None = None
    holding: SeatHolding | None = None  # the holder's

    @property
    def is_inherited(self) -> bool:
        """The answer is the predecessor's, and the holder has not said yet whether it fits."""
        return bool(self.attendance and self.holding and self.attendance.is_inherited_by(self.holding))

    @property
    def receiver(self) -> Member | None:
        """Who gets the seat's mail: its holder, or the standing substitute while nobody holds it."""
        return self.holder or self.substitute

    @property
    def stand_in(self) -> Member | None:
        """Who comes instead, when a mail address was given."""
        return self.attendance.substitute if self.attendance else None

    @property
    def mailed(self) -> list[Member]:
        """Who hears of the meeting for this seat: its receiver, and who is called instead."""
        return [person for person in (self.receiver, self.stand_in) if person]

    @property
    def reminded(self) -> list[Member]:
        """Who is reminded: who is mailed, and the standing substitute when named as the one who comes."""
        people = self.mailed
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
        answered_by = (
            self.attendance and self.attendance.via != Attendance.Via.SECRETARIAT and self.attendance.answered_by
        )
        return answered_by.name if answered_by else ""

    @property
    def picture_of(self) -> int | None:
        """The id of who comes for the seat when that member has a picture; None for a name alone."""
        who = next((member for member in (self.holder, self.substitute) if member and member.name == self.person), None)
        return who.picture_of if who else None


class Attendees(list[Attendee]):
    """The attendees of one meeting, by the name of their organisation."""

    def answering(self, *answers: str) -> list[Attendee]:
        return [attendee for attendee in self if attendee.answer in answers]

    @property
    def occupied(self) -> list[Attendee]:
        """The seats with somebody to write to."""
        return [attendee for attendee in self if attendee.receiver]

    @property
    def coming(self) -> list[Attendee]:
        return self.answering(*Attendance.COMING)

    @property
    def declined(self) -> list[Attendee]:
        return self.answering(Attendance.Answer.NO)

    @property
    def silent(self) -> list[Attendee]:
        return self.answering("")

    @property
    def present(self) -> list[Attendee]:
        """Those marked as having been there, once somebody has marked them."""
        return [attendee for attendee in self if attendee.was_there]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """(label, number) for each answer, the silent last."""
        counted = [(str(answer.label), len(self.answering(answer))) for answer in Attendance.Answer]
        return [*counted, ("Har ikke svaret", len(self.silent))]

    def of(self, seat_ids: Iterable[int]) -> list[Attendee]:
        wanted = set(seat_ids)
        return [attendee for attendee in self if attendee.seat.pk in wanted]


def attendees(meeting: Meeting, viewer: Viewer, now: datetime) -> Attendees:
    """The seats called to the meeting, for the page and for the mails alike (2 queries).

    Of a meeting long over: those that answered or came, whoever sits now. Who may not know who is silent, see
    `can_see_silent`, gets their own seats and those that have answered.
    """
    answers = _answers(viewer, meeting=meeting.pk)
    if meeting.end < now - RECENT:
        return Attendees(Attendee(answer.seat, attendance=answer) for answer in answers)
    held = _holdings(viewer, meeting.audience, meeting=meeting.pk, day=local(now).date())
    return _seated(held, {answer.seat_id: answer for answer in answers})


def attendees_of(meetings: list[Meeting], viewer: Viewer, now: datetime) -> dict[int, Attendees]:
    """As `attendees`, by meeting id, for the secretariat and of meetings that are not long over (2 queries)."""
    answers: dict[int, dict[int, Attendance]] = {meeting.pk: {} for meeting in meetings}
    for answer in (
        Attendance.objects.visible_to(viewer).filter(meeting__in=answers).select_related("answered_by", "substitute")
    ):
        answers[answer.meeting_id][answer.seat_id] = answer
    everybody = list(_sitting(Seat.objects.current(local(now).date())))
    return {
        meeting.pk: _seated(
            [held for held in everybody if is_called(held.seat.organisation.kind, meeting.audience)],
            answers[meeting.pk],
        )
        for meeting in meetings
    }


def unanswered(seat_ids: Iterable[int]) -> Attendees:
    """Seats that have answered nothing, with those who sit in them now (1 query)."""
    return _seated(_sitting(Seat.objects.filter(pk__in=seat_ids)), {})


def receiver_of(seat: Seat) -> Member | None:
    """Who gets the seat's mail now: its holder, or the standing substitute while nobody holds it (1 query)."""
    held = SeatHolding.objects.present().filter(seat=seat).select_related("member").order_by("is_substitute").first()
    return held.member if held else None


def _seated(holdings: Iterable[SeatHolding], answers: dict[int, Attendance]) -> Attendees:
    by_seat: dict[int, Attendee] = {}
    for holding in holdings:
        attendee = by_seat.setdefault(holding.seat_id, Attendee(holding.seat, attendance=answers.get(holding.seat_id)))
        if holding.is_substitute:
            attendee.substitute = holding.member
        else:
            attendee.holder, attendee.holding = holding.member, holding
    return Attendees(by_seat.values())


@compiled
def _answers(viewer: Viewer) -> QuerySet[Attendance]:
    rows = _answered(viewer).select_related("seat__organisation", "answered_by", "substitute")
    return rows.order_by("seat__organisation__name")


def _answered(viewer: Viewer) -> QuerySet[Attendance]:
    return Attendance.objects.visible_to(viewer).filter(meeting=Param("meeting"))


@compiled
def _holdings(viewer: Viewer, audience: str) -> QuerySet[SeatHolding]:
    """Who sits, that day, in the seats that a meeting of this audience calls."""
    called = invited_seats(audience, Param("day", DateField()))
    held = _sitting(called)
    if not can_see_silent(viewer):
        held = held.filter(Q(seat__in=_answered(viewer).values("seat")) | Q(seat__in=viewer.seat_ids))
    return held


def _sitting(seats: QuerySet[Seat]) -> QuerySet[SeatHolding]:
    held = SeatHolding.objects.present().filter(seat__in=seats, member__is_active=True)
    return held.select_related("seat__organisation", "member").order_by("seat__organisation__name", "seat_id")


def vacant_seats(meeting: Meeting, now: datetime) -> list[tuple[str, str]]:
    """(organisation, »ledig« or »inviteret«) of each called seat that nobody holds (1 query)."""
    called = vacant(invited_seats(meeting.audience, local(now).date()), now)
    return [(seat.organisation.full_name, word_for(seat)) for seat in called]


def seats_that_read(item: AgendaItem) -> QuerySet[Seat]:
    """Seats as of the meeting's day whose holder may read the item, and can thus be given something to do on it."""
    seats = Seat.objects.current(local(item.meeting.start).date())
    disqualified = SeatHolding.objects.present().filter(is_substitute=False, member__in=item.disqualified.all())
    return _of_audience(seats, item.audience).exclude(pk__in=disqualified.values("seat"))


def invited_seats(audience: str, day: Any) -> QuerySet[Seat]:
    """The day's seats that a meeting of this audience calls; a meeting of the secretariat alone calls nobody."""
    return _of_audience(Seat.objects.current(day), audience)


def _of_audience(seats: QuerySet[Seat], audience: str) -> QuerySet[Seat]:
    if audience == Audience.SECRETARIAT:
        return seats.none()
    if audience == Audience.AUTHORITIES:
        return seats.filter(organisation__kind__in=AUTHORITY_KINDS)
    return seats


def is_called(kind: str, audience: str) -> bool:
    """As `invited_seats`, for a seat at hand: whether its kind of organisation is called to a meeting so open."""
    if audience == Audience.SECRETARIAT:
        return False
    return audience != Audience.AUTHORITIES or kind in AUTHORITY_KINDS


def guests_at(meeting: Meeting, viewer: Viewer) -> list[Guest]:
    """The guests that this viewer may know of: who comes or has not said no; afterwards who was there (1 query)."""
    rows = _guests(viewer, meeting=meeting.pk)
    was_marked = any(guest.was_present is not None for guest in rows)
    return [guest for guest in rows if (guest.was_present if was_marked else guest.answer != Guest.Answer.NO)]


@compiled
def _guests(viewer: Viewer) -> QuerySet[Guest]:
    return Guest.objects.visible_to(viewer).filter(meeting=Param("meeting")).order_by("name", "pk")
