"""Who may do what with an innovation area, and the sentence that tells why not yet."""

from __future__ import annotations

from forum.base.visibility import Viewer
from forum.people.models import Organisation
from recommendations.areas.models import Area, AreaUpdate


def can_propose_area(viewer: Viewer) -> bool:
    """Any member may propose an area, suppliers too: the forum weighs the proposal when it prioritises."""
    return viewer.is_member


def can_restrict_area(viewer: Viewer) -> bool:
    """Only authorities may choose that suppliers do not see the area they propose."""
    return viewer.is_authority


def can_prioritise_area(viewer: Viewer) -> bool:
    return viewer.is_secretariat


def can_report_status(viewer: Viewer, area: Area) -> bool:
    """The lead municipality may give its area a status, and the secretariat may do so in its place."""
    return viewer.is_secretariat or (area.lead_id is not None and area.lead_id in viewer.organisation_ids)


def can_advance_area(viewer: Viewer, area: Area) -> bool:
    return can_report_status(viewer, area)


def why_not_status(area: Area) -> str:
    """Why the area cannot be given a status now, or ""."""
    if area.lead_id is None:
        return "Området skal have en tovholder, før nogen kan skrive status."
    if not area.is_running:
        return f"Området er {area.get_state_display().lower()}, så der gives ikke længere status."
    return ""


def can_take_back_status(viewer: Viewer, update: AreaUpdate) -> bool:
    """The member who gave a status may take it back, and so may the secretariat."""
    return viewer.is_secretariat or update.by_id == viewer.member_id


def turns_red(colour: str, before: AreaUpdate | None) -> bool:
    """True when a status of this colour turns the area red; `before` is the area's status until now.

    Members get a mail when an area turns red, and none about a further red status.
    """
    red = AreaUpdate.Colour.RED
    return colour == red and (before is None or before.colour != red)


def can_amend_area(viewer: Viewer, area: Area) -> bool:
    """The lead and the secretariat may rewrite an area's description, and its proposer until the forum weighs it.

    The secretariat alone changes who may read the area, see `can_change_audience`.
    """
    return can_report_status(viewer, area) or _is_own_proposal(viewer, area)


def _is_own_proposal(viewer: Viewer, area: Area) -> bool:
    """True when the viewer's organisation proposed the area and the forum has not yet prioritised it."""
    return _is_proposer(viewer, area) and area.state == Area.State.PROPOSED


def _is_proposer(viewer: Viewer, area: Area) -> bool:
    return area.proposed_by_id is not None and area.proposed_by_id in viewer.organisation_ids


def can_change_audience(viewer: Viewer) -> bool:
    return viewer.is_secretariat


def can_stop_area(viewer: Viewer, area: Area) -> bool:
    """The lead and the secretariat may stop an area, and its proposer until the forum weighs it."""
    return can_report_status(viewer, area) or _is_own_proposal(viewer, area)


def can_resume_area(viewer: Viewer, area: Area, before: str) -> bool:
    """Those who could stop the area when it was in the state `before` may resume it."""
    if area.state != Area.State.STOPPED:
        return False
    return can_report_status(viewer, area) or (before == Area.State.PROPOSED and _is_proposer(viewer, area))


def phases_after(area: Area) -> list[str]:
    """The phases that the area may go to now, in their order; none unless it is delegated and runs."""
    after = Area.NEXT.get(Area.State(area.state), ()) if area.lead_id and area.is_running else ()
    return [phase for phase in Area.PHASES if phase in after and phase != Area.State.DELEGATED]


def why_not_prioritise(area: Area) -> str:
    """Why the area cannot be prioritised now, or ""."""
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
