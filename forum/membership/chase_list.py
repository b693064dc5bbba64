"""The list of those who are asked in: who has said yes, who no, and who is silent, with what has reached them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from forum.base.visibility import Viewer
from forum.mail.models import OutboxMail
from forum.membership.actions.remind_invited import mailed_today
from forum.membership.mail import INVITATION, INVITATION_REMINDER, link_mark
from forum.membership.models import Invitation

State = Invitation.State
LOST = (OutboxMail.State.FAILED, OutboxMail.State.UNCERTAIN)


@dataclass(frozen=True)
class Row:
    """One who is asked, and what has become of it."""

    invitation: Invitation
    is_expired: bool
    is_lost: bool  # its mail could not be sent, or perhaps not


@dataclass
class ChaseList:
    silent: list[Row] = field(default_factory=list)
    declined: list[Row] = field(default_factory=list)
    accepted: list[Row] = field(default_factory=list)
    to_remind: int = 0  # those of the silent who have had no mail today

    @property
    def total(self) -> int:
        return len(self.silent) + len(self.declined) + len(self.accepted)


def chase_list(viewer: Viewer, now: datetime) -> ChaseList:
    """Those who are asked now or have answered lately (2 queries); a silent one whose mail is lost comes first."""
    rows = Invitation.objects.visible_to(viewer).current(now)
    asked = list(rows.select_related("seat__organisation", "invited_by", "member").order_by("name", "email"))
    lost = _lost(viewer, asked)
    found = ChaseList()
    groups = {State.SENT: found.silent, State.DECLINED: found.declined, State.ACCEPTED: found.accepted}
    for each in asked:
        groups[State(each.state)].append(Row(each, each.expires_at <= now, each.pk in lost))
    found.silent.sort(key=lambda row: not row.is_lost)
    found.to_remind = sum(not mailed_today(row.invitation, now) for row in found.silent)
    return found


def _lost(viewer: Viewer, asked: list[Invitation]) -> set[int]:
    """Those whose present link is in a mail that did not arrive."""
    kinds, marks = [INVITATION.name, INVITATION_REMINDER.name], {each.pk: link_mark(each) for each in asked}
    mails = OutboxMail.objects.visible_to(viewer).filter(kind__in=kinds, state__in=LOST)
    keys = [(mail["about"].get("invitation"), mail["key"]) for mail in mails.values("about", "key")]
    return {pk for pk, key in keys if pk in marks and marks[pk] in key}
