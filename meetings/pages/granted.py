"""The meeting's page for those without a seat: a substitute reads what the seat does, a guest their own items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from forum.base.visibility import SYSTEM
from forum.people.models import Member
from meetings.agenda import display
from meetings.attendance.attendees import receiver_of
from meetings.attendance.forms import StandInForm
from meetings.attendance.models import Attendance, Guest
from meetings.attendance.rules import offered_to_stand_in
from meetings.attendance.wishes import own_wishes
from meetings.convocation import calendar
from meetings.convocation.mail import RsvpLink
from meetings.convocation.mail.guests import GuestLink, Part, offered
from meetings.meeting import rules
from meetings.meeting.models import Meeting
from meetings.pages.parts import STATE_LOOKS


@dataclass(frozen=True)
class StandIn:
    """The part of somebody who comes instead of a seat's holder."""

    said: Attendance
    holder: Member | None
    wish: str  # what they have asked for, of food or access
    form: StandInForm
    action: str  # where the answer is sent: the address that the mails have, too


def page_of(meeting: Meeting, member: Member, now: datetime) -> dict[str, Any]:
    """What the page shows of the meeting: only what is granted, closed items as a line each where all is granted."""
    viewer = member.as_viewer().in_part()
    programme = display.of(meeting, viewer)
    whole = bool(viewer.grants_on(Meeting, meeting.pk))  # and not some items of it
    why_not = rules.why_not_answer(meeting, now)
    guest = Guest.of(member, meeting)
    part = Part.of(guest, meeting) if guest and not whole else Part([], meeting.start, meeting.end)
    return {
        "meeting": meeting,
        "begins": part.begins,
        "ends": part.ends,
        "programme": programme,
        "rows": programme.lines if whole else [row for row in programme.rows if row.item],
        "is_whole": whole,
        "stand_ins": [] if why_not else _stand_ins(meeting, member),
        "guest_part": None if why_not or guest is None else _guest_part(meeting, guest),
        "answers": offered_to_stand_in(meeting),
        "answer_by": meeting.answer_by(now),
        "is_over": meeting.end < now,
        "state_kind": STATE_LOOKS.get(meeting.state, ""),
    }


def calendar_of(meeting: Meeting, member: Member) -> str:
    """A guest's own entry, of the time the guest is there; "" for who is no guest."""
    guest = Guest.of(member, meeting) if member.is_guest else None
    if guest is None:
        return ""
    part = Part.of(guest, meeting)
    return calendar.of_guest(guest, meeting, part.begins, part.ends, "PUBLISH", None)


def _guest_part(meeting: Meeting, guest: Guest) -> dict[str, Any]:
    """What a guest has answered, the buttons, and where they send it."""
    token = GuestLink.to(guest, meeting).token()
    return {"guest": guest, "answers": offered(meeting), "action": reverse("meetings:guest_answer", args=[token])}


def _stand_ins(meeting: Meeting, member: Member) -> list[StandIn]:
    found, wishes = [], own_wishes(meeting, member.as_viewer().in_part())
    for said in Attendance.objects.visible_to(SYSTEM).by_stand_in(member, [meeting]):
        token = RsvpLink(meeting.pk, said.seat_id, member.pk, meeting.start).token()
        wish, action = wishes.get(said.seat_id, ""), reverse("meetings:rsvp", args=[token])
        found.append(StandIn(said, receiver_of(said.seat), wish, StandInForm(meeting=meeting), action))
    return found
