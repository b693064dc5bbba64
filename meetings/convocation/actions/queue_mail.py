"""The meeting's mails into the outbox: keyed so that a re-run adds nothing, and asked again before they are sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone

from forum.base.dates import local
from forum.mail import kinds, outbox
from forum.mail.models import OutboxMail
from forum.people.models import Member, Seat
from meetings.agenda.models import AgendaItem
from meetings.attendance.attendees import Place
from meetings.attendance.models import Attendance
from meetings.convocation import calendar, mail
from meetings.convocation.mail import RenderedMail
from meetings.meeting.models import Meeting

Build = Callable[..., RenderedMail]  # (meeting, seat, member, answer)
KINDS: dict[str, Build] = {
    "convocation": mail.convocation,
    "agenda": mail.agenda,
    "meeting_moved": mail.moved,
    "meeting_cancelled": mail.cancelled,
    "meeting_reminder": mail.reminder,
    "rsvp_nag": mail.nag,
}
Told = dict[str, Any]  # what this one mail tells beside the meeting: of a move, what changed
OPTIONAL = {"meeting_reminder", "rsvp_nag"}


def key(stem: str, meeting: Meeting, seat: Seat, member: Member) -> str:
    """What the mail is about. The start is in it: a moved meeting reminds anew, a re-run does not."""
    start = local(meeting.start).strftime("%Y-%m-%dT%H:%M")
    return f"{stem}:meeting-{meeting.pk}:{start}:seat-{seat.pk}:member-{member.pk}"


def draft(
    kind: str, meeting: Meeting, place: Place, now: datetime, *, as_released: bool, told: Told | None = None
) -> RenderedMail:
    """The mail as this place's receiver will get it, before the agenda in it is released."""
    if place.receiver is None:
        raise ValueError("nobody to write to")
    build = _build(kind, meeting, told or {}, now)
    answer = "" if told and told["new_time"] else place.answer
    return build(meeting, place.seat, place.receiver, answer, is_draft=True, as_released=as_released)


def _build(kind: str, meeting: Meeting, told: Told, now: datetime) -> Build:
    asked = {"answer_by": meeting.answer_by(now)} if kind == "convocation" else {}
    return partial(KINDS[kind], **told, **asked)


def queue(
    kind: str,
    stem: str,
    meeting: Meeting,
    place: Place,
    now: datetime,
    *,
    to: Member | None = None,
    told: Told | None = None,
) -> OutboxMail:
    member = to or place.receiver
    if member is None:
        raise ValueError("nobody to write to")
    made = _build(kind, meeting, told or {}, now)(meeting, place.seat, member, place.answer)
    ics, method = _ics(kind, meeting, member, place.answer, now)
    return outbox.queue(
        key=key(stem, meeting, place.seat, member),
        kind=kind,
        to=member,
        rendered=made.rendered,
        now=now,
        calendar=ics,
        calendar_method=method,
        is_optional=kind in OPTIONAL,
        about={
            "meeting": meeting.pk,
            "seat": place.seat.pk,
            "member": member.pk,
            "start": meeting.start.isoformat(),
            "shown_items": made.shown_items,
            "told": told or {},
        },
    )


def _ics(kind: str, meeting: Meeting, member: Member, answer: str, now: datetime) -> tuple[str, str]:
    if kind in {"convocation", "meeting_moved"}:
        return calendar.invitation(meeting, member, answer, now), "REQUEST"
    if kind == "meeting_cancelled":
        return calendar.cancellation(meeting, member, now), "CANCEL"
    return "", ""


@kinds.fresh("convocation")
@kinds.fresh("agenda")
@kinds.fresh("meeting_moved")
@kinds.fresh("meeting_reminder")
@kinds.fresh("rsvp_nag")
def still_right(queued: OutboxMail) -> str:
    """Asked at send time, perhaps long after the mail was made: why it must not go, or ""."""
    meeting = Meeting.objects.filter(pk=queued.about["meeting"]).first()
    member = queued.to_member
    if meeting is None or not meeting.is_standing:
        return "Mødet er aflyst."
    if meeting.start != datetime.fromisoformat(queued.about["start"]):
        return "Mødet er flyttet, siden mailen blev skrevet."
    if meeting.start <= timezone.now():
        return "Mødet er begyndt."
    viewer = member.as_viewer() if member else None
    if viewer is None or queued.about["seat"] not in viewer.seat_ids:
        return "Modtageren har ikke længere pladsen."
    if not Meeting.objects.visible_to(viewer).filter(pk=meeting.pk).exists():
        return "Modtageren kan ikke længere se mødet."
    answer = _answer(queued)
    if queued.kind == "rsvp_nag" and answer:
        return "Modtageren har svaret i mellemtiden."
    if queued.kind == "meeting_reminder" and answer == Attendance.Answer.NO:
        return "Modtageren har meldt afbud i mellemtiden."
    _hide_what_was_closed(queued, meeting, answer)
    return ""


def _answer(queued: OutboxMail) -> str:
    mine = Attendance.objects.filter(meeting=queued.about["meeting"], seat=queued.about["seat"]).first()
    return mine.answer if mine else ""


def _hide_what_was_closed(queued: OutboxMail, meeting: Meeting, answer: str) -> None:
    """Write the mail anew when it names an item that the receiver may no longer see."""
    member = queued.to_member
    shown = set(queued.about["shown_items"])
    if member is None or not shown:
        return
    rows = AgendaItem.objects.filter(pk__in=shown).visible_to(member.as_viewer())
    if shown == {item.pk for item in rows if not item.is_closed}:
        return
    seat = Seat.objects.get(pk=queued.about["seat"])
    made = _build(queued.kind, meeting, queued.about["told"], timezone.now())(meeting, seat, member, answer)
    queued.text, queued.html = made.rendered.text, made.rendered.html
    queued.about = {**queued.about, "shown_items": made.shown_items}
    queued.save(update_fields=["text", "html", "about"])


@kinds.fresh("meeting_cancelled")
def still_cancelled(queued: OutboxMail) -> str:
    meeting = Meeting.objects.filter(pk=queued.about["meeting"]).first()
    return "" if meeting and not meeting.is_standing else "Mødet er ikke længere aflyst."
