"""Organisations, seats, members, and grants to those without a seat."""

from forum.people.models.grants import Grant
from forum.people.models.members import Member, NotificationChoice
from forum.people.models.organisations import Organisation
from forum.people.models.seats import Seat, SeatHolding

__all__ = [
    "Grant",
    "Member",
    "NotificationChoice",
    "Organisation",
    "Seat",
    "SeatHolding",
]
