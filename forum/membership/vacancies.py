"""Seats that nobody holds, and whether somebody is invited to them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from forum.base.visibility import SYSTEM
from forum.membership.models import Invitation
from forum.people.models import Seat, SeatHolding


def with_invited(seats: QuerySet[Seat], now: datetime) -> QuerySet[Seat]:
    """The seats, each with `is_invited`: somebody is asked to hold it and may still say yes.

    That somebody is asked is told to whoever sees the seat; who it is, to the secretariat alone.
    """
    asked = Invitation.objects.visible_to(SYSTEM).open(now).filter(seat=OuterRef("pk"), is_substitute=False)
    found: QuerySet[Seat] = seats.annotate(is_invited=Exists(asked))  # type: ignore[no-redef]  # declared on Seat
    return found


def vacant(seats: QuerySet[Seat], now: datetime) -> QuerySet[Seat]:
    """Those that nobody holds, each with `is_invited`, by the name of the organisation."""
    held = SeatHolding.objects.filter(until=None, is_substitute=False)
    free = seats.filter(until=None).exclude(pk__in=held.values("seat"))
    return with_invited(free.select_related("organisation").order_by("organisation__name", "pk"), now)


def word_for(seat: Seat) -> str:
    """What is said of a seat that nobody holds; needs `with_invited`."""
    return "inviteret" if seat.is_invited else "ledig"
