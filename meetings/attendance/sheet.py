"""Who is called to a meeting, its guests, and what they have answered, as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from forum.base.dates import local
from forum.files.made_sheet import Table
from meetings.attendance.attendees import Attendee
from meetings.attendance.models import Attendance, Guest

WIDTHS = {
    "Organisation": 32, "Slags": 14, "Navn": 28, "Titel": 30, "Mail": 34, "Telefon": 18, "Svar": 18,
    "Stedfortræder": 28, "Svaret den": 12, "Var der": 10,
}  # fmt: skip
ITEMS = "Gæst ved punkt"
WISHES = "Ønsker til mad og adgang"
SILENT = "har ikke svaret"
WAS_THERE = {True: "ja", False: "nej", None: ""}


def table_of(who: Iterable[Attendee], guests: Sequence[Guest] = (), wishes: Mapping[int, str] | None = None) -> Table:
    """A row for each seat, whether or not it has answered, and for each guest.

    `wishes` by seat, None where they are not to be read. Without guests there is no column of what they are there for.
    """
    extra = ({ITEMS: 16} if guests else {}) | ({WISHES: 40} if wishes is not None else {})
    rows = [(_row(each), {WISHES: (wishes or {}).get(each.seat.pk, "")}) for each in who]
    rows += [(_guest_row(guest), {ITEMS: guest.item_numbers or "hele mødet"}) for guest in guests]
    return Table("Deltagere", WIDTHS | extra, ([*row, *(more.get(name, "") for name in extra)] for row, more in rows))


def _row(attendee: Attendee) -> list[str]:
    organisation, person, said = attendee.seat.organisation, attendee.receiver, attendee.attendance
    return [
        organisation.full_name,
        str(organisation.get_kind_display()),
        person.name if person else attendee.person,
        person.title if person else "",
        person.email if person else "",
        person.phone if person else "",
        _answer(said),
        said.substitute_name if said else "",
        _day(said.answered_at if said else None),
        WAS_THERE[said.was_present if said else None],
    ]


def _answer(said: Attendance | None) -> str:
    if said is None or not said.answer:
        return SILENT
    return f"{said.get_answer_display()}{', online' if said.is_stand_in_online else ''}"


def _guest_row(guest: Guest) -> list[str]:
    answer = str(Attendance.Answer(guest.answer).label) if guest.answer else SILENT  # in the members' words
    address = guest.member.email if guest.member else ""
    return [
        guest.organisation, "Gæst", guest.name, "", address, "", answer, "",
        _day(guest.answered_at), WAS_THERE[guest.was_present],
    ]  # fmt: skip


def _day(moment: datetime | None) -> str:
    return local(moment).date().isoformat() if moment else ""
