"""Guests: invited, changed, invited at another address, taken off again; their answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from forum.audit.context import audited
from forum.base import removal
from forum.base.addresses import clean_address
from forum.base.refusal import NotAllowed, refuse
from forum.base.stale import require_current
from forum.base.visibility import SYSTEM, Audience, stricter_audience
from forum.membership.actions import grants
from forum.membership.rules import why_not_closed
from forum.people.models import Grant, Member
from forum.undo.acts import undoable
from meetings.agenda.models import AgendaItem
from meetings.attendance.attendees import is_called
from meetings.attendance.models import Attendance, Guest, GuestItem
from meetings.convocation.actions.guest_mail import call_off_one, invite_again, tell_of_change, tell_of_invitation
from meetings.meeting import rules
from meetings.meeting.models import Meeting

FORGOTTEN = "Gæstens mailadresse er slettet."
FOR_AUTHORITIES = "{} {} og må ikke læse det, som kun er for ordregivere. Vælg åbne punkter, eller inviter en anden."
IS_MEMBER = "{} er medlem og allerede indkaldt til mødet."
IS_SUBSTITUTE = "{} kommer i stedet for et medlem og er allerede indkaldt til mødet."
MOVED = "Mødet er flyttet i mellemtiden. Se den nye tid i den nyeste mail, og svar igen."
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

    Raises ValidationError for somebody who is called anyway, and for who may not read what is closed.
    """
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    refuse(rules.why_not_invite_guests(locked, now))
    person = _person(locked, name, email, by, now)
    _refuse_closed(person, items, reads := _audience(items, audience, locked), now)
    try:
        with transaction.atomic():
            guest = Guest.objects.create(
                meeting=locked, member=person, name=name, organisation=organisation, is_online=is_online,
                audience=reads, invited_by=by, invited_at=now,
            )  # fmt: skip
    except IntegrityError:
        raise ValidationError({"email": TWICE.format(Guest.of(person, locked))}) from None  # as the list calls them
    _set_items(guest, items, by, now)
    tell_of_invitation(locked, [guest], now)
    return guest


def _person(meeting: Meeting, name: str, email: str, by: Member, now: datetime) -> Member:
    """Who has the address. Raises ValidationError for somebody who is called to the meeting anyway."""
    person = grants.person(name=name, email=email, by=by, now=now)
    seats = person.holdings.present().filter(is_substitute=False)
    kinds = seats.values_list("seat__organisation__kind", flat=True)
    if any(is_called(kind, meeting.audience) for kind in kinds):
        raise ValidationError({"email": IS_MEMBER.format(person)})
    if Attendance.objects.visible_to(SYSTEM).by_stand_in(person, [meeting]).exists():
        raise ValidationError({"email": IS_SUBSTITUTE.format(person)})
    return person


def _refuse_closed(person: Member, items: Sequence[AgendaItem], audience: str, now: datetime) -> None:
    """Nobody on the suppliers' side is let in to what suppliers are shut out from, not even by a slip."""
    if audience == Audience.AUTHORITIES and (why := why_not_closed(person, now)):
        raise ValidationError({"items" if items else "part": FOR_AUTHORITIES.format(person, why)})


@audited("Rettede gæst")
def change_guest(
    *,
    guest: Guest,
    name: str,
    email: str,
    organisation: str,
    items: Sequence[AgendaItem],
    audience: str,
    is_online: bool,
    revision: str,
    by: Member,
    now: datetime,
) -> None:
    """What the guest is called, is there for and reads; a guest who was invited is told. Raises StaleError.

    Another address is another person, who is invited in the place of the one before.
    """
    meeting = Meeting.objects.select_for_update().get(pk=guest.meeting_id)
    refuse(rules.why_not_invite_guests(meeting, now))
    current: Guest = require_current(guest, revision)
    if current.member is None:
        raise NotAllowed(FORGOTTEN)
    is_elsewhere = clean_address(email) != current.member.email
    before = {item.pk for item in current.items.all()}, current.is_online
    current.name, current.organisation, current.is_online = name, organisation, is_online
    current.audience = _audience(items, audience, meeting)
    current.save(update_fields=["name", "organisation", "is_online", "audience"])
    person = _person(meeting, name, email, by, now) if is_elsewhere else current.member
    _refuse_closed(person, items, current.audience, now)
    if is_elsewhere:
        _move_to(current, person, by, now)
    _set_items(current, items, by, now)
    if is_elsewhere:
        tell_of_invitation(meeting, [current], now)
    elif before != ({item.pk for item in items}, is_online):
        tell_of_change(meeting, [current], now)


def _move_to(guest: Guest, person: Member, by: Member, now: datetime) -> None:
    """From now on the guest's mails go to this person; who had them before is told, if they came, and let in no more.

    An answer that came by the wrong address is nobody's; what the secretariat noted is the guest's.
    """
    call_off_one(guest, now, elsewhere=True)
    grants.take_back(grants=guest.grants(), by=by, now=now)
    guest.member, guest.invited_at, guest.told_begins, guest.told_ends = person, now, None, None
    if guest.via != Attendance.Via.SECRETARIAT:
        guest.answer, guest.answered_at, guest.via = "", None, ""
    try:
        with transaction.atomic():
            guest.save()
    except IntegrityError:
        raise ValidationError({"email": TWICE.format(Guest.of(person, guest.meeting))}) from None


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
        raise NotAllowed(FORGOTTEN)
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
    call_off_one(guest, now)
    grants.take_back(grants=guest.grants(), by=by, now=now)


@audited("Sendte gæstens invitation igen")
def send_guest_again(*, guest: Guest, by: Member, now: datetime) -> None:
    """The same invitation once more. Raises NotAllowed with the reason."""
    meeting = Meeting.objects.select_for_update().get(pk=guest.meeting_id)
    refuse(rules.why_not_answer(meeting, now))
    if not Guest.objects.filter(pk=guest.pk, removed_at=None, member__isnull=False).exists():
        raise NotAllowed("Invitationen er taget tilbage.")
    if not invite_again(meeting, guest, now):
        raise NotAllowed(f"{guest.name} har fået invitationen igen i dag. Du kan sende den en gang til i morgen.")


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
