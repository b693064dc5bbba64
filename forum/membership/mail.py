"""The kinds of mail about coming and going: invitations, requests to join, seats given and lost, members who leave."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.core import signing

from forum.base.visibility import SYSTEM
from forum.mail import outbox
from forum.mail.kinds import Kind
from forum.mail.models import OutboxMail
from forum.mail.outbox import Rendered
from forum.mail.render import link, render, without_keys
from forum.membership.models import Invitation, JoinRequest
from forum.membership.next_meeting import next_meeting
from forum.people.models import SeatHolding

SALT = "forum.invitation"
ASKED = "Vil du være med i KL's samarbejdsforum?"
DRAFTED = "kladde"  # stands for the invited's own link in a draft: it is not for the secretariat to have


def token_of(invitation: Invitation) -> str:
    return signing.dumps([invitation.pk, invitation.nonce], salt=SALT)


def link_mark(invitation: Invitation) -> str:
    """Stands for the present link in the keys of its mails: an invitation with a new link has another."""
    return hashlib.sha256(invitation.nonce.encode()).hexdigest()[:16]


def invitation_key(invitation: Invitation) -> str:
    """The key of the mail that brought the present link."""
    return INVITATION.key(invitation.pk, link_mark(invitation))


def invitation_facts(invitation: Invitation, now: datetime) -> dict[str, Any]:
    """What every mail with the invitation says of it, by the names that its templates use."""
    return {
        "invitation": invitation,
        "signer": invitation.invited_by,
        "next_meeting": next_meeting(now),
        "link": link("forum:invitation", token_of(invitation)),
    }


def queue_invitation(invitation: Invitation, now: datetime) -> None:
    """The mail that brings the present link."""
    _queue(INVITATION, invitation_key(invitation), ASKED, invitation, now)


def queue_reminder(invitation: Invitation, now: datetime) -> None:
    """One more mail with the same link, once a day at most."""
    key = INVITATION_REMINDER.key(invitation.pk, link_mark(invitation), now.date().isoformat())
    _queue(INVITATION_REMINDER, key, "Har du set invitationen til KL's samarbejdsforum?", invitation, now)


def _queue(kind: Kind, key: str, subject: str, invitation: Invitation, now: datetime) -> None:
    outbox.queue(
        key=key,
        kind=kind,
        to=invitation.email,
        to_name=invitation.name,
        rendered=render(kind, subject, **invitation_facts(invitation, now)),
        now=now,
        about={"invitation": invitation.pk},
    )


def draft_of(invitation: Invitation, now: datetime) -> Rendered:
    """The mail as the invited will get it, of an invitation that need not be saved; without the link itself."""
    facts = invitation_facts(invitation, now) | {"link": link("forum:invitation", DRAFTED)}
    made = render(INVITATION, ASKED, **facts)
    return Rendered(made.subject, without_keys(made.text), without_keys(made.html))


def queue_declined(invitation: Invitation, secretaries: Any, now: datetime) -> None:
    """The answer »nej tak«, to each of the secretariat."""
    subject = f"{invitation.called} har sagt nej tak"
    url = link("forum:invitations")
    rendered = render(INVITATION_DECLINED, subject, invitation=invitation, url=url, signer=None)
    for secretary in secretaries:
        key = INVITATION_DECLINED.key(invitation.pk, link_mark(invitation), f"member-{secretary.pk}")
        outbox.queue(key=key, kind=INVITATION_DECLINED, to=secretary, rendered=rendered, now=now)


def invitation_still_open(mail: OutboxMail, now: datetime) -> str:
    """The invitation is open, and the mail is the newest with its present link."""
    invitation = Invitation.objects.visible_to(SYSTEM).filter(pk=mail.about["invitation"]).first()
    if invitation is None or invitation.state != Invitation.State.SENT or invitation.expires_at <= now:
        return "Invitationen er ikke længere åben."
    is_newest = invitation.reminded_at is None or invitation.reminded_at <= mail.created_at
    return "" if link_mark(invitation) in mail.key and is_newest else "Der er lavet en nyere invitation."


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
    has_it = SeatHolding.objects.present().filter(pk=mail.about["holding"]).exists()
    return "" if has_it else "Modtageren har ikke længere pladsen."


INVITATION = Kind("forum.invitation", "Invitation", is_secret=True, check=invitation_still_open)  # its link signs in
INVITATION_REMINDER = Kind(
    "forum.invitation_reminder", "Påmindelse om invitation", is_secret=True, check=invitation_still_open
)
INVITATION_DECLINED = Kind("forum.invitation_declined", "Nej tak til invitation")
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
    INVITATION_REMINDER,
    INVITATION_DECLINED,
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
