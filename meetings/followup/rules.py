"""Actions: who may bring one to an end."""

from forum.base.visibility import Viewer
from meetings.followup.models import Action


def can_move(viewer: Viewer, action: Action) -> bool:
    """The secretariat (whose own they may be) and whoever holds the owner's seat, also as standing substitute."""
    return viewer.is_secretariat or action.owner_id in viewer.seat_ids
