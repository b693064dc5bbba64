"""Decisions: written on an item, removed with a way back; delegations carried out by the approval."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError

from forum.audit.context import audited
from forum.base.removal import remove, removed, restore
from forum.base.stale import require_current
from forum.base.text import clean
from forum.people.models import Member, Organisation
from meetings.agenda.models import AgendaItem
from meetings.minutes.actions.lock import lock_for_edit
from meetings.minutes.models import Decision, Minutes
from meetings.minutes.rules import plan
from recommendations.areas import actions
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation


@audited("Skrev beslutning")
def write_decision(
    *,
    item: AgendaItem,
    kind: str,
    text: str,
    recommendation: Recommendation | None,
    area: Area | None,
    lead: Organisation | None,
    partners: Iterable[Organisation],
    by: Member,
    now: datetime,
    decision: Decision | None = None,
    revision: str | None = None,
) -> Decision:
    """Add a decision to the item, or write `decision` anew. Lead and partners belong to delegations alone.

    Raises NotAllowed when the minutes are approved, ValidationError when the item has the same decision already, and
    StaleError when `decision` has another revision than the given one, or is removed.
    """
    lock_for_edit(item.meeting_id)
    delegates = kind == Decision.Kind.DELEGATED
    same = Decision.objects.filter(
        item=item, removed_at=None, kind=kind, text=clean(text), recommendation=recommendation, area=area
    ).filter(lead=lead if delegates else None)
    chosen = {partner.pk for partner in partners} if delegates else set()
    if not decision and any(chosen == {partner.pk for partner in one.partners.all()} for one in same):
        raise ValidationError("Beslutningen står allerede under punktet.")
    decision = require_current(decision, revision) if decision else Decision(item=item)
    if (decision.area, decision.lead) != (area, lead):
        decision.effected_at = None
    decision.kind, decision.text = kind, clean(text)
    decision.recommendation, decision.area, decision.lead = recommendation, area, lead if delegates else None
    decision.save()
    decision.partners.set(partners if delegates else [])
    return decision


@audited("Fjernede beslutning")
def remove_decision(*, decision: Decision, by: Member, now: datetime) -> None:
    lock_for_edit(decision.item.meeting_id)
    remove(decision, now=now)


@audited("Fortrød fjernelse af beslutning")
def restore_decision(*, decision_id: int, item: AgendaItem, by: Member, now: datetime) -> None:
    lock_for_edit(item.meeting_id)
    if decision := removed(Decision.objects.filter(item=item), pk=decision_id):
        restore(decision)


def carry_out_delegations(*, minutes: Minutes, by: Member, now: datetime) -> None:
    """Delegate the areas that the minutes delegate, each once. Part of `approve` and its transaction."""
    for decision in delegations(minutes):
        area, lead = decision.area, decision.lead
        if area and lead and plan(decision).is_due:
            actions.delegate(
                area=area,
                lead=lead,
                partners=list(decision.partners.all()),
                by=by,
                now=now,
                reason=f"Besluttet på {minutes.meeting}",
            )
        Decision.objects.filter(pk=decision.pk, effected_at=None).update(effected_at=now)


def delegations(minutes: Minutes) -> Iterable[Decision]:
    rows = Decision.objects.filter(item__meeting=minutes.meeting_id, kind=Decision.Kind.DELEGATED, removed_at=None)
    return rows.filter(item__removed_at=None).select_related("area__lead", "lead").prefetch_related("partners")
