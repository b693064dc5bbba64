"""Whom a message goes to: groups of a meeting's people, of the members, or a named list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from forum.base.visibility import SYSTEM
from forum.people.models import Member, Organisation, SeatHolding
from forum.receivers.models import ReceiverList
from meetings.attendance.attendees import AUTHORITY_KINDS, Attendees, attendees
from meetings.attendance.models import Guest
from meetings.meeting.models import Meeting
from meetings.messages.models import Message

To = Message.To
LIST = "list-"  # how a list is written among the choices: its number comes after
KINDS = {
    To.AUTHORITIES: AUTHORITY_KINDS,
    To.SUPPLIERS: [Organisation.Kind.SUPPLIER],
    To.SKI: [Organisation.Kind.SKI],
}


OF_A_MEETING = {To.COMING, To.WITH_GUESTS, To.GUESTS, To.SILENT, To.PRESENT}


@dataclass(frozen=True)
class Receiver:
    """Who gets the mail. Somebody outside the forum has an address alone; `guest`: who gets it as a meeting's guest."""

    address: str
    member: Member | None = None
    organisation: str = ""
    guest: Guest | None = None

    @property
    def name(self) -> str:
        if self.guest:
            return self.guest.name
        return self.member.name if self.member else ""

    @property
    def account(self) -> Member | None:
        """Whose access is asked again when the mail goes. A guest's ends with the meeting; thanks come after it."""
        return None if self.guest and self.member and self.member.is_guest else self.member


def receivers_of(message: Message, now: datetime) -> list[Receiver]:
    """Each person once, by organisation, as they are now."""
    if message.list_id:
        return _listed(ReceiverList.objects.visible_to(SYSTEM).with_receivers().filter(pk=message.list_id).first())
    if message.meeting:
        return _at_meeting(message.meeting, attendees(message.meeting, SYSTEM, now), message.to)
    return _members(message.to)


def _listed(found: ReceiverList | None) -> list[Receiver]:
    if found is None:  # removed since the draft was written
        return []
    known = [Receiver(member.email, member) for member in found.current]
    return known + [Receiver(address) for address in found.addresses]


def _at_meeting(meeting: Meeting, who: Attendees, to: str) -> list[Receiver]:
    if to == To.GUESTS:
        return _guests(meeting, [*Guest.COMING, ""])
    if to == To.WITH_GUESTS:
        return _once([*_called(who, To.COMING), *_guests(meeting, Guest.COMING)])
    return _called(who, to)


def _guests(meeting: Meeting, answers: Iterable[str]) -> list[Receiver]:
    """The meeting's guests with one of these answers, of those who have been told of it."""
    told = Guest.objects.visible_to(SYSTEM).told(meeting)
    rows = told.filter(answer__in=list(answers)).select_related("member").prefetch_related(None)
    return [Receiver(guest.member.email, guest.member, guest.organisation, guest) for guest in rows if guest.member]


def _called(who: Attendees, to: str) -> list[Receiver]:
    chosen = {
        To.ALL: list(who),
        To.COMING: who.coming,
        To.SILENT: who.silent,
        To.PRESENT: who.present,
    }.get(To(to))
    if chosen is None:
        chosen = [attendee for attendee in who if attendee.seat.organisation.kind in KINDS[To(to)]]
    return _once(
        Receiver(member.email, member, attendee.seat.organisation.full_name)
        for attendee in chosen
        for member in ([attendee.stand_in] if attendee.stand_in and to == To.COMING else attendee.reminded)
    )


def _members(to: str) -> list[Receiver]:
    held = SeatHolding.objects.present().filter(member__is_active=True)
    if to != To.ALL:
        held = held.filter(seat__organisation__kind__in=KINDS[To(to)])
    rows = held.select_related("member", "seat__organisation").order_by("seat__organisation__name", "is_substitute")
    return _once(Receiver(row.member.email, row.member, row.seat.organisation.full_name) for row in rows)


def _once(found: Iterable[Receiver]) -> list[Receiver]:
    first: dict[str, Receiver] = {}
    for receiver in found:
        first.setdefault(receiver.address, receiver)
    return list(first.values())


def choices(meeting: Meeting | None, now: datetime) -> list[tuple[str, str]]:
    """(value, label with the number of receivers) of whom a message can go to; groups without anybody are left out."""
    who = attendees(meeting, SYSTEM, now) if meeting else None
    come = _guests(meeting, Guest.COMING) if meeting else []
    found = []
    for to in To:
        if to == To.LIST or (who is None and to in OF_A_MEETING) or (to == To.WITH_GUESTS and not come):
            continue
        number = len(_at_meeting(meeting, who, to) if meeting and who is not None else _members(to))
        label = Message(to=to, meeting=meeting).whom
        if number:
            found.append((str(to.value), f"{label[:1].upper()}{label[1:]} ({number})"))
    lists = ReceiverList.objects.visible_to(SYSTEM).with_receivers()
    return found + [(f"{LIST}{one.pk}", one.label) for one in lists if one.size]
