"""How many people a mail about a meeting goes to, counted as the bar of what can be undone counts them."""

from __future__ import annotations

from collections.abc import Iterable

from forum.mail.kinds import Kind
from forum.membership.models import Invitation
from meetings.attendance.attendees import Attendee
from meetings.attendance.models import Guest
from meetings.convocation.mail import CONVOCATION


def people_told(
    kind: Kind, attendees: Iterable[Attendee], guests: Iterable[Guest] = (), invited: Iterable[Invitation] = ()
) -> int:
    """Each address once. Who comes instead of somebody has a mail of their own, but no convocation with the others'."""
    seated = [
        person.email
        for attendee in attendees
        for person in ([attendee.receiver] if kind is CONVOCATION else attendee.mailed)
        if person
    ]
    written = [guest.member.email for guest in guests if guest.member]
    return len({*seated, *written, *(invitation.email for invitation in invited)})
