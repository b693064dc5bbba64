"""The recommendations as everyone reads them: all at a glance, and one with all that belongs to it."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render

from forum.base.text import changes
from forum.base.visibility import Viewer, get_visible_or_404
from forum.web.access import Request, public, sign_in_if_hidden
from recommendations.areas.models import Area
from recommendations.treatments.treatments import treatments
from recommendations.wording import rules
from recommendations.wording.models import Recommendation, RecommendationVersion

ENDED = (Recommendation.State.SUPERSEDED, Recommendation.State.RETIRED)
# The moves offered on the page, in the order they usually come: state, button
MOVES = (
    (Recommendation.State.PRELIMINARY, "Gør foreløbig"),
    (Recommendation.State.CONSULTATION, "Send i høring"),
    (Recommendation.State.PROPOSED, "Indstil til vedtagelse"),
    (Recommendation.State.ADOPTED, "Vedtag"),
    (Recommendation.State.REVISION, "Tag op til revision"),
    (Recommendation.State.SUPERSEDED, "Lad en anden afløse den"),
    (Recommendation.State.RETIRED, "Lad den udgå"),
)
STATE_KINDS = {"preliminary": "info", "consultation": "warning", "proposed": "warning", "adopted": "success"}


@public
def index(request: Request) -> HttpResponse:
    viewer = request.viewer
    found = list(Recommendation.objects.visible_to(viewer))
    areas = areas_by_recommendation(viewer)
    current = [r for r in found if r.state not in ENDED]
    states = {r.get_state_display() for r in current}
    for recommendation in current:
        running = areas[recommendation.pk]
        recommendation.area_count = len(running)
        recommendation.newest_area = running[0] if running else None
        recommendation.state_kind = STATE_KINDS.get(recommendation.state)
    context = {
        "current": current,
        "ended": [r for r in found if r.state in ENDED],
        "several_states": len(states) > 1,
        "one_state": states.pop() if len(states) == 1 else "",
        "published": next((r for r in current if r.has_published_wording), None),
        "can_load": viewer.is_secretariat and not found,
        "has_later": any(r.version > 1 for r in current),
    }
    return render(request, "recommendations/pages/recommendations.html", context)


def areas_by_recommendation(viewer: Viewer) -> dict[int | None, list[Area]]:
    """The running areas that the viewer may see, by the recommendation they carry out; latest news first. One query."""
    found: dict[int | None, list[Area]] = defaultdict(list)
    running = Area.objects.visible_to(viewer).running().with_latest_update()
    for area in running.order_by(F("updated_on").desc(nulls_last=True), "title"):
        found[area.recommendation_id].append(area)
    return found


@public
@sign_in_if_hidden
def detail(request: Request, number: int) -> HttpResponse:
    viewer = request.viewer
    recommendation = get_visible_or_404(Recommendation, viewer, number=number)
    visible = Recommendation.objects.visible_to(viewer)
    numbers = list(visible.in_force().values_list("number", flat=True))
    superseded_by = recommendation.superseded_by_id
    may_edit = rules.can_edit_recommendations(viewer)
    context = {
        "recommendation": recommendation,
        "state_kind": STATE_KINDS.get(recommendation.state),
        "superseded_by": visible.filter(pk=superseded_by).first() if superseded_by else None,
        "total": len(numbers),
        "previous": max((n for n in numbers if n < number), default=None),
        "next": min((n for n in numbers if n > number), default=None),
        "versions": versions_with_changes(recommendation, viewer),
        "treatments": treatments(recommendation, viewer),
        "areas": recommendation.areas.visible_to(viewer).select_related("lead").with_latest_update(),
        "may_edit": may_edit,
        "why_not_reword": rules.why_not_reword(recommendation),
        "moves": moves_of(recommendation) if may_edit else [],
    }
    return render(request, "recommendations/pages/recommendation.html", context)


def versions_with_changes(
    recommendation: Recommendation, viewer: Viewer
) -> list[tuple[RecommendationVersion, list[tuple[str, str]]]]:
    """Newest first, each with the words that changed since the one before; the first with none."""
    versions = list(RecommendationVersion.objects.visible_to(viewer).filter(recommendation=recommendation))
    older = [*versions[1:], None]
    return [(v, changes(before.text, v.text) if before else []) for v, before in zip(versions, older, strict=True)]


def moves_of(recommendation: Recommendation) -> list[tuple[str, str, str]]:
    """(state, button, why not); what can never follow from here is left out unless it is part of the usual way."""
    usual = {Recommendation.State.CONSULTATION, Recommendation.State.PROPOSED, Recommendation.State.ADOPTED}
    offered = [(to, label, rules.why_not_move(recommendation, to)) for to, label in MOVES if to != recommendation.state]
    return [(str(to), label, why_not) for to, label, why_not in offered if not why_not or to in usual]
