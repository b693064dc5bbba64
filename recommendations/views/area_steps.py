"""The steps an area takes: proposed, prioritised, told about, moved to a phase, stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum import states
from forum.http import member, member_of, once, secretariat, viewer_of
from forum.visibility import get_visible_or_404
from recommendations import rules
from recommendations.actions import areas as actions
from recommendations.forms.areas import AmendForm, PhaseForm, ProposeForm, StatusForm, StopForm
from recommendations.models import Area, AreaUpdate, Recommendation
from recommendations.views.editing import posted, rebase


@member
@once
def propose(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    if not rules.can_propose_area(viewer):
        raise PermissionDenied
    recommendations = Recommendation.objects.visible_to(viewer).in_force()
    form = ProposeForm(posted(request), viewer=viewer, recommendations=recommendations)
    if request.method == "POST" and form.is_valid():
        area = actions.propose(by=member_of(request), now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Tak for forslaget. Sekretariatet ser på det før næste møde.")
        return redirect(area)
    status = 422 if request.method == "POST" else 200
    return render(request, "recommendations/propose_area.html", {"form": form}, status=status)


@member
@once
def amend(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = viewer_of(request)
    area = get_visible_or_404(Area, viewer, slug=slug)
    _require(rules.can_amend_area(viewer, area))
    recommendations = Recommendation.objects.visible_to(viewer).in_force()
    form = AmendForm(posted(request), area=area, viewer=viewer, recommendations=recommendations)

    def act(data: dict[str, Any]) -> str:
        try:
            actions.amend(area=area, by=member_of(request), now=timezone.now(), **data)
        except states.Outrun:
            area.refresh_from_db()
            rebase(form, area.fingerprint)  # saving again is a choice, made with both in sight
            raise
        return "Ændringerne er gemt."

    return _answer(request, "recommendations/amend_area.html", area, form, act, {"area": area})


@secretariat
@once
def prioritise(request: HttpRequest, slug: str) -> HttpResponse:
    area = get_visible_or_404(Area, viewer_of(request), slug=slug)
    if request.method == "POST":
        try:
            actions.prioritise(area=area, by=member_of(request), now=timezone.now())
            messages.success(request, "Området er prioriteret. Et møde kan nu uddelegere det til en tovholderkommune.")
        except (states.IllegalMove, states.Outrun) as error:
            messages.error(request, str(error))
    return redirect(area)


@member
@once
def report_status(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = viewer_of(request)
    area = get_visible_or_404(Area, viewer, slug=slug)
    _require(rules.can_report_status(viewer, area))
    before = AreaUpdate.objects.visible_to(viewer).filter(area=area).first()
    start = {"colour": before.colour, "next_step": before.next_step} if before else {}
    form = StatusForm(posted(request), initial=start)

    def act(data: dict[str, Any]) -> str:
        actions.report_status(area=area, by=member_of(request), now=timezone.now(), **data)
        return "Tak. Status er gemt, og alle kan se den."

    context = {"area": area, "before": before, "why_not": rules.why_not_status(area)}
    return _answer(request, "recommendations/area_status.html", area, form, act, context)


@member
@once
def advance(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = viewer_of(request)
    area = get_visible_or_404(Area, viewer, slug=slug)
    _require(rules.can_advance_area(viewer, area))
    phases = rules.phases_after(area)
    form = PhaseForm(posted(request), area=area, initial={"to": phases[0] if len(phases) == 1 else ""})

    def act(data: dict[str, Any]) -> str:
        actions.advance(area=area, by=member_of(request), now=timezone.now(), **data)
        return f"Området er nu i fasen «{area.get_state_display().lower()}»."

    return _answer(request, "recommendations/area_phase.html", area, form, act, {"area": area, "phases": phases})


@member
@once
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = viewer_of(request)
    area = get_visible_or_404(Area, viewer, slug=slug)
    _require(rules.can_stop_area(viewer, area))
    form = StopForm(posted(request))

    def act(data: dict[str, Any]) -> str:
        actions.stop(area=area, by=member_of(request), now=timezone.now(), **data)
        return "Området er standset. Sekretariatet kan tage det op igen."

    return _answer(request, "recommendations/area_stop.html", area, form, act, {"area": area})


def _require(is_allowed: bool) -> None:
    if not is_allowed:
        raise PermissionDenied


def _answer(
    request: HttpRequest,
    template: str,
    area: Area,
    form: forms.Form,
    act: Callable[[dict[str, Any]], str],
    context: dict[str, Any],
) -> HttpResponse:
    """Acts on a valid form; otherwise the page again, with what was typed and why it was not saved."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                messages.success(request, act(form.cleaned_data))
                return redirect(area)
            except ValidationError as error:
                form.add_error(None, error)
            except (states.Outrun, states.IllegalMove) as error:
                status = 409
                context["outrun"] = str(error)
    return render(request, template, context | {"form": form}, status=status)
