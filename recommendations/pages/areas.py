"""Innovation areas as everyone reads them: the list with colour, word and next step, and an area's page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from forum.base.visibility import Viewer, get_visible_or_404
from forum.people.models import Member, SeatHolding
from forum.web.access import Request, public, sign_in_if_hidden
from recommendations.areas import actions, rules
from recommendations.areas.forms import AreaFilter
from recommendations.areas.models import Area, AreaQuerySet, AreaUpdate
from recommendations.treatments.treatments import promises, treatments
from recommendations.wording.models import Recommendation

ON_A_PAGE = 20
UPDATES_SHOWN = 50
WORTH_FILTERING = 15  # areas; fewer are read faster than filters are set


@public
def index(request: Request) -> HttpResponse:
    viewer = request.viewer
    visible = Area.objects.visible_to(viewer).with_latest_update()
    filters = AreaFilter(request.GET)
    areas = filters.apply(visible).select_related("lead").trouble_first()
    page, figures = Paginator(areas, ON_A_PAGE).get_page(request.GET.get("side")), _figures(visible)
    is_filtered = any(filters.cleaned_data.values()) if filters.is_valid() else False
    seen_at = request.member.news_seen_at if viewer.is_member else None
    context = {
        "filters": filters,
        "is_filtered": is_filtered,
        "seen_on": timezone.localdate(seen_at) if seen_at else None,
        "has_filters": is_filtered or page.paginator.count >= WORTH_FILTERING,
        "figures": figures,
        "page": page,
        "has_areas": bool(page.object_list) or bool(figures[0][1]),
        "may_propose": rules.can_propose_area(viewer),
    }
    return render(request, "recommendations/pages/areas.html", context)


def _figures(areas: AreaQuerySet) -> list[tuple[str, int]]:
    """How many areas are led, how many of them have each colour, and how many wait for a lead; one query."""
    found = areas.running().aggregate(
        led=Count("pk", filter=Q(lead__isnull=False)),
        waiting=Count("pk", filter=Q(lead=None)),
        **{colour: Count("pk", filter=Q(colour=colour)) for colour in AreaUpdate.Colour.values},
    )
    colours = [(str(colour.label), found[colour.value]) for colour in AreaUpdate.Colour]
    return [("Med tovholder", found["led"]), *colours, ("Mangler tovholder", found["waiting"])]


@public
@sign_in_if_hidden
def detail(request: Request, slug: str) -> HttpResponse:
    viewer = request.viewer
    rows = Area.objects.visible_to(viewer).with_latest_update()
    area = get_visible_or_404(rows.select_related("lead", "proposed_by"), viewer, slug=slug)
    recommendations = Recommendation.objects.visible_to(viewer)
    updates = list(AreaUpdate.objects.visible_to(viewer).filter(area=area).select_related("by")[:UPDATES_SHOWN])
    context = {
        "area": area,
        "recommendation": recommendations.filter(pk=area.recommendation_id).first(),
        "partners": area.partners.order_by("name"),
        "leaders": _leaders(area, viewer),
        "steps": steps_of(area),
        "updates": updates,
        "may_take_back": bool(updates) and rules.can_take_back_status(viewer, updates[0]),  # the newest alone
        "treatments": treatments(area, viewer),
        "promises": promises(area, viewer),
        "today": timezone.localdate(),
        **_may(viewer, area),
    }
    return render(request, "recommendations/pages/area.html", context)


def _leaders(area: Area, viewer: Viewer) -> list[Member]:
    """Who holds the lead municipality's seats now: whom to call about the area."""
    held = SeatHolding.objects.present().filter(seat__organisation=area.lead_id, is_substitute=False)
    return list(Member.objects.visible_to(viewer).filter(holdings__in=held).order_by("holdings__seat"))


def steps_of(area: Area) -> list[tuple[str, bool, bool]]:
    """The way from proposal to end: (name, is done, is now). A stopped area is nowhere on it."""
    return [(phase.label, n < area.phase_number, n == area.phase_number) for n, phase in enumerate(Area.WAY, 1)]


def _may(viewer: Viewer, area: Area) -> dict[str, object]:
    """What the page's buttons need to know: allowed at all, and if not yet, why."""
    may_report = rules.can_report_status(viewer, area)
    may_prioritise = rules.can_prioritise_area(viewer)
    may_amend = rules.can_amend_area(viewer, area)
    may_stop = rules.can_stop_area(viewer, area) and area.is_running
    before = actions.before_stop(area) if area.state == Area.State.STOPPED else ""
    may_resume = rules.can_resume_area(viewer, area, before)
    return {
        "may_report": may_report,
        "why_not_status": rules.why_not_status(area),
        "may_amend": may_amend,
        "may_advance": rules.can_advance_area(viewer, area) and bool(rules.phases_after(area)),
        "may_stop": may_stop,
        "may_prioritise": may_prioritise and not rules.why_not_prioritise(area),
        "resumes_in": Area.State(before).label if may_resume else "",
        "has_tools": may_amend or may_prioritise or may_stop or may_resume,
    }
