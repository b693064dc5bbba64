"""Actions: who may change or create one, who can be given it, and when it cannot be done."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from forum.base.visibility import Viewer
from forum.people.models import Seat, SeatHolding
from meetings.attendance.attendees import invited_seats
from meetings.followup.models import Action


def can_move(viewer: Viewer, action: Action) -> bool:
    """True for the secretariat, and for the holder or standing substitute of the owner's seat."""
    return viewer.is_secretariat or action.owner_id in viewer.seat_ids


def can_create(viewer: Viewer) -> bool:
    return viewer.is_secretariat or viewer.is_chair


def can_remind(viewer: Viewer) -> bool:
    return viewer.is_secretariat


def why_not_change(action: Action) -> str:
    """A sentence when its due day, owner or reminders are of no use any more, or are still the minutes' to change."""
    if not action.is_open:
        return "Opgaven er afsluttet. Åbn den igen, hvis der er mere at gøre."
    if not action.is_published:
        return "Referatet er ikke sendt ud endnu. Ret opgaven i referatet."
    return ""


def possible_owners(audience: str, today: date, action: Action | None = None) -> QuerySet[Seat]:
    """The seats with somebody in them who may read what this audience may, and who can be given a task of it.

    Of an action under an item, a seat whose holder is disqualified from the item can have no part.
    """
    held = SeatHolding.objects.present().filter(member__is_active=True)
    seats = invited_seats(audience, today).filter(pk__in=held.values("seat"))
    if action and action.item:
        disqualified = action.item.disqualified.all()
        seats = seats.exclude(pk__in=held.filter(is_substitute=False, member__in=disqualified).values("seat"))
    return seats
