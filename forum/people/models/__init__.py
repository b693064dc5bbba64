"""Organisations, seats and members."""

from forum.people.models.members import Member, NotificationChoice
from forum.people.models.organisations import Organisation
from forum.people.models.seats import Seat, SeatHolding

__all__ = [
    "Member",
    "NotificationChoice",
    "Organisation",
    "Seat",
    "SeatHolding",
]
