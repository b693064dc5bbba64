"""The weekly digest: one mail on Monday morning with what a member chose to get once a week."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from forum.front.mail import DIGEST, monday_of, rendered_for
from forum.mail import outbox
from forum.people.models import Member, NotificationChoice
from forum.undo.models import Undo

HEALS_FOR = timedelta(hours=28)  # a digest planned later than Tuesday noon would be no news


def plan(*, now: datetime) -> int:
    """Put this week's digests into the outbox; a re-run adds nothing. Returns how many were added."""
    due = monday_of(now)
    if not due <= now < due + HEALS_FOR:
        return 0
    weekly = NotificationChoice.objects.filter(pace=NotificationChoice.Pace.WEEKLY)
    return sum(_digest(member, due, now) for member in Member.objects.active().filter(pk__in=weekly.values("member")))


@transaction.atomic
def _digest(member: Member, due: datetime, now: datetime) -> bool:
    """One member's digest, as this member may see it; none when there is nothing to tell."""
    viewer = member.as_viewer()
    key = DIGEST.key(f"{due:%G-W%V}", f"member-{member.pk}")
    if not viewer.is_member or outbox.known([key]):
        return False
    rendered = rendered_for(member, viewer, due, now)
    # Asked after the news is read: what can still be undone is told to nobody, and the next round does it
    if rendered is None or Undo.objects.open(now).exists():
        return False
    outbox.queue(key=key, kind=DIGEST, to=member, rendered=rendered, now=now)
    return True
