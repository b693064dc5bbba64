"""Who may do what with an innovation area, and the sentence that tells why not yet."""

from __future__ import annotations

from forum.base.visibility import Viewer
from forum.people.models import Organisation
from recommendations.areas.models import Area, AreaUpdate


def can_propose_area(viewer: Viewer) -> bool:
    """Any member may propose, suppliers too: the forum's prioritising is where it is weighed."""
    return viewer.is_member


def can_restrict_area(viewer: Viewer) -> bool:
    """Only authorities may propose an area that suppliers do not see."""
    return viewer.is_authority


def can_prioritise_area(viewer: Viewer) -> bool:
    return viewer.is_secretariat


def can_report_status(viewer: Viewer, area: Area) -> bool:
    """The lead municipality tells how its area goes; the secretariat may do it in its place."""
    return viewer.is_secretariat or (area.lead_id is not None and area.lead_id in viewer.organisation_ids)


def can_advance_area(viewer: Viewer, area: Area) -> bool:
    return can_report_status(viewer, area)


def why_not_status(area: Area) -> str:
    if area.lead_id is None:
        return "Der kan først gives status, når området er uddelegeret til en tovholderkommune."
    if not area.is_running:
        return f"Området er {area.get_state_display().lower()}, så der gives ikke længere status."
    return ""


def can_take_back_status(viewer: Viewer, update: AreaUpdate) -> bool:
    """Who posted it by mistake, or the secretariat."""
    return viewer.is_secretariat or update.by_id == viewer.member_id


def turns_red(colour: str, before: AreaUpdate | None) -> bool:
    """A turn is told about; that an area still stands still is not."""
    red = AreaUpdate.Colour.RED
    return colour == red and (before is None or before.colour != red)


def can_amend_area(viewer: Viewer, area: Area) -> bool:
    """The lead keeps the description true, who proposed it until then; who may read it is the secretariat's."""
    return can_report_status(viewer, area) or _is_own_proposal(viewer, area)


def _is_own_proposal(viewer: Viewer, area: Area) -> bool:
    """Proposed by the viewer's organisation, and not yet weighed by the forum."""
    return _is_proposer(viewer, area) and area.state == Area.State.PROPOSED


def _is_proposer(viewer: Viewer, area: Area) -> bool:
    return area.proposed_by_id is not None and area.proposed_by_id in viewer.organisation_ids


def can_change_audience(viewer: Viewer) -> bool:
    return viewer.is_secretariat


def can_stop_area(viewer: Viewer, area: Area) -> bool:
    """Who proposed it may take it back until the forum has weighed it."""
    return can_report_status(viewer, area) or _is_own_proposal(viewer, area)


def can_resume_area(viewer: Viewer, area: Area, before: str) -> bool:
    """Who could stop it when it was in the state `before`."""
    if area.state != Area.State.STOPPED:
        return False
    return can_report_status(viewer, area) or (before == Area.State.PROPOSED and _is_proposer(viewer, area))


def phases_after(area: Area) -> list[str]:
    """The phases a delegated area may go to now, in their order."""
    after = Area.NEXT.get(Area.State(area.state), ()) if area.lead_id and area.is_running else ()
    return [phase for phase in Area.PHASES if phase in after and phase != Area.State.DELEGATED]


def why_not_prioritise(area: Area) -> str:
    if Area.State.PRIORITISED in Area.NEXT.get(Area.State(area.state), ()):
        return ""
    return f"Området er allerede {area.get_state_display().lower()}."


def why_not_lead(area: Area, lead: Organisation) -> str:
    """Why `lead` cannot be given the area by a meeting's decision, or ""."""
    if area.lead_id is not None:
        return f"Området er allerede uddelegeret til {area.lead}."
    if area.state not in (Area.State.PROPOSED, Area.State.PRIORITISED):
        return f"Området er {area.get_state_display().lower()} og kan ikke uddelegeres."
    if lead.kind != Organisation.Kind.MUNICIPALITY:
        return "Kun en kommune kan være tovholder for et innovationsområde."
    return ""
