"""Who has been mailed about a meeting at its present time: called to it, and reminded to answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import BigIntegerField, DateTimeField, JSONField, OuterRef, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from forum.base.visibility import SYSTEM
from forum.mail.models import OutboxMail
from forum.membership.models import Invitation
from forum.people.models import NotificationChoice
from meetings.convocation.actions.withdraw import ARRIVED
from meetings.convocation.mail import ANSWER_REMINDER, CONVOCATION, INVITED, MOVED
from meetings.meeting.models import Meeting

KINDS = [CONVOCATION.name, MOVED.name, ANSWER_REMINDER.name, INVITED.name]
UNWILLING = "unwilling"


@dataclass
class Reached:
    called: set[tuple[int, int]] = field(default_factory=set)  # (seat, member): the convocation, or that it is moved
    reminded: dict[int, datetime] = field(default_factory=dict)  # when each member was last reminded to answer
    unwilling: frozenset[int] = frozenset()  # members who have chosen to get no reminders by mail


def reached_of(meetings: Iterable[Meeting]) -> dict[int, Reached]:
    """By meeting id (one query). A reminder that was never sent is none."""
    starts = {meeting.pk: meeting.start.isoformat() for meeting in meetings}
    mails = OutboxMail.objects.filter(kind__in=KINDS, about__meeting__in=list(starts))
    never = NotificationChoice.objects.filter(
        kind=NotificationChoice.Kind.REMINDERS, pace=NotificationChoice.Pace.NEVER
    )
    nothing = (Value(UNWILLING), Value(""), Value(None, JSONField()), "member", Value(None, DateTimeField()))
    # Who had the invitation and the convocation in one mail was no member then
    asked = Cast(KT("about__invitation"), BigIntegerField())
    asked_there = Invitation.objects.visible_to(SYSTEM).filter(pk=OuterRef("asked"), email=OuterRef("to_address"))
    joined = asked_there.values("member")[:1]
    mails = mails.annotate(asked=asked).annotate(
        who=Coalesce("to_member", Subquery(joined), output_field=BigIntegerField())
    )
    rows = mails.order_by().values_list("kind", "state", "about", "who", "created_at")
    found = list(rows.union(never.order_by().values_list(*nothing), all=True).order_by("created_at"))
    unwilling = frozenset(member for kind, _, _, member, _ in found if kind == UNWILLING)
    reached = {pk: Reached(unwilling=unwilling) for pk in starts}
    for kind, state, about, member, at in found:
        if kind == UNWILLING or about["start"] != starts[about["meeting"]]:
            continue
        of = reached[about["meeting"]]
        if kind == INVITED.name:
            if state in ARRIVED:  # one that waits still goes no more when the invited has said yes meanwhile
                of.called.add((about["seat"], member))
        elif kind != ANSWER_REMINDER.name:
            of.called.add((about["seat"], about["member"]))
        elif state != OutboxMail.State.DROPPED:
            of.reminded[member] = at
    return reached
