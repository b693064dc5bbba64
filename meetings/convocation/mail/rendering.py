"""The mails about meetings, rendered for one receiver each: nobody gets a line they may not see on the site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.signing import Signer

from forum.base.dates import clock, long_day, long_moment, near_day, span
from forum.base.visibility import Audience
from forum.mail import unsubscribe
from forum.mail.kinds import Kind
from forum.mail.outbox import Rendered
from forum.mail.render import link, render, without_keys
from forum.people.models import Member, Seat
from meetings.agenda.models import AgendaItem, AgendaRow, Programme, programme
from meetings.attendance.models import Attendance
from meetings.attendance.rules import REPEATED, offered_answers, offered_to_stand_in
from meetings.meeting.models import Meeting

SIGNER = Signer(salt="meetings.rsvp", sep=".")
DRAFTED = "kladde"  # stands for the receiver's own link in a draft: it is not for the secretariat to have


@dataclass(frozen=True)
class RsvpLink:
    """What an answer link is good for: one person's answer for one seat at one meeting at one time."""

    meeting_id: int
    seat_id: int
    member_id: int
    start: datetime

    def token(self) -> str:
        minutes = int(self.start.timestamp()) // 60
        return SIGNER.sign(f"{self.meeting_id}-{self.seat_id}-{self.member_id}-{minutes}")

    @classmethod
    def read(cls, token: str) -> RsvpLink:
        """Raises BadSignature when it is not ours."""
        meeting, seat, member, minutes = map(int, SIGNER.unsign(token).split("-"))
        return cls(meeting, seat, member, datetime.fromtimestamp(minutes * 60, UTC))


@dataclass(frozen=True)
class RenderedMail:
    """One rendered mail, and the items whose titles stand in it (asked again before it is sent)."""

    rendered: Rendered
    shown_items: list[int]


def convocation(
    kind: Kind, meeting: Meeting, seat: Seat, member: Member, answer: str, *, answer_by: datetime, **more: Any
) -> RenderedMail:
    """`more`: is_draft; as_released when sending it releases the agenda; instead_of, for a substitute: of whom.

    `inherited`: what a new holder is asked about the answer of the one before.
    """
    asked = f"Kommer du den {near_day(meeting.start, answer_by)}? {meeting.mail_name}"
    subject = f"Indkaldelse: {_when(meeting)}" if answer else asked  # who has answered is not asked again
    return _letter(kind, subject, meeting, seat, member, answer, answer_by=answer_by, **more)


def agenda(kind: Kind, meeting: Meeting, seat: Seat, member: Member, answer: str, **more: Any) -> RenderedMail:
    """`more`: is_draft and as_released, for the version that is yet to be released; instead_of."""
    version = meeting.agenda_version + more.get("as_released", False)
    subject = f"{'Ny dagsorden' if version > 1 else 'Dagsordenen er klar'}: {_when(meeting)}"
    return _letter(kind, subject, meeting, seat, member, answer, version=version, **more)


def changes(before: Meeting, new: dict[str, Any]) -> dict[str, Any]:
    """What a move changes this time, for `moved`: is it the start, and (label, value) of the rest."""
    old = {name: getattr(before, name) for name in new}
    changed = {name: value for name, value in new.items() if value != old[name]}
    new_time = "start" in changed
    lines = []
    if "end" in changed and not new_time:
        lines.append(["Slutter nu", f"kl. {clock(changed['end'])}"])
    if "place" in changed:
        lines.append(["Nyt sted", changed["place"] or "intet, mødet er kun online"])
    if "online_link" in changed:
        lines.append(["Nyt onlinelink", changed["online_link"] or "intet, man kan ikke længere deltage online"])
    if "rsvp_deadline" in changed and not new_time:
        lines.append(["Ny svarfrist", long_moment(changed["rsvp_deadline"])])
    return {"new_time": new_time, "changed": lines}


def moved(
    kind: Kind,
    meeting: Meeting,
    seat: Seat,
    member: Member,
    answer: str,
    *,
    note: str,
    new_time: bool,
    changed: list[list[str]],
    is_draft: bool = False,
    instead_of: str = "",
    now: datetime,
    **_: bool,
) -> RenderedMail:
    what = "Flyttet" if new_time else "Nyt sted" if "Nyt sted" in dict(changed) else "Ændret"
    told: dict[str, Any] = {
        "note": note,
        "new_time": new_time,
        "changed": changed,
        "instead_of": instead_of,
        "now": now,
    }
    asked = f"Kommer du {long_day(meeting.start)}? {meeting.mail_name}" if new_time else _when(meeting)
    return _letter(kind, f"{what}: {asked}", meeting, seat, member, answer, is_draft=is_draft, **told)


def cancelled(
    kind: Kind, meeting: Meeting, seat: Seat, member: Member, answer: str, *, now: datetime, instead_of: str = ""
) -> RenderedMail:
    return _letter(kind, f"Aflyst: {_when(meeting)}", meeting, seat, member, answer, now=now, instead_of=instead_of)


def withdrawn(
    kind: Kind, meeting: Meeting, seat: Seat, member: Member, answer: str, *, now: datetime, instead_of: str = ""
) -> RenderedMail:
    subject = f"Ikke længere indkaldt: {_when(meeting)}"
    return _letter(kind, subject, meeting, seat, member, answer, now=now, instead_of=instead_of)


def substitute(
    kind: Kind, meeting: Meeting, seat: Seat, member: Member, answer: str, *, now: datetime, stand_in: str, comes: bool
) -> RenderedMail:
    """To the seat's holder: who was named by a mail's link, or that the one who was named cannot come."""
    subject = (
        f"Din stedfortræder {long_day(meeting.start)}: {stand_in}"
        if comes
        else f"Kommer du alligevel {long_day(meeting.start)}?"
    )
    return _letter(kind, subject, meeting, seat, member, answer, now=now, stand_in=stand_in, comes=comes)


def reminder(
    kind: Kind, meeting: Meeting, seat: Seat, member: Member, answer: str, *, now: datetime, instead_of: str = ""
) -> RenderedMail:
    """A substitute asked to come can say no, and has nowhere to choose what mails to get."""
    way_out = "" if instead_of else unsubscribe.address(member, kind)
    told: dict[str, Any] = {"now": now, "instead_of": instead_of, "unsubscribe_url": way_out}
    asked = f"Kommer du {long_day(meeting.start)}? {meeting.mail_name}"
    subject = f"Påmindelse: {_when(meeting)}" if answer else asked
    return _letter(kind, subject, meeting, seat, member, answer, **told)


def answer_reminder(
    kind: Kind, meeting: Meeting, seat: Seat, member: Member, answer: str, *, now: datetime
) -> RenderedMail:
    asked = f"Kommer du den {near_day(meeting.start, meeting.rsvp_deadline)}?"
    subject = f"{asked} Svar senest {long_day(meeting.rsvp_deadline)}"
    way_out = unsubscribe.address(member, kind)
    return _letter(kind, subject, meeting, seat, member, answer, now=now, unsubscribe_url=way_out)


def _when(meeting: Meeting) -> str:
    return f"{meeting.mail_name} {long_day(meeting.start)}"


def _letter(
    kind: Kind,
    subject: str,
    meeting: Meeting,
    seat: Seat,
    member: Member,
    answer: str,
    *,
    now: datetime,
    as_released: bool = False,
    is_draft: bool = False,
    instead_of: str = "",
    **more: Any,
) -> RenderedMail:
    """`instead_of`: the name of the seat's holder, in a mail to the one who comes in that one's place."""
    page = link("meetings:detail", meeting.slug)
    seen = programme(meeting, member.as_viewer(now), as_released=as_released)
    shown = [item.pk for item in seen.items if not item.is_closed]
    rendered = render(
        kind,
        subject,
        meeting=meeting,
        member=member,
        seat=seat,
        answer=REPEATED[Attendance.Answer(answer)] if answer else "",
        answers=_answers(
            meeting,
            DRAFTED if is_draft else RsvpLink(meeting.pk, seat.pk, member.pk, meeting.start).token(),
            is_stand_in=bool(instead_of),
        ),
        instead_of=instead_of,
        page=page,
        agenda_page=f"{page}#dagsorden",
        lines=_lines(seen, is_closed=meeting.is_closed),
        facts=_facts(meeting, more.get("answer_by", meeting.rsvp_deadline)),
        **more,
    )
    if is_draft:
        rendered = Rendered(rendered.subject, without_keys(rendered.text), without_keys(rendered.html))
    return RenderedMail(rendered, shown)


def _answers(meeting: Meeting, token: str, *, is_stand_in: bool) -> list[tuple[str, str]]:
    """(wording, address) for each answer; the links act only after a second, worded choice on the page."""
    page = link("meetings:rsvp", token)
    offered = offered_to_stand_in(meeting) if is_stand_in else offered_answers(meeting)
    return [(wording, f"{page}?svar={value}") for value, wording in offered]


def _facts(meeting: Meeting, answer_by: datetime) -> list[tuple[str, str]]:
    return [
        ("Tid", span(meeting.start, meeting.end)),
        ("Sted", meeting.place),
        ("Online", meeting.online_link),
        ("Svarfrist", long_moment(answer_by)),
    ]


def _lines(seen: Programme, *, is_closed: bool) -> list[dict[str, Any]]:
    """The agenda for a mail. Closed items are never named, to those who may read them on the site neither.

    Nor are the pauses of a closed meeting: what they are called may tell what it is about.
    """
    lines = []
    for row in seen.lines:
        if row.pause:
            lines.append({"begins": row.begins, "title": "Pause" if is_closed else row.pause.title, "is_pause": True})
            continue
        open_item = row.item if row.item and not row.item.is_closed else None
        lines.append(
            {
                "number": row.number,
                "begins": row.begins,
                "title": open_item.title if open_item else "",
                "kind": open_item.get_kind_display() if open_item and open_item.kind != AgendaItem.Kind.OTHER else "",
                "closed": "" if open_item else _closed(row),
                "may_read": row.item is not None,
            }
        )
    return lines


def _closed(row: AgendaRow) -> str:
    if row.is_disqualified:
        return "Du er inhabil i punktet og kan ikke læse det"
    return "Kun for ordregivere" if row.audience == Audience.AUTHORITIES else "Lukket punkt"
