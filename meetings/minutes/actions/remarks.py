"""Remarks to released minutes: sent by a member, taken back by them or answered by the secretariat."""

from __future__ import annotations

from datetime import datetime

from forum.audit.context import audited
from forum.base.stale import StaleError
from forum.base.text import clean, clean_line
from forum.people.models import Member
from meetings.agenda.models import AgendaItem
from meetings.minutes.models import Remark

ANSWERED = "Bemærkningen er besvaret, mens du skrev. Skal dit svar gælde i stedet, så gem det igen."


@audited("Sendte bemærkning")
def send_remark(*, item: AgendaItem, text: str, by: Member, now: datetime) -> Remark:
    return Remark.objects.create(item=item, by=by, text=clean(text), at=now)


@audited("Besvarede bemærkning")
def answer_remark(
    *, remark: Remark, outcome: str, answer: str, by: Member, now: datetime, based_on: str = ""
) -> Remark:
    """Taken in or not; may be answered anew by who has seen the answer there is: `based_on` is its mark.

    Raises StaleError when the author took the remark back, or somebody has answered it since the writer began.
    """
    current = Remark.objects.select_for_update(of=("self",)).filter(pk=remark.pk).first()
    if current is None:
        raise StaleError("Medlemmet har trukket bemærkningen tilbage. Derfor er svaret ikke gemt.")
    if current.mark != based_on:
        raise StaleError(ANSWERED)
    Remark.objects.filter(pk=remark.pk).update(outcome=outcome, answer=clean_line(answer), answered_at=now)
    remark.refresh_from_db()
    return remark


@audited("Trak bemærkning tilbage")
def withdraw_remark(*, remark: Remark, by: Member, now: datetime) -> None:
    """The author takes it back; its history keeps it. Raises StaleError when it is answered or gone by now."""
    deleted, _ = Remark.objects.filter(pk=remark.pk, outcome="").delete()
    if not deleted:
        raise StaleError("Bemærkningen er besvaret eller trukket tilbage i mellemtiden.")
