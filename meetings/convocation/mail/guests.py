"""The mails to guests: each tells of the guest's own items and their time, and of nothing else on the agenda."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.signing import Signer

from forum.base.dates import clock, long_day, long_moment, span
from forum.base.visibility import SYSTEM
from forum.mail.kinds import Content, Kind
from forum.mail.models import OutboxMail
from forum.mail.outbox import Rendered
from forum.mail.render import link, render
from meetings.agenda.models import AgendaRow, programme
from meetings.attendance.models import Attendance, Guest
from meetings.attendance.rules import REPEATED, offered_answers
from meetings.convocation.mail.kinds import not_held_then
from meetings.meeting.models import Meeting

READ = "laes"  # in the query of the answer link: on to the meeting's page, or why there is nothing to read any more
SIGNER = Signer(salt="meetings.guest-of", sep=".")


@dataclass(frozen=True)
class GuestLink:
    """What a guest's answer link is good for: one person's answer as this guest to the meeting at one time.

    The person is in it: where the invitation went to a wrong address first, that link is void.
    """

    guest_id: int
    member_id: int
    start: datetime

    @classmethod
    def to(cls, guest: Guest, meeting: Meeting) -> GuestLink:
        return cls(guest.pk, guest.member_id or 0, meeting.start)

    def token(self) -> str:
        return SIGNER.sign(f"{self.guest_id}-{self.member_id}-{int(self.start.timestamp()) // 60}")

    @classmethod
    def read(cls, token: str) -> GuestLink:
        """Raises BadSignature when it is not ours."""
        guest, member, minutes = map(int, SIGNER.unsign(token).split("-"))
        return cls(guest, member, datetime.fromtimestamp(minutes * 60, UTC))


@dataclass(frozen=True)
class Part:
    """What a guest takes part in: the items with their times, or the whole meeting."""

    rows: list[AgendaRow]
    begins: datetime
    ends: datetime

    @classmethod
    def of(cls, guest: Guest, meeting: Meeting) -> Part:
        wanted = {item.pk for item in guest.items.all()}
        rows = [row for row in programme(meeting, SYSTEM).rows if row.item and row.item.pk in wanted] if wanted else []
        if not rows:
            return cls([], meeting.start, meeting.end)
        return cls(rows, rows[0].begins, rows[-1].ends)

    @property
    def open_items(self) -> list[int]:
        """The items that a mail may name: a mail is passed on."""
        return [row.item.pk for row in self.rows if row.item and not row.item.is_closed]

    @property
    def lines(self) -> list[str]:
        return [
            f"Punkt {row.number}, kl. {clock(row.begins)}-{clock(row.ends)}"
            + (f": {row.item.title}" if row.item and not row.item.is_closed else "")
            for row in self.rows
        ]


def offered(meeting: Meeting) -> list[tuple[str, str]]:
    """(value, wording) of each answer: those of a seat, but that nobody comes in a guest's place."""
    return [(value, wording) for value, wording in offered_answers(meeting) if value in Guest.Answer]


@dataclass(frozen=True, kw_only=True)
class GuestKind(Kind):
    """A kind of mail to guests: its subject, and what it does in the calendar."""

    subject: Callable[[Meeting, Part], str]
    calendar_method: str = "REQUEST"

    def render(self, guest: Guest, meeting: Meeting, part: Part, news: dict[str, Any]) -> Rendered:
        page = link("meetings:guest_answer", GuestLink.to(guest, meeting).token())
        return render(
            self,
            self.subject(meeting, part),
            guest=guest,
            meeting=meeting,
            lines=part.lines,
            begins=part.begins,
            answer=REPEATED[Attendance.Answer(guest.answer)] if guest.answer else "",
            answers=[(wording, f"{page}?svar={value}") for value, wording in offered(meeting)],
            facts=[
                ("Tid", span(part.begins, part.ends)),
                ("Sted", "Du er med online" if guest.is_online and meeting.online_link else meeting.place),
                ("Online", meeting.online_link),
            ],
            page=f"{page}?{READ}=ja",
            **news,
        )


def _guest_of(mail: OutboxMail) -> Guest | None:
    """The guest whom the mail is about, while the invitation stands."""
    guest: Guest | None = (
        Guest.objects.visible_to(SYSTEM).filter(pk=mail.about["guest"]).select_related("meeting").first()
    )
    return guest


def _is_of(mail: OutboxMail, guest: Guest) -> bool:
    """The guest's mails still go to the person whom this one is for."""
    return guest.member_id == mail.about["member"]


def _still_invited(mail: OutboxMail, now: datetime) -> str:
    """The invitation stands, opens something, and tells the meeting's present time."""
    guest, viewer = _guest_of(mail), mail.viewer(now)
    if guest is None or not _is_of(mail, guest) or viewer is None or not viewer.grants:
        return "Modtageren er ikke længere gæst."
    return not_held_then(guest.meeting, mail, now)


def _still_coming(mail: OutboxMail, now: datetime) -> str:
    guest, why_not = _guest_of(mail), _still_invited(mail, now)
    says_no = guest is not None and guest.answer == Guest.Answer.NO
    return why_not or ("Gæsten har meldt afbud i mellemtiden." if says_no else "")


def _still_called_off(mail: OutboxMail, now: datetime) -> str:
    guest = _guest_of(mail)
    return "Gæsten er inviteret igen." if guest and _is_of(mail, guest) and guest.meeting.is_standing else ""


def _without_closed_items(mail: OutboxMail, now: datetime) -> Content | None:
    """The mail written anew when an item that it names has been closed since."""
    guest = _guest_of(mail)
    if guest is None:
        return None
    part = Part.of(guest, guest.meeting)
    if set(mail.about["shown_items"]) <= set(part.open_items):
        return None
    kind = next(kind for kind in KINDS if kind.name == mail.kind)
    made = kind.render(guest, guest.meeting, part, mail.about["told"])
    return Content(made.text, made.html, {**mail.about, "shown_items": part.open_items})


def _when(meeting: Meeting, part: Part) -> str:
    return f"{meeting.mail_name} {long_day(part.begins)}"


INVITATION = GuestKind(
    "meetings.guest_invitation",
    "Invitation til gæst",
    subject=lambda meeting, part: f"Kommer du {long_moment(part.begins)}? {meeting.mail_name}",
    check=_still_invited,
    rerender=_without_closed_items,
)
CHANGED = GuestKind(
    "meetings.guest_changed",
    "Ændring til gæst",
    subject=lambda meeting, part: f"Ændret: {_when(meeting, part)}",
    check=_still_invited,
    rerender=_without_closed_items,
)
REMINDER = GuestKind(
    "meetings.guest_reminder",
    "Påmindelse til gæst",
    subject=lambda meeting, part: f"Påmindelse: {_when(meeting, part)}",
    check=_still_coming,
    rerender=_without_closed_items,
)
CALLED_OFF = GuestKind(
    "meetings.guest_called_off",
    "Aflyst for gæst",
    subject=lambda meeting, part: (
        f"{'Du skal alligevel ikke med' if meeting.is_standing else 'Aflyst'}: {_when(meeting, part)}"
    ),
    calendar_method="CANCEL",
    check=_still_called_off,
)
KINDS = [INVITATION, CHANGED, REMINDER, CALLED_OFF]
