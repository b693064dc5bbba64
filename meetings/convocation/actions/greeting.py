"""The chair's greeting in a convocation."""

from __future__ import annotations

from datetime import datetime

from forum.audit.context import audited
from forum.base.refusal import refuse
from forum.people.models import Member
from meetings.convocation.rules import why_not_greet
from meetings.meeting.models import Meeting


@audited("Skrev hilsen i indkaldelse")
def greet(*, meeting: Meeting, greeting: str, by: Member, now: datetime) -> None:
    """Put the greeting above the convocation's text, or take it away when it is empty.

    Raises NotAllowed when the convocation is sent. A draft of it that the secretariat has open becomes stale.
    """
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    refuse(why_not_greet(locked))
    locked.greeting, locked.greeting_by = greeting, by if greeting else None
    locked.save(update_fields=["greeting", "greeting_by"])
