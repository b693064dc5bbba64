"""What happens to invitations: sent, sent again, withdrawn, accepted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pghistory
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from forum.audit.context import audited
from forum.base import states
from forum.base.addresses import clean_address
from forum.base.refusal import Refusal
from forum.base.stale import StaleError
from forum.mail import outbox
from forum.mail.render import link, render
from forum.membership.actions import seats
from forum.membership.mail import INVITATION, invitation_key
from forum.membership.models import Invitation
from forum.people.models import Member, NotificationChoice, Seat, SeatHolding
from forum.people.models.members import new_secret
from forum.undo.acts import undoable

SALT = "forum.invitation"
State = Invitation.State


class NotOpen(Refusal):
    """The link was good once, and is no longer."""

    status = 410


def token_of(invitation: Invitation) -> str:
    return signing.dumps([invitation.pk, invitation.nonce], salt=SALT)


def from_token(token: str, *, now: datetime, lock: bool = False) -> Invitation | None:
    """The open invitation the link is for; None when it is gone. Raises NotOpen and BadSignature."""
    pk, nonce = signing.loads(token, salt=SALT)
    rows = Invitation.objects.select_related("seat__organisation", "invited_by")
    invitation = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=pk).first()
    if invitation is None:
        return None
    if invitation.state == State.ACCEPTED:
        raise NotOpen("Invitationen er allerede taget imod. Log ind med din mailadresse.")
    if invitation.state == State.WITHDRAWN:
        raise NotOpen("Invitationen er trukket tilbage.")
    if invitation.expires_at <= now:
        raise NotOpen("Invitationen er udløbet. Bed sekretariatet om at sende den igen.")
    if invitation.nonce != nonce:  # asked last: the newest link must be one that works
        raise NotOpen("Der er sendt en nyere invitation. Brug linket i den nyeste mail.")
    return invitation


@audited("Inviterede")
def invite(
    *,
    email: str,
    name: str = "",
    seat: Seat | None = None,
    is_substitute: bool = False,
    is_secretariat: bool = False,
    by: Member,
    now: datetime,
) -> Invitation:
    """Make and mail an invitation. Raises ValidationError with a sentence when it makes no sense."""
    email = clean_address(email)
    reason = why_not(email=email, seat=seat, is_substitute=is_substitute, is_secretariat=is_secretariat, now=now)
    if reason:
        raise ValidationError(reason)
    for old in Invitation.objects.filter(email=email, state=State.SENT, expires_at__lte=now):
        states.move(old, State.WITHDRAWN)  # expired: makes way for the new one
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email,
                name=name,
                seat=seat,
                is_substitute=is_substitute,
                is_secretariat=is_secretariat,
                invited_by=by,
                expires_at=now + timedelta(days=settings.INVITATION_DAYS),
            )
    except IntegrityError:  # somebody else invited the same address a moment ago
        raise ValidationError(_already_invited(email)) from None
    _mail(invitation, now)
    return invitation


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
    if seat is not None and (why := _promised(seat, is_substitute, email, now)):
        return why
    return _not_for_member(email, seat, is_substitute=is_substitute, is_secretariat=is_secretariat)


def _not_for_member(email: str, seat: Seat | None, *, is_substitute: bool, is_secretariat: bool) -> str:
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


def _promised(seat: Seat, is_substitute: bool, email: str, now: datetime) -> str:
    """One open invitation a seat: two who both say yes would push each other out."""
    others = Invitation.objects.filter(seat=seat, is_substitute=is_substitute, state=State.SENT, expires_at__gt=now)
    other = others.exclude(email=email).first()
    if other is None:
        return ""
    return f"{other.name or other.email} er allerede inviteret til pladsen. Træk først den invitation tilbage."


def _already_invited(email: str) -> str:
    return f"{email} har allerede en åben invitation. Send den igen i stedet for at lave en ny."


@audited("Sendte invitation igen")
def send_again(*, invitation: Invitation, by: Member, now: datetime) -> Invitation:
    """A new link with a new term; the links sent before stop working."""
    if invitation.state == State.WITHDRAWN:
        raise ValidationError("Invitationen er trukket tilbage. Lav en ny, hvis den alligevel skal sendes.")
    if invitation.seat and (why := _promised(invitation.seat, invitation.is_substitute, invitation.email, now)):
        raise ValidationError(why)
    part = {"is_substitute": invitation.is_substitute, "is_secretariat": invitation.is_secretariat}
    if why := _not_for_member(invitation.email, invitation.seat, **part):  # a seat may have come since the first one
        raise ValidationError(why)
    fresh = {
        "state": State.SENT,
        "nonce": new_secret(),
        "expires_at": now + timedelta(days=settings.INVITATION_DAYS),
    }
    try:
        with transaction.atomic():
            open_again = Invitation.objects.filter(pk=invitation.pk, state=invitation.state, nonce=invitation.nonce)
            changed = open_again.exclude(state=State.ACCEPTED).update(**fresh)
    except IntegrityError:
        raise ValidationError(_already_invited(invitation.email)) from None
    if not changed:
        raise StaleError("En anden har lige ændret invitationen. Se, hvordan den står nu.")
    invitation.refresh_from_db()
    _mail(invitation, now)
    return invitation


@undoable(
    "Trak invitation tilbage",
    of="invitation",
    sends="",
    done="Invitationen er trukket tilbage.",
    page=lambda invitation: reverse("forum:invitations"),
)
def withdraw(*, invitation: Invitation, by: Member, now: datetime) -> None:
    states.move(invitation, State.WITHDRAWN)


@audited("Tog imod invitation")
def accept(
    *,
    token: str,
    name: str = "",
    title: str = "",
    phone: str = "",
    choices: dict[str, str] | None = None,
    by: Member | None,
    now: datetime,
    via: str = "mail-link",
) -> Member:
    """The invited becomes a member and takes the seat; whoever had it before ends. Raises NotOpen.

    Who is a member already only takes the seat: an invitation is no way to another person's name or choices.
    """
    invitation = from_token(token, now=now, lock=True)
    if invitation is None:
        raise NotOpen("Linket er ikke rigtigt.")
    member = Member.objects.select_for_update().filter(email=invitation.email).first()
    is_known = member is not None and member.is_active and not member.is_guest
    member = member or Member.objects.create_user(invitation.email, name)
    with pghistory.context(user=member.pk, name=member.name if is_known else name):  # who accepted, for the trail
        if not is_known:
            member.name, member.title, member.phone = name, title, phone
            for kind, pace in (choices or {}).items():
                NotificationChoice.objects.update_or_create(member=member, kind=kind, defaults={"pace": pace})
        member.is_active, member.is_guest, member.left_at = True, False, None
        member.is_secretariat = member.is_secretariat or invitation.is_secretariat
        member.welcomed_at = member.welcomed_at or now
        member.save()
        states.move(invitation, State.ACCEPTED, member=member)  # first: handing over ends what is still open
        if invitation.is_secretariat and (why := seats.why_not_secretariat(member)):
            raise ValidationError(why)
        if invitation.seat:
            seats.hand_over(seat=invitation.seat, to=member, is_substitute=invitation.is_substitute, by=member, now=now)
    return member


def invited_member(invitation: Invitation) -> Member | None:
    """The member that the invited is already, if so."""
    return Member.objects.active().filter(email=invitation.email).first()


def present_holder(invitation: Invitation) -> Member | None:
    """Whom the invited would follow in the seat, if anyone."""
    if invitation.seat is None:
        return None
    holding = SeatHolding.objects.filter(
        seat=invitation.seat, until=None, is_substitute=invitation.is_substitute
    ).select_related("member")
    return next((h.member for h in holding if h.member.email != invitation.email), None)


def _mail(invitation: Invitation, now: datetime) -> None:
    rendered = render(
        INVITATION,
        f"Invitation til {settings.SITE_NAME}",
        name=invitation.name,
        inviter=invitation.invited_by,
        seat=invitation.seat,
        is_substitute=invitation.is_substitute,
        is_secretariat=invitation.is_secretariat,
        link=link("forum:invitation", token_of(invitation)),
        expires_at=invitation.expires_at,
    )
    outbox.queue(
        key=invitation_key(invitation),
        kind=INVITATION,
        to=invitation.email,
        rendered=rendered,
        now=now,
        about={"invitation": invitation.pk},
    )
