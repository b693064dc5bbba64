"""The secret in a member's calendar address."""

from __future__ import annotations

from datetime import datetime

from forum import audit
from forum.models import Member
from forum.models.members import new_secret


@audit.verb
def reset_calendar(*, member: Member, by: Member, now: datetime) -> None:
    """A new address; the old one answers as if it had never been."""
    member.calendar_secret = new_secret()
    member.save(update_fields=["calendar_secret"])
