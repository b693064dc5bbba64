"""The kinds of mail about coming and going: invitations, requests to join, seats given and lost, members who leave."""

from __future__ import annotations

import hashlib
from datetime import datetime

from forum.base.visibility import SYSTEM
from forum.mail.kinds import Kind
from forum.mail.models import OutboxMail
from forum.membership.models import Invitation, JoinRequest
from forum.people.models import SeatHolding


def invitation_key(invitation: Invitation) -> str:
    """The key of the invitation's newest mail: an invitation that is sent again has another nonce."""
    return INVITATION.key(invitation.pk, hashlib.sha256(invitation.nonce.encode()).hexdigest()[:16])


def _still_open(mail: OutboxMail, now: datetime) -> str:
    """The invitation is open, and the mail is its newest."""
    invitation = Invitation.objects.visible_to(SYSTEM).filter(pk=mail.about["invitation"]).first()
    if invitation is None or invitation.state != Invitation.State.SENT or invitation.expires_at <= now:
        return "Invitationen er ikke længere åben."
    return "" if invitation_key(invitation) == mail.key else "Der er lavet en nyere invitation."


def _still_unconfirmed(mail: OutboxMail, now: datetime) -> str:
    """The request to join waits for its asker to confirm the address."""
    return _still_in(JoinRequest.State.UNCONFIRMED, mail)


def _still_unanswered(mail: OutboxMail, now: datetime) -> str:
    """The confirmed request to join waits for the secretariat's answer."""
    return _still_in(JoinRequest.State.CONFIRMED, mail)


def _still_in(state: JoinRequest.State, mail: OutboxMail) -> str:
    is_there = JoinRequest.objects.visible_to(SYSTEM).filter(pk=mail.about["request"], state=state).exists()
    return "" if is_there else "Ansøgningen er allerede behandlet."


def _still_has_it(mail: OutboxMail, now: datetime) -> str:
    """The receiver has the seat that the mail says was given."""
    has_it = SeatHolding.objects.filter(pk=mail.about["holding"], until=None, seat__until=None).exists()
    return "" if has_it else "Modtageren har ikke længere pladsen."


INVITATION = Kind("forum.invitation", "Invitation", is_secret=True, check=_still_open)  # the link signs its bearer in
JOIN_CONFIRM = Kind("forum.join_confirm", "Bekræft din ansøgning", check=_still_unconfirmed)
JOIN_RECEIVED = Kind("forum.join_received", "Ny ansøgning om plads", check=_still_unanswered)
JOIN_KNOWN = Kind("forum.join_known", "Ansøgning fra et medlem")
JOIN_DECLINED = Kind("forum.join_declined", "Afslag på ansøgning")
SEAT_GIVEN = Kind("forum.seat_given", "Plads givet", check=_still_has_it)
SEAT_LOST = Kind("forum.seat_lost", "Plads givet videre eller afsluttet")
ADDRESS_CHANGED = Kind("forum.address_changed", "Mailadresse ændret")
LEFT = Kind("forum.left", "Kvittering for udmeldelse")
MEMBER_LEFT = Kind("forum.member_left", "Et medlem har forladt forummet")
KINDS = [
    INVITATION,
    JOIN_CONFIRM,
    JOIN_RECEIVED,
    JOIN_KNOWN,
    JOIN_DECLINED,
    SEAT_GIVEN,
    SEAT_LOST,
    ADDRESS_CHANGED,
    LEFT,
    MEMBER_LEFT,
]
