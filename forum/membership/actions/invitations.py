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
from forum.membership import losses, rules
from forum.membership.actions import seats
from forum.membership.mail import draft_of, queue_invitation, token_of
from forum.membership.models import Invitation
from forum.people.models import Member, Organisation, Seat
from forum.people.models.members import new_secret
from forum.undo.acts import undoable

__all__ = ["draft", "invite", "send_again", "token_of", "withdraw"]
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
    part = {"is_substitute": is_substitute, "is_secretariat": is_secretariat}
    if why_not := rules.why_not_invite(email=email, seat=seat, **part, now=now):
        raise ValidationError(why_not)
    make_way_for(email, now)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email,
                name=name,
                seat=seat,
                **part,
                greeting=greeting,
                invited_by=by,
                sent_at=now,
                expires_at=term_from(now),
            )
    except IntegrityError:  # somebody else invited the same address a moment ago
        raise ValidationError(rules.already_invited(email)) from None
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
    for old in Invitation.objects.expired(now).filter(email=email):
        states.move(old, State.WITHDRAWN)


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
        losses.follow_invitation(invitation, now)
    try:
        with transaction.atomic():
            as_read = Invitation.objects.filter(pk=invitation.pk, state=invitation.state, nonce=invitation.nonce)
            changed = as_read.filter(state=State.SENT).update(**fresh)
    except IntegrityError:
        raise ValidationError(rules.already_invited(email)) from None
    if not changed:
        raise StaleError(CHANGED)
    invitation.refresh_from_db()
    queue_invitation(invitation, now)
    return invitation


def _why_not_again(invitation: Invitation, email: str, now: datetime) -> str:
    """Why it cannot be sent to this address: somebody else is asked by now, or a seat has come since the first time."""
    others = Invitation.objects.open(now).filter(email=email).exclude(pk=invitation.pk)
    if email != invitation.email and others.exists():
        return rules.already_invited(email)
    return rules.why_not_accept(invitation, now, email=email)


def list_page(thing: object) -> str:
    """Where an act on invitations leads back to when it is undone."""
    return reverse("forum:invitations")


@undoable(
    "Trak invitation tilbage",
    of="invitation",
    sends="Aflysningen af mødet",
    done="Invitationen er trukket tilbage.",
    too_late="Lav en ny invitation i stedet.",
    page=list_page,
)
def withdraw(*, invitation: Invitation, by: Member, now: datetime) -> None:
    states.move(invitation, State.WITHDRAWN)
    losses.follow_invitation(invitation, now)
