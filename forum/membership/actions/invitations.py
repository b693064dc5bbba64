"""What the secretariat does with invitations: sent, sent again, to another address perhaps, withdrawn."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from forum.audit.context import audited
from forum.base import states
from forum.base.addresses import clean_address
from forum.base.stale import StaleError
from forum.mail.outbox import Rendered
from forum.membership.actions import seats
from forum.membership.mail import draft_of, queue_invitation, token_of
from forum.membership.models import Invitation
from forum.people.models import Member, Organisation, Seat
from forum.people.models.members import new_secret
from forum.undo.acts import undoable

__all__ = ["draft", "invite", "send_again", "token_of", "why_not", "withdraw"]
State = Invitation.State
CHANGED = "En anden har lige ændret invitationen. Se, hvordan den står nu."


def term_from(now: datetime) -> datetime:
    """When an invitation that is sent or reminded of now runs out."""
    return now + timedelta(days=settings.INVITATION_DAYS)


@audited("Inviterede")
def invite(
    *,
    email: str,
    name: str = "",
    seat: Seat | None = None,
    organisation: Organisation | None = None,
    supplier: str = "",
    is_substitute: bool = False,
    is_secretariat: bool = False,
    greeting: str = "",
    by: Member,
    now: datetime,
) -> Invitation:
    """Make and mail an invitation. Raises ValidationError with a sentence when it makes no sense.

    The place is a seat that is there, or a new one for the organisation or for a new supplier of that name.
    """
    email = clean_address(email)
    if supplier or organisation:
        seat = seats.open_seat(organisation=organisation, supplier=supplier, by=by, now=now)
    reason = why_not(email=email, seat=seat, is_substitute=is_substitute, is_secretariat=is_secretariat, now=now)
    if reason:
        raise ValidationError(reason)
    make_way_for(email, now)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email,
                name=name,
                seat=seat,
                is_substitute=is_substitute,
                is_secretariat=is_secretariat,
                greeting=greeting,
                invited_by=by,
                sent_at=now,
                expires_at=term_from(now),
            )
    except IntegrityError:  # somebody else invited the same address a moment ago
        raise ValidationError(_already_invited(email)) from None
    queue_invitation(invitation, now)
    return invitation


def draft(
    *,
    email: str,
    name: str,
    seat: Seat | None = None,
    organisation: Organisation | None = None,
    supplier: str = "",
    by: Member,
    now: datetime,
    **part: Any,
) -> Rendered:
    """The mail that `invite` would send; nothing is saved."""
    if supplier or organisation:
        seat = Seat(organisation=organisation or Organisation(kind=Organisation.Kind.SUPPLIER, name=supplier))
    return draft_of(
        Invitation(email=email, name=name, seat=seat, invited_by=by, expires_at=term_from(now), **part), now
    )


def make_way_for(email: str, now: datetime) -> None:
    """Part of inviting an address: what was sent there and has run out is withdrawn."""
    for old in Invitation.objects.filter(email=email, state=State.SENT, expires_at__lte=now):
        states.move(old, State.WITHDRAWN)


def why_not(
    *, email: str, seat: Seat | None, is_substitute: bool = False, is_secretariat: bool = False, now: datetime
) -> str:
    """Why this address cannot be invited to this, as a sentence, or ""."""
    if seat is None and not is_secretariat:
        return "Vælg, hvilken plads invitationen gælder."
    if seat is not None and seat.until is not None:
        return "Pladsen er nedlagt."
    if Invitation.objects.filter(email=email, state=State.SENT, expires_at__gt=now).exists():
        return _already_invited(email)
    if seat is not None and (why := promised(seat, is_substitute, email, now)):
        return why
    return not_for_member(email, seat, is_substitute=is_substitute, is_secretariat=is_secretariat)


def not_for_member(email: str, seat: Seat | None, *, is_substitute: bool, is_secretariat: bool) -> str:
    """Why the one who has the address already could not accept: the part is had, or another seat is in the way."""
    member = Member.objects.active().filter(email=email).first()
    if member is None:
        return ""
    if seat is not None and member.holdings.filter(seat=seat, until=None, is_substitute=is_substitute).exists():
        return f"{member} har allerede pladsen."
    if is_secretariat and member.is_secretariat:
        return f"{member} er allerede i sekretariatet."
    if is_secretariat and (why := seats.why_not_secretariat(member)):
        return why
    return seats.why_not_both_sides(member, seat.organisation) if seat is not None else ""


def promised(seat: Seat, is_substitute: bool, email: str, now: datetime) -> str:
    """One open invitation a seat: two who both say yes would push each other out."""
    others = Invitation.objects.filter(seat=seat, is_substitute=is_substitute, state=State.SENT, expires_at__gt=now)
    other = others.exclude(email=email).first()
    if other is None:
        return ""
    return f"{other.called} er allerede inviteret til pladsen. Træk først den invitation tilbage."


def _already_invited(email: str) -> str:
    return f"{email} har allerede en åben invitation. Send den igen i stedet for at lave en ny."


@audited("Sendte invitation igen")
def send_again(
    *, invitation: Invitation, email: str = "", revision: str | None = None, by: Member, now: datetime
) -> Invitation:
    """A new link with a new term, to another address perhaps; the links sent before stop working.

    Raises StaleError when the invitation has another revision than the given one, ValidationError with a sentence.
    """
    if invitation.state == State.WITHDRAWN:
        raise ValidationError("Invitationen er trukket tilbage. Lav en ny, hvis den alligevel skal sendes.")
    if revision is not None and revision != invitation.revision:
        raise StaleError(CHANGED)
    email = clean_address(email) or invitation.email
    if why := _why_not_again(invitation, email, now):
        raise ValidationError(why)
    fresh = {"state": State.SENT, "nonce": new_secret(), "expires_at": term_from(now), "sent_at": now}
    fresh |= {"reminded_at": None, "opened_at": None, "email": email}
    if email != invitation.email:
        make_way_for(email, now)
    try:
        with transaction.atomic():
            as_read = Invitation.objects.filter(pk=invitation.pk, state=invitation.state, nonce=invitation.nonce)
            changed = as_read.filter(state=State.SENT).update(**fresh)
    except IntegrityError:
        raise ValidationError(_already_invited(email)) from None
    if not changed:
        raise StaleError(CHANGED)
    invitation.refresh_from_db()
    queue_invitation(invitation, now)
    return invitation


def _why_not_again(invitation: Invitation, email: str, now: datetime) -> str:
    """Why it cannot be sent to this address: somebody else is asked by now, or a seat has come since the first time."""
    others = Invitation.objects.filter(email=email, state=State.SENT, expires_at__gt=now).exclude(pk=invitation.pk)
    if email != invitation.email and others.exists():
        return _already_invited(email)
    if invitation.seat and (why := promised(invitation.seat, invitation.is_substitute, invitation.email, now)):
        return why
    part = {"is_substitute": invitation.is_substitute, "is_secretariat": invitation.is_secretariat}
    return not_for_member(email, invitation.seat, **part)


def list_page(thing: object) -> str:
    """Where an act on invitations leads back to when it is undone."""
    return reverse("forum:invitations")


@undoable(
    "Trak invitation tilbage",
    of="invitation",
    sends="",
    done="Invitationen er trukket tilbage.",
    page=list_page,
)
def withdraw(*, invitation: Invitation, by: Member, now: datetime) -> None:
    states.move(invitation, State.WITHDRAWN)
