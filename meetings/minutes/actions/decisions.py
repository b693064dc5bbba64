"""Decisions: written on an item, removed with a way back; delegations carried out by the approval."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from forum.audit.context import audited
from forum.base import unsent
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

    In minutes that were sent it is a correction, which their readers read when it is sent.
    Raises NotAllowed when the minutes are approved, ValidationError when the item has the same decision already, and
    StaleError when `decision` has another revision than the given one, or is removed.
    """
    aside = lock_for_edit(item.meeting_id).is_released
    delegates = kind == Decision.Kind.DELEGATED
    values = {
        "kind": str(kind),
        "text": clean(text),
        "recommendation_id": recommendation.pk if recommendation else None,
        "area_id": area.pk if area else None,
        "lead_id": lead.pk if lead and delegates else None,
        "partners": sorted(partner.pk for partner in partners) if delegates else [],
    }
    if decision:
        return _rewrite(unsent.current(decision, revision), values, aside=aside)
    here = Decision.objects.filter(Decision.in_correction, item=item).prefetch_related("partners")
    if any(one.said() | values == one.said() for one in unsent.corrected(here)):
        raise ValidationError("Beslutningen står allerede under punktet.")
    decision = Decision(item=item, **unsent.only_in_correction(now) if aside else {})
    decision.say(values)
    decision.keep()
    return decision


def _rewrite(decision: Decision, values: dict[str, Any], *, aside: bool) -> Decision:
    if aside:
        decision.set_aside(**values)
    else:
        decision.say(values)
        decision.keep()
    return decision


@audited("Fjernede beslutning")
def remove_decision(*, decision: Decision, by: Member, now: datetime) -> None:
    aside = lock_for_edit(decision.item.meeting_id).is_released
    unsent.remove(decision, aside=aside, now=now)


@audited("Fortrød fjernelse af beslutning")
def restore_decision(*, decision_id: int, item: AgendaItem, by: Member, now: datetime) -> None:
    aside = lock_for_edit(item.meeting_id).is_released
    if decision := Decision.objects.filter(item=item, pk=decision_id).first():
        unsent.restore(decision, aside=aside)


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
