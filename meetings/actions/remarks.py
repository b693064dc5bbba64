"""Remarks to released minutes: sent by a member, answered by the secretariat."""

from __future__ import annotations

from datetime import datetime

from forum import audit
from forum.models import Member
from forum.text import clean, clean_line
from meetings.models import AgendaItem, Remark


@audit.verb
def send_remark(*, item: AgendaItem, text: str, by: Member, now: datetime) -> Remark:
    return Remark.objects.create(item=item, by=by, text=clean(text), at=now)


@audit.verb
def answer_remark(*, remark: Remark, outcome: str, answer: str, by: Member, now: datetime) -> Remark:
    """Taken in or not; may be answered anew, the last answer counts."""
    remark.outcome, remark.answer, remark.answered_at = outcome, clean_line(answer), now
    remark.save(update_fields=["outcome", "answer", "answered_at"])
    return remark
