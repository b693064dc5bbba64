"""Who may change what about a person."""

from __future__ import annotations

from forum.base.visibility import Viewer
from forum.people.models import Member


def can_edit_profile(viewer: Viewer, member: Member) -> bool:
    return viewer.member_id == member.pk


def can_change_address(viewer: Viewer, member: Member) -> bool:
    return viewer.is_secretariat and member.is_active


def can_close_account(viewer: Viewer, member: Member) -> bool:
    """The secretariat may close any active account but their own; leaving is done on one's own profile."""
    return viewer.is_secretariat and viewer.member_id != member.pk and member.is_active
