"""The secret in a member's calendar address."""

from __future__ import annotations

from datetime import datetime

from forum.audit.context import audited
from forum.people.models import Member
from forum.people.models.members import new_secret


@audited("Skiftede kalenderadresse")
def reset_calendar(*, member: Member, by: Member, now: datetime) -> None:
    """A new address; the old one answers as if it had never been."""
    member.calendar_secret = new_secret()
    member.save(update_fields=["calendar_secret"])
