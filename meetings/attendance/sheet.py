"""Who is called to a meeting and what they have answered, as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from forum.base.dates import local
from forum.files.made_sheet import Table
from meetings.attendance.attendees import Attendee

WIDTHS = {
    "Organisation": 32, "Slags": 14, "Navn": 28, "Titel": 30, "Mail": 34, "Telefon": 18, "Svar": 18,
    "Stedfortræder": 28, "Svaret den": 12, "Var der": 10,
}  # fmt: skip


WISHES = "Ønsker til mad og adgang"


def table_of(who: Iterable[Attendee], wishes: Mapping[int, str] | None = None) -> Table:
    """A row for each seat, whether or not it has answered; `wishes` by seat, None where they are not to be read."""
    if wishes is None:
        return Table("Deltagere", WIDTHS, map(_row, who))
    rows = ([*_row(attendee), wishes.get(attendee.seat.pk, "")] for attendee in who)
    return Table("Deltagere", {**WIDTHS, WISHES: 40}, rows)


def _row(attendee: Attendee) -> list[str]:
    organisation, person, said = attendee.seat.organisation, attendee.receiver, attendee.attendance
    return [
        organisation.full_name,
        str(organisation.get_kind_display()),
        person.name if person else attendee.person,
        person.title if person else "",
        person.email if person else "",
        person.phone if person else "",
        str(said.get_answer_display()) if said and said.answer else "har ikke svaret",
        said.substitute_name if said else "",
        local(said.answered_at).date().isoformat() if said and said.answered_at else "",
        {True: "ja", False: "nej", None: ""}[said.was_present if said else None],
    ]
