"""Remarks to released minutes: sent by a member, taken back by them or answered by the secretariat."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from forum.audit.context import audited
from forum.base.stale import StaleError, require_current
from forum.base.text import clean, clean_line
from forum.people.models import Member
from meetings.agenda.models import AgendaItem
from meetings.minutes import mail
from meetings.minutes.models import Minutes, NoRemarks, Remark

ANSWERED = "Bemærkningen er besvaret, mens du skrev. Skal dit svar gælde i stedet? Gem det igen."
WITHDRAWN = "Medlemmet har slettet bemærkningen. Derfor er svaret ikke gemt."


@audited("Sendte bemærkning")
def send_remark(*, item: AgendaItem, text: str, by: Member, now: datetime) -> Remark:
    """Send a remark. Whoever said before that they had none has one now, and their word that there is none is gone."""
    NoRemarks.objects.filter(minutes__meeting=item.meeting_id, by=by, sent_at=F("minutes__released_at")).delete()
    return Remark.objects.create(item=item, by=by, text=clean(text), at=now)


@audited("Besvarede bemærkning")
def answer_remark(
    *, remark: Remark, outcome: str, answer: str, by: Member, now: datetime, revision: str | None = None
) -> Remark:
    """Say that the remark is taken in or not, and mail it to the author. A later answer replaces the one that its
    `revision` shows was read; the same answer once more is no news.

    What is taken in is told by `tell_awaited` when the correction is sent: the author reads the new text then. It is
    told at once where the text was sent anew after the remark.
    Raises StaleError when the author took the remark back, or somebody has answered it since the writer began.
    """
    minutes = Minutes.objects.select_for_update().get(meeting=remark.item.meeting_id)  # it is not sent meanwhile
    before = require_current(remark, revision, changed=ANSWERED, removed=WITHDRAWN).revision
    awaits = outcome == Remark.Outcome.TAKEN_IN and remark.is_to_be_corrected(minutes)
    said = {"outcome": outcome, "answer": clean_line(answer), "awaits_correction": awaits}
    Remark.objects.filter(pk=remark.pk).update(**said, answered_at=now)
    answered = Remark.objects.select_related("by", "item__meeting").get(pk=remark.pk)
    if answered.revision != before and not awaits:
        mail.queue_answered(answered, now=now)
    return answered


def tell_awaited(minutes: Minutes, *, now: datetime) -> None:
    """Part of sending a correction: the authors of the remarks that it takes in get their answer."""
    waiting = Remark.objects.filter(item__meeting=minutes.meeting_id, awaits_correction=True)
    for remark in waiting.select_related("by", "item__meeting"):
        mail.queue_answered(remark, now=now)
    waiting.update(awaits_correction=False)


@audited("Slettede bemærkning")
def withdraw_remark(*, remark: Remark, by: Member, now: datetime) -> None:
    """Delete the remark for its author; the history keeps it. Raises StaleError when it is answered or gone by now."""
    deleted, _ = Remark.objects.filter(pk=remark.pk, outcome="").delete()
    if not deleted:
        raise StaleError("Bemærkningen er besvaret eller slettet i mellemtiden.")
