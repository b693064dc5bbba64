"""Guests: invited, told of what changes for them, reminded, taken off again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from forum.audit.context import audited
from forum.base import removal
from forum.base.refusal import NotAllowed, refuse
from forum.base.stale import require_current
from forum.base.visibility import Audience, stricter_audience
from forum.mail import outbox
from forum.membership.actions import grants
from forum.people.models import Grant, Member
from forum.undo.acts import undoable
from forum.undo.models import WAIT
from meetings.agenda.models import AgendaItem
from meetings.attendance.attendees import is_called
from meetings.attendance.models import Attendance, Guest, GuestItem
from meetings.convocation import calendar
from meetings.convocation.actions import queue_mail
from meetings.convocation.mail.guests import CALLED_OFF, CHANGED, INVITATION, REMINDER, GuestKind, Part
from meetings.meeting import rules
from meetings.meeting.models import Meeting

IS_MEMBER = "{} er medlem og allerede indkaldt til mødet."
MOVED = "Mødet er flyttet i mellemtiden. Svar ud fra den nye tid i den nyeste mail."
TWICE = "{} er allerede inviteret til mødet. Ret invitationen på listen i stedet."


@audited("Inviterede gæst")
def invite_guest(
    *,
    meeting: Meeting,
    name: str,
    email: str,
    organisation: str,
    items: Sequence[AgendaItem],
    audience: str,
    is_online: bool,
    by: Member,
    now: datetime,
) -> Guest:
    """A guest of these items, or without any of the whole meeting at this audience; told when the meeting is convened.

    Raises ValidationError for somebody who is called anyway.
    """
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    refuse(rules.why_not_invite_guests(locked, now))
    person = grants.person(name=name, email=email, by=by, now=now)
    seats = person.holdings.present().filter(is_substitute=False)
    kinds = seats.values_list("seat__organisation__kind", flat=True)
    if not items and any(is_called(kind, locked.audience) for kind in kinds):
        raise ValidationError({"email": IS_MEMBER.format(person)})
    try:
        with transaction.atomic():
            guest = Guest.objects.create(
                meeting=locked, member=person, name=name, organisation=organisation, is_online=is_online,
                audience=_audience(items, audience, locked), invited_by=by, invited_at=now,
            )  # fmt: skip
    except IntegrityError:
        raise ValidationError({"email": TWICE.format(name)}) from None
    _set_items(guest, items, by, now)
    tell_of_invitation(locked, [guest], now)
    return guest


@audited("Rettede gæst")
def change_guest(
    *,
    guest: Guest,
    name: str,
    organisation: str,
    items: Sequence[AgendaItem],
    audience: str,
    is_online: bool,
    revision: str,
    by: Member,
    now: datetime,
) -> None:
    """What the guest is called, is there for and reads; a guest who was invited is told. Raises StaleError."""
    meeting = Meeting.objects.select_for_update().get(pk=guest.meeting_id)
    refuse(rules.why_not_invite_guests(meeting, now))
    current: Guest = require_current(guest, revision)
    before = {item.pk for item in current.items.all()}, current.is_online
    current.name, current.organisation, current.is_online = name, organisation, is_online
    current.audience = _audience(items, audience, meeting)
    current.save(update_fields=["name", "organisation", "is_online", "audience"])
    _set_items(current, items, by, now)
    if before != ({item.pk for item in items}, is_online):
        tell_of_change(meeting, [current], now)


def _audience(items: Sequence[AgendaItem], chosen: str, meeting: Meeting) -> str:
    """As narrow as the narrowest of the items; of the whole meeting what the secretariat chose."""
    audience = chosen if not items else Audience.PUBLIC.value
    for item in items:
        audience = stricter_audience(audience, stricter_audience(item.audience, meeting.audience))
    if audience == Audience.SECRETARIAT:
        raise NotAllowed("Punktet er kun for sekretariatet, så ingen kan inviteres til det.")
    return audience


def _set_items(guest: Guest, items: Sequence[AgendaItem], by: Member, now: datetime) -> None:
    """Write down what the guest is there for, and let the guest in to just that."""
    GuestItem.objects.filter(guest=guest).exclude(item__in=items).delete()
    GuestItem.objects.bulk_create([GuestItem(guest=guest, item=item) for item in items], ignore_conflicts=True)
    guest._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # what was read before is another list
    meeting, person = guest.meeting, guest.member
    if person is None:
        raise NotAllowed("Gæstens mailadresse er slettet.")
    things: Sequence[Any] = items or [meeting]
    stay = Grant.objects.on(*things)
    grants.take_back(grants=guest.grants().exclude(pk__in=stay.values("pk")), by=by, now=now)
    for thing in things:
        audience = stricter_audience(thing.audience, meeting.audience) if items else guest.audience
        grants.give(
            kind=Grant.Kind.GUEST, member=person, thing=thing, audience=audience, until=meeting.open_until,
            by=by, now=now,
        )  # fmt: skip


@undoable(
    "Tog gæstens invitation tilbage",
    of="guest",
    sends="Beskeden til gæsten",
    done="Invitationen er taget tilbage.",
    too_late="Inviter gæsten igen i stedet.",
    page=lambda guest: reverse("meetings:guests", args=[guest.meeting.slug]),
)
def take_off_guest(*, guest: Guest, by: Member, now: datetime) -> None:
    """The guest is not to come after all: told, if invited, with the calendar entry, and let in no more."""
    removal.remove(guest, now=now)
    guest.refresh_from_db()
    was_told = guest.told_begins is not None and guest.meeting.start > now and guest.meeting.is_standing
    if was_told and not _drop_unsent(guest):
        _queue(CALLED_OFF, guest.meeting, guest, now, occasion=f"off-{int(now.timestamp())}")
    grants.take_back(grants=guest.grants(), by=by, now=now)


def _drop_unsent(guest: Guest) -> bool:
    """Whether the invitation still waits: then its check drops it, and there is nothing to call off."""
    waiting = outbox.OutboxMail.objects.filter(kind=INVITATION.name, about__guest=guest.pk)
    return waiting.filter(state=outbox.State.QUEUED).exists()


@audited("Svarede som gæst")
def answer_as_guest(*, guest: Guest, answer: str, by: Member, now: datetime, via: str, start: datetime) -> None:
    """The guest's own answer, or the secretariat's on the guest's behalf. Raises NotAllowed with the reason."""
    meeting = Meeting.objects.select_for_update().get(pk=guest.meeting_id)
    refuse(rules.why_not_answer(meeting, now))
    if start != meeting.start:
        raise NotAllowed(MOVED)
    if answer == Guest.Answer.ONLINE and not meeting.online_link:
        raise NotAllowed("Mødet har ikke et onlinelink. Vælg et andet svar.")
    said = {"answer": answer, "answered_at": now, "via": Attendance.Via(via)}
    if not Guest.objects.filter(pk=guest.pk, removed_at=None).update(**said):
        raise NotAllowed("Invitationen er taget tilbage.")


def tell_of_invitation(meeting: Meeting, guests: Iterable[Guest], now: datetime) -> None:
    """Invite those of the guests who have not been, once the meeting is convened."""
    if meeting.takes_answers(now):
        for guest in guests:
            if guest.told_begins is None:
                _queue(INVITATION, meeting, guest, now, occasion=f"invited-{int(guest.invited_at.timestamp())}")


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
    for guest in Guest.objects.invited(meeting).exclude(told_begins=None):
        _queue(CALLED_OFF, meeting, guest, now, occasion="cancelled", reason=meeting.cancel_reason)


def remind(meeting: Meeting, occasions: Iterable[tuple[str, datetime]], now: datetime) -> int:
    """Queue the reminders that are due at these moments to guests invited before them; returns how many were new."""
    guests = Guest.objects.invited(meeting).exclude(told_begins=None).exclude(answer=Guest.Answer.NO)
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
