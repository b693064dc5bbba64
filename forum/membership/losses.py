"""What else ends for somebody who has lost a seat, or is no longer invited to one: each app hands over what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from forum.membership.models import Invitation
from forum.people.models import SeatHolding

# Told when the holding has ended, or has given way to a new holder's; returns how many mails it queued to the person
Consequence = Callable[[SeatHolding, datetime], int]
_CONSEQUENCES: list[Consequence] = []
# Told when nothing comes of the invitation at its present address: withdrawn, declined, or to be sent to another one
EndOfInvitation = Callable[[Invitation, datetime], None]
_ENDS_OF_INVITATIONS: list[EndOfInvitation] = []


def register(consequences: Iterable[Consequence]) -> None:
    """Take over, when the site starts, what an app does when somebody loses a seat; the same once more is no other."""
    _CONSEQUENCES.extend(each for each in consequences if each not in _CONSEQUENCES)


def follow(holding: SeatHolding, now: datetime) -> int:
    """Do all of it, in the transaction of whoever took the seat; returns the number of mails queued to the person."""
    return sum(consequence(holding, now) for consequence in _CONSEQUENCES)


def register_for_invitations(ends: Iterable[EndOfInvitation]) -> None:
    """As `register`, of what an app does when an invitation ends without a yes."""
    _ENDS_OF_INVITATIONS.extend(each for each in ends if each not in _ENDS_OF_INVITATIONS)


def follow_invitation(invitation: Invitation, now: datetime) -> None:
    """Do all of it, in the transaction of whoever ended the invitation."""
    for end in _ENDS_OF_INVITATIONS:
        end(invitation, now)
