"""What the invited does with an invitation: opens it, says yes, says no."""

from __future__ import annotations

from datetime import datetime

import pghistory
from django.core import signing
from django.core.exceptions import ValidationError

from forum.audit.context import audited
from forum.base import states
from forum.base.refusal import Refusal
from forum.membership import losses, rules
from forum.membership.actions import seats
from forum.membership.mail import SALT, queue_declined
from forum.membership.models import Invitation
from forum.people.models import Member, NotificationChoice, SeatHolding

State = Invitation.State
DECLINED = "Du har sagt nej tak."


class NotOpen(Refusal):
    """The link was good once, and is no longer."""

    status = 410


class AlreadyAccepted(NotOpen):
    """The invitation has been accepted, by `member`; None when that member is forgotten."""

    def __init__(self, member: Member | None) -> None:
        super().__init__("Invitationen er allerede brugt. Log ind med din mailadresse.")
        self.member = member


def from_token(token: str, *, now: datetime, lock: bool = False) -> Invitation | None:
    """The open invitation the link is for; None when it is gone. Raises NotOpen and BadSignature."""
    pk, nonce = signing.loads(token, salt=SALT)
    rows = Invitation.objects.select_related("seat__organisation", "invited_by", "member")
    invitation = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=pk).first()
    if invitation is None:
        return None
    if invitation.state == State.ACCEPTED:
        raise AlreadyAccepted(invitation.member)
    if invitation.state == State.DECLINED:
        raise NotOpen(DECLINED)
    if invitation.state == State.WITHDRAWN:
        raise NotOpen("Invitationen er trukket tilbage.")
    if invitation.expires_at <= now:
        raise NotOpen("Invitationen er udløbet. Bed sekretariatet om at sende den igen.")
    if invitation.nonce != nonce:  # asked last: the newest link must be one that works
        raise NotOpen("Der er sendt en nyere invitation. Brug linket i den nyeste mail.")
    return invitation


def _locked(token: str, now: datetime) -> Invitation:
    invitation = from_token(token, now=now, lock=True)
    if invitation is None:
        raise NotOpen("Linket er ikke rigtigt.")
    return invitation


@audited("Åbnede invitation")
def note_opened(*, token: str, by: None = None, now: datetime) -> None:
    """The invited has the page open: the first time is kept. Raises NotOpen."""
    Invitation.objects.filter(pk=_locked(token, now).pk, opened_at=None).update(opened_at=now)


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
    invitation = _locked(token, now)
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
        # first: handing over ends what is still open
        states.move(invitation, State.ACCEPTED, member=member, answered_at=now)
        if invitation.is_secretariat and (why := rules.why_not_secretariat(member, now)):
            raise ValidationError(why)
        if invitation.seat:
            seats.hand_over(seat=invitation.seat, to=member, is_substitute=invitation.is_substitute, by=member, now=now)
    return member


@audited("Sagde nej tak til invitation")
def decline_invitation(
    *, token: str, answer: str = "", by: None = None, now: datetime, via: str = "mail-link"
) -> Invitation:
    """The invited says no, with a word perhaps; the secretariat is told, the seat is free again. Raises NotOpen."""
    invitation = _locked(token, now)
    with pghistory.context(name=invitation.called):
        states.move(invitation, State.DECLINED, answer=answer, answered_at=now)
    queue_declined(invitation, Member.objects.secretariat(), now)
    losses.follow_invitation(invitation, now)
    return invitation


def invited_member(invitation: Invitation) -> Member | None:
    """The member that the invited is already, if so; a guest is none, and says yes as others do."""
    return Member.objects.active().filter(email=invitation.email).first()


def present_holder(invitation: Invitation) -> Member | None:
    """Whom the invited would follow in the seat, if anyone."""
    if invitation.seat is None:
        return None
    part = {"seat": invitation.seat, "is_substitute": invitation.is_substitute}
    holdings = SeatHolding.objects.present().filter(**part).select_related("member")
    return next((holding.member for holding in holdings if holding.member.email != invitation.email), None)
