"""Seats that nobody holds, and whether somebody is invited to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from forum.base.compiled_queries import Param
from forum.base.visibility import SYSTEM
from forum.membership.models import Invitation
from forum.people.models import Seat, SeatHolding


def with_invited(seats: QuerySet[Seat], now: datetime | Param) -> QuerySet[Seat]:
    """The seats, each with `is_invited`: somebody is asked to hold it and may still say yes.

    That somebody is asked is told to whoever sees the seat; who it is, to the secretariat alone.
    """
    asked = Invitation.objects.visible_to(SYSTEM).open(now).filter(seat=OuterRef("pk"), is_substitute=False)
    rows: QuerySet[Any] = seats
    return rows.annotate(is_invited=Exists(asked))


def vacant(seats: QuerySet[Seat], now: datetime | Param) -> QuerySet[Any]:
    """Those that nobody holds, each with `is_invited`, by the name of the organisation."""
    held = SeatHolding.objects.present().filter(is_substitute=False)
    free = seats.filter(until=None).exclude(pk__in=held.values("seat"))
    return with_invited(free.select_related("organisation").order_by("organisation__name", "pk"), now)


def word_for(seat: Seat) -> str:
    """What is said of a seat that nobody holds; needs `with_invited`."""
    return "inviteret" if seat.is_invited else "ledig"
