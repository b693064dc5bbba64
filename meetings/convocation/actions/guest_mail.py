"""The mails to guests into the outbox: invited, told of what changes for them, reminded, called off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from forum.base.dates import local
from forum.mail import outbox
from forum.mail.models import OutboxMail
from forum.undo.models import WAIT
from meetings.attendance.models import Guest
from meetings.convocation import calendar
from meetings.convocation.actions import queue_mail
from meetings.convocation.actions.withdraw import ARRIVED
from meetings.convocation.mail.guests import CALLED_OFF, CHANGED, INVITATION, REMINDER, GuestKind, Part
from meetings.meeting.models import Meeting


def tell_of_invitation(meeting: Meeting, guests: Iterable[Guest], now: datetime) -> None:
    """Invite those of the guests who have not been, once the meeting is convened."""
    if meeting.takes_answers(now):
        for guest in guests:
            if guest.told_begins is None:
                which = f"{guest.member_id}-{int(guest.invited_at.timestamp())}"
                _queue(INVITATION, meeting, guest, now, occasion=f"invited-{which}")


def invite_again(meeting: Meeting, guest: Guest, now: datetime) -> bool:
    """The invitation once more, once a day at most; whether it goes."""
    occasion = f"again-{local(now).date().isoformat()}"
    if outbox.known([_key(INVITATION, meeting, guest, occasion)]):
        return False
    _queue(INVITATION, meeting, guest, now, occasion=occasion)
    return True


def has_reached(guest: Guest) -> bool:
    """Whether a mail has put the meeting in the calendar of the person whom the guest's mails go to now."""
    about = {"guest": guest.pk, "member": guest.member_id}
    return OutboxMail.objects.filter(calendar_method="REQUEST", state__in=ARRIVED, about__contains=about).exists()


def call_off_one(guest: Guest, now: datetime, *, elsewhere: bool = False) -> None:
    """One guest is not to come after all, told as far as it was told; `elsewhere`: another address is invited instead.

    A mail that still waits is dropped by its check, and then there is nothing to call off.
    """
    meeting = guest.meeting
    if meeting.start > now and meeting.is_standing and has_reached(guest):
        news = {"elsewhere": True} if elsewhere else {}
        _queue(CALLED_OFF, meeting, guest, now, occasion=f"off-{int(now.timestamp())}", **news)


def tell_of_change(meeting: Meeting, guests: Iterable[Guest], now: datetime, **news: Any) -> None:
    """Tell those who were invited what is different for them, in mail and calendar."""
    for guest in guests:
        if guest.told_begins is not None and meeting.takes_answers(now):
            Guest.objects.filter(pk=guest.pk).update(sequence=guest.sequence + 1)
            guest.sequence += 1
            _queue(CHANGED, meeting, guest, now, occasion=f"s{guest.sequence}", **news)


def follow_agenda(meeting: Meeting, now: datetime) -> None:
    """After a release: whoever's items have another time by now is told."""
    for guest in Guest.objects.invited(meeting):
        part = Part.of(guest, meeting)
        if guest.told_begins and (guest.told_begins, guest.told_ends) != (part.begins, part.ends):
            tell_of_change(meeting, [guest], now)


def follow_move(meeting: Meeting, now: datetime, *, note: str, new_time: bool) -> None:
    """The guests of a moved meeting are told; a new start asks for new answers."""
    if new_time:
        Guest.objects.filter(meeting=meeting).update(answer="", answered_at=None, via="")
    invited = list(Guest.objects.invited(meeting))
    for guest in invited:
        guest.grants().filter(ended_at=None).update(until=meeting.open_until)
    tell_of_change(meeting, invited, now, note=note)


def call_off(meeting: Meeting, now: datetime) -> None:
    """The meeting is cancelled."""
    for guest in Guest.objects.told(meeting):
        _queue(CALLED_OFF, meeting, guest, now, occasion="cancelled", reason=meeting.cancel_reason)


def remind(meeting: Meeting, occasions: Iterable[tuple[str, datetime]], now: datetime) -> int:
    """Queue the reminders that are due at these moments to guests invited before them; returns how many were new."""
    guests = Guest.objects.told(meeting).exclude(answer=Guest.Answer.NO)
    due = [(guest, name) for guest in guests for name, at in occasions if guest.invited_at < at]
    keyed = {_key(REMINDER, meeting, guest, name): (guest, name) for guest, name in due}
    there = outbox.known(keyed)
    for key in [key for key in keyed if key not in there]:
        guest, name = keyed[key]
        _queue(REMINDER, meeting, guest, now, occasion=name)
    return len(keyed) - len(there)


def _key(kind: GuestKind, meeting: Meeting, guest: Guest, occasion: str) -> str:
    return kind.key(occasion, *queue_mail.at_its_time(meeting), f"guest-{guest.pk}")


def _queue(kind: GuestKind, meeting: Meeting, guest: Guest, now: datetime, *, occasion: str, **news: Any) -> None:
    """One mail to a guest. An invitation waits a minute: an address is soon wrong, and nobody else reads it over."""
    person = guest.member
    if person is None:
        return
    if kind is CALLED_OFF:  # what takes an entry out of a calendar is a revision of it
        Guest.objects.filter(pk=guest.pk).update(sequence=guest.sequence + 1)
        guest.sequence += 1
    part = Part.of(guest, meeting)
    Guest.objects.filter(pk=guest.pk).update(told_begins=part.begins, told_ends=part.ends)
    outbox.queue(
        key=_key(kind, meeting, guest, occasion),
        kind=kind,
        to=person.email if kind is CALLED_OFF else person,
        rendered=kind.render(guest, meeting, part, news),
        now=now,
        not_before=now + (WAIT if kind is INVITATION else timedelta()),
        calendar=calendar.of_guest(guest, meeting, part.begins, part.ends, kind.calendar_method, now),
        calendar_method=kind.calendar_method,
        about={
            "meeting": meeting.pk, "guest": guest.pk, "member": person.pk, "start": meeting.start.isoformat(),
            "shown_items": part.open_items, "told": news,
        },
    )  # fmt: skip
