"""Delegations: what approving the minutes will do to the innovation areas, said beforehand."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.models import Decision
from recommendations.rules import why_not_lead


@dataclass(frozen=True)
class Delegation:
    """One decision of kind "uddelegeret": whether approving carries it out, and the sentence that says so."""

    decision: Decision
    is_due: bool
    sentence: str


def plan(decision: Decision) -> Delegation:
    """What approving the minutes does for this decision now. Asked before, and again while approving."""
    area, lead = decision.area, decision.lead
    assert area is not None
    assert lead is not None  # both by the constraint delegation_names_area_and_lead
    if decision.effected_at:
        return Delegation(decision, False, f"»{area}« er allerede uddelegeret til {lead.full_name}.")
    if area.lead_id == lead.pk:
        return Delegation(decision, False, f"»{area}« har allerede {lead.full_name} som tovholder.")
    if why_not := why_not_lead(area, lead):
        return Delegation(decision, False, f"»{area}« bliver ikke ændret: {why_not}")
    return Delegation(decision, True, f"»{area}« bliver uddelegeret til {lead.full_name}.")
