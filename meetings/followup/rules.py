"""Actions: who may bring one to an end."""

from forum.base.visibility import Viewer
from meetings.followup.models import Action


def can_move(viewer: Viewer, action: Action) -> bool:
    """True for the secretariat, and for the holder or standing substitute of the owner's seat."""
    return viewer.is_secretariat or action.owner_id in viewer.seat_ids
