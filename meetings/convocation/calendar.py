"""Meetings as calendar entries: in mails, as a single file, in a member's own feed.

No entry holds the agenda, or the title of a closed meeting: calendars are shared with colleagues and copied to phones.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from forum.base.calendars import CalendarEvent, calendar
from forum.base.dates import long_moment
from forum.mail.render import link
from forum.membership.models import Invitation
from forum.people.models import Member
from meetings.attendance.models import Attendance, Guest
from meetings.attendance.own_answers import OwnAnswers, SeatAnswer, own_answers
from meetings.meeting.models import Meeting

SAY_YES_FIRST = "Du er inviteret til at være med i forummet. Sig ja med linket i mailen, og svar så her, om du kommer:"
NO_ANSWER_HERE = "Et svar i kalenderen når ikke frem til os. Svar med linket i mailen eller på forummets side."


def invitation(meeting: Meeting, member: Member, now: datetime) -> str:
    """For mails about a coming time: the mail program offers to put it in the calendar, or moves what lies there."""
    return calendar([_event(meeting, _own(meeting, member), member=member, stamp=now)], method="REQUEST")


def cancellation(meeting: Meeting, member: Member, now: datetime) -> str:
    """For mails that take the meeting out of the receiver's calendar, be it cancelled or no longer the receiver's."""
    return calendar([_event(meeting, OwnAnswers(), member=member, stamp=now, is_cancelled=True)], method="CANCEL")


def of_guest(
    guest: Guest, meeting: Meeting, begins: datetime, ends: datetime, method: str, stamp: datetime | None
) -> str:
    """A guest's own entry, of the time the guest is there. Without `stamp` a file to put in by hand."""
    is_off, page = method == "CANCEL", link("meetings:detail", meeting.slug)
    partstat = {"": "NEEDS-ACTION", Guest.Answer.NO: "DECLINED"}.get(guest.answer, "ACCEPTED")
    event = CalendarEvent(
        uid=f"{meeting.uid}-{guest.pk}@forum",
        sequence=guest.sequence,
        stamp=stamp or meeting.changed_at,
        start=begins,
        end=ends,
        title=meeting.mail_name,
        place=meeting.place or meeting.online_link,
        description="" if is_off else f"Du er inviteret som gæst.\n{page}\n{NO_ANSWER_HERE}",
        url=page,
        online_link="" if is_off else meeting.online_link,
        is_cancelled=is_off,
        organiser=(settings.SITE_NAME, settings.CONTACT_MAIL),
        attendee=(guest.name, guest.member.email, partstat) if stamp and guest.member else None,
        is_free=guest.answer == Guest.Answer.NO,
    )
    return calendar([event], method=method)


def of_invited(meeting: Meeting, invitation: Invitation, method: str, stamp: datetime) -> str:
    """The meeting in the calendar of somebody who is invited to a seat: the entry that a member has, answered later."""
    is_off, page = method == "CANCEL", link("meetings:detail", meeting.slug)
    event = CalendarEvent(
        uid=f"{meeting.uid}@forum",
        sequence=meeting.sequence,
        stamp=stamp,
        start=meeting.start,
        end=meeting.end,
        title=meeting.mail_name,
        place=meeting.place or meeting.online_link,
        description="" if is_off else f"{SAY_YES_FIRST}\n{page}\n{NO_ANSWER_HERE}",
        url=page,
        is_cancelled=is_off,
        organiser=(settings.SITE_NAME, settings.CONTACT_MAIL),
        attendee=(invitation.called, invitation.email, "NEEDS-ACTION"),
    )
    return calendar([event], method=method)


def single(meeting: Meeting, member: Member) -> str:
    """The meeting as a file that its reader, `member`, puts in a calendar by hand."""
    return calendar([_event(meeting, _own(meeting, member))], method="PUBLISH")


def feed(meetings: Iterable[Meeting], member: Member) -> str:
    """A member's meetings; the same meetings give the same text, so that the feed's ETag holds."""
    found = list(meetings)
    answers = own_answers(member, found)
    events = [_event(meeting, answers[meeting.pk]) for meeting in found]
    return calendar(events, method="PUBLISH", name=settings.SITE_NAME)


def _own(meeting: Meeting, member: Member) -> OwnAnswers:
    return own_answers(member, [meeting])[meeting.pk]


def _partstat(own: OwnAnswers) -> str:
    """The member's part as calendars know it (RFC 5545, 3.2.12)."""
    if own.comes:
        return "ACCEPTED"
    return "DECLINED" if own.is_free else "NEEDS-ACTION"


def _event(
    meeting: Meeting,
    own: OwnAnswers,
    *,
    member: Member | None = None,
    stamp: datetime | None = None,
    is_cancelled: bool = False,
) -> CalendarEvent:
    is_cancelled = is_cancelled or not meeting.is_standing
    page = link("meetings:detail", meeting.slug)
    return CalendarEvent(
        uid=f"{meeting.uid}@forum",
        sequence=meeting.sequence,
        stamp=stamp or meeting.changed_at,
        start=meeting.start,
        end=meeting.end,
        title=meeting.mail_name if meeting.is_standing else f"Aflyst: {meeting.mail_name}",
        place=meeting.place or meeting.online_link,
        description="" if is_cancelled and meeting.is_standing else _description(meeting, own, page, stamp),
        url=page,
        online_link="" if is_cancelled else meeting.online_link,
        is_cancelled=is_cancelled,
        organiser=(settings.SITE_NAME, settings.CONTACT_MAIL),
        attendee=(member.name, member.email, _partstat(own)) if member else None,
        is_free=own.is_free,
    )


def _description(meeting: Meeting, own: OwnAnswers, page: str, stamp: datetime | None) -> str:
    if not meeting.is_standing:
        why = "" if meeting.is_closed else f": {meeting.cancel_reason}"
        return f"Mødet er aflyst{why}\n{page}"
    lines = _answer_lines(own, long_moment(meeting.answer_by(stamp) if stamp else meeting.rsvp_deadline))
    if meeting.online_link:
        lines.append(f"Deltag online: {meeting.online_link}")
    lines.append(f"Dagsorden, bilag og svar: {page}")
    return "\n".join([*lines, NO_ANSWER_HERE] if own.seats else lines)


def _answer_lines(own: OwnAnswers, answer_by: str) -> list[str]:
    """What the member has answered, in a line for all seats, or in one for each when they differ."""
    if own.is_mixed:
        return [f"Svar for {seat.organisation}: {_worded(seat, answer_by)}" for seat in own.seats]
    if not own.seats:
        return []
    answer = own.seats[0].answer
    return [f"Dit svar: {Attendance.Answer(answer).label}" if answer else f"Svar senest {answer_by}."]


def _worded(seat: SeatAnswer, answer_by: str) -> str:
    return Attendance.Answer(seat.answer).label if seat.answer else f"mangler, senest {answer_by}"
