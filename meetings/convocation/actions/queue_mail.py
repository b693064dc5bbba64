"""The meeting's mails into the outbox: keyed so that a re-run adds nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from forum.base.dates import local
from forum.mail import outbox
from forum.mail.models import OutboxMail
from forum.people.models import Member, Seat
from meetings.attendance.attendees import Attendee
from meetings.attendance.rules import successor_question
from meetings.convocation import calendar
from meetings.convocation.mail import CONVOCATION, MeetingKind, News, RenderedMail, stand_ins_answer
from meetings.meeting.models import Meeting


def key(kind: MeetingKind, meeting: Meeting, seat: Seat, member: Member, *, occasion: str = "") -> str:
    """What the mail is about. The start is in it: a moved meeting reminds anew, a re-run does not.

    `occasion` tells the mails of one kind apart, where a seat gets several about the same time of the meeting.
    """
    which = [occasion] if occasion else []
    return kind.key(*which, *at_its_time(meeting), f"seat-{seat.pk}", f"member-{member.pk}")


def at_its_time(meeting: Meeting) -> tuple[str, str]:
    """The meeting at its present start, for the key of a mail about it."""
    return f"meeting-{meeting.pk}", local(meeting.start).strftime("%Y-%m-%dT%H:%M")


def draft(
    kind: MeetingKind,
    meeting: Meeting,
    attendee: Attendee,
    now: datetime,
    *,
    as_released: bool,
    news: News | None = None,
) -> RenderedMail:
    """The mail as the attendee's receiver will get it, before the agenda in it is released."""
    if attendee.receiver is None:
        raise ValueError("nobody to write to")
    answer = "" if (news and news["new_time"]) or attendee.is_inherited else attendee.answer
    how = {"is_draft": True, "as_released": as_released}
    return kind.render(meeting, attendee.seat, attendee.receiver, answer, news or {}, now, **how)


def queue(
    kind: MeetingKind,
    meeting: Meeting,
    attendee: Attendee,
    now: datetime,
    *,
    occasion: str = "",
    to: Member | None = None,
    address: str = "",
    news: News | None = None,
) -> OutboxMail:
    """Queue one mail about the meeting to the attendee's receiver, or to the member `to` instead.

    `address`: sent there whether or not the receiver is still a member when its turn comes.
    """
    member = to or attendee.receiver
    if member is None:
        raise ValueError("nobody to write to")
    answer, told = "" if attendee.is_inherited else attendee.answer, news or {}
    if attendee.stand_in == member and attendee.holder:
        answer, told = stand_ins_answer(attendee.attendance), told | {"instead_of": attendee.holder.name}
    elif attendee.is_inherited and attendee.attendance and kind is CONVOCATION:
        told = told | {"inherited": successor_question(attendee.attendance, meeting, now)}
    made = kind.render(meeting, attendee.seat, member, answer, told, now)
    return outbox.queue(
        key=key(kind, meeting, attendee.seat, member, occasion=occasion),
        kind=kind,
        to=address or member,
        rendered=made.rendered,
        now=now,
        calendar=_calendar_part(kind, meeting, member, now),
        calendar_method=kind.calendar_method,
        about={
            "meeting": meeting.pk,
            "seat": attendee.seat.pk,
            "member": member.pk,
            "start": meeting.start.isoformat(),
            "shown_items": made.shown_items,
            "told": told,
        },
        is_task=bool(told.get("instead_of")),  # without a seat there is nowhere to choose what one is told
        in_reply_to="" if kind is CONVOCATION else _convocation_of(meeting, attendee.seat, member),
    )


def queue_all(
    kind: MeetingKind,
    meeting: Meeting,
    recipients: Iterable[Attendee],
    now: datetime,
    *,
    occasion: str = "",
    news: News | None = None,
) -> None:
    """Queue the mail to everyone who hears of the meeting for these seats, those who come instead of somebody too."""
    for attendee in recipients:
        for person in attendee.mailed:
            queue(kind, meeting, attendee, now, occasion=occasion, news=news, to=person)


def _convocation_of(meeting: Meeting, seat: Seat, member: Member) -> str:
    """The Message-ID of the mail that called the member for this seat, under which all later ones are shown; or ""."""
    called = OutboxMail.objects.filter(
        kind=CONVOCATION.name, about__contains={"meeting": meeting.pk, "seat": seat.pk, "member": member.pk}
    )
    first = called.exclude(state=OutboxMail.State.DROPPED).order_by("pk").values_list("message_id", flat=True).first()
    return first or ""


def _calendar_part(kind: MeetingKind, meeting: Meeting, member: Member, now: datetime) -> str:
    """The mail's calendar part as ICS, "" for a kind that has none."""
    if kind.calendar_method == "REQUEST":
        return calendar.invitation(meeting, member, now)
    return calendar.cancellation(meeting, member, now) if kind.calendar_method == "CANCEL" else ""
