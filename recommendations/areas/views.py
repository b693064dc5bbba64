"""The steps an area takes: proposed, prioritised, told about, moved to a phase, stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError, rebind
from forum.base.visibility import get_visible_or_404, stricter_audience
from forum.web.access import Request, member, secretariat
from forum.web.form_keys import idempotent
from recommendations.areas import actions, rules
from recommendations.areas.forms import WAITS, AmendForm, PhaseForm, ProposeForm, StatusForm, StopForm
from recommendations.areas.models import Area, AreaUpdate
from recommendations.wording.models import Recommendation
from recommendations.wording.views import posted

TOLD_SOON = (
    f"Tak. Status er gemt. Om {WAITS} går der mail til dem, der skal have det at vide. "
    "Er status forkert, så tag den tilbage inden."
)


@member
@idempotent
def propose(request: Request) -> HttpResponse:
    viewer = request.viewer
    if not rules.can_propose_area(viewer):
        raise PermissionDenied
    recommendations = Recommendation.objects.visible_to(viewer).in_force()
    form = ProposeForm(posted(request), viewer=viewer, recommendations=recommendations)
    if request.method == "POST" and form.is_valid():
        area = actions.propose(by=request.member, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Tak for forslaget. Sekretariatet ser på det før næste møde.")
        return redirect(area)
    status = 422 if request.method == "POST" else 200
    return render(request, "recommendations/areas/propose.html", {"form": form}, status=status)


@member
@idempotent
def amend(request: Request, slug: str) -> HttpResponse:
    viewer = request.viewer
    area = get_visible_or_404(Area, viewer, slug=slug)
    _require(rules.can_amend_area(viewer, area))
    recommendations = Recommendation.objects.visible_to(viewer).in_force()
    form = AmendForm(posted(request), area=area, viewer=viewer, recommendations=recommendations)

    def act(data: dict[str, Any]) -> str:
        try:
            actions.amend(area=area, by=request.member, now=timezone.now(), **data)
        except StaleError:
            area.refresh_from_db()
            # Saving again is a choice, made with both in sight
            rebind(form, based_on=area.fingerprint, audience=stricter_audience(data["audience"], area.audience))
            raise
        return "Ændringerne er gemt."

    return _answer(request, "recommendations/areas/amend.html", area, form, act, {"area": area})


@secretariat
@idempotent
def prioritise(request: Request, slug: str) -> HttpResponse:
    area = get_visible_or_404(Area, request.viewer, slug=slug)
    if request.method == "POST":
        try:
            actions.prioritise(area=area, by=request.member, now=timezone.now())
            messages.success(request, "Området er prioriteret. Et møde kan nu uddelegere det til en tovholderkommune.")
        except (NotAllowed, StaleError) as error:
            messages.error(request, str(error))
    return redirect(area)


@member
@idempotent
def report_status(request: Request, slug: str) -> HttpResponse:
    viewer = request.viewer
    area = get_visible_or_404(Area, viewer, slug=slug)
    _require(rules.can_report_status(viewer, area))
    given = AreaUpdate.objects.visible_to(viewer).filter(area=area).select_related("by")
    before = given.first()
    start = {"colour": before.colour, "next_step": before.next_step, "based_on": before.pk} if before else {}
    form = StatusForm(posted(request), initial=start)
    context = {"area": area, "before": before, "why_not": rules.why_not_status(area)}

    def act(data: dict[str, Any]) -> str:
        try:
            actions.report_status(area=area, by=request.member, now=timezone.now(), **data)
        except StaleError:
            context["before"] = now_newest = given.first()
            rebind(form, based_on=str(now_newest.pk) if now_newest else "")  # saving again is a choice
            raise
        return TOLD_SOON if rules.turns_red(data["colour"], before) else "Tak. Status er gemt."

    return _answer(request, "recommendations/areas/status.html", area, form, act, context)


@member
@require_POST
@idempotent
def take_back_status(request: Request, slug: str, update: int) -> HttpResponse:
    viewer = request.viewer
    area = get_visible_or_404(Area, viewer, slug=slug)
    found = AreaUpdate.objects.visible_to(viewer).filter(area=area, pk=update).first()
    if found is None:
        messages.info(request, "Den status findes ikke længere. Måske er den allerede taget tilbage.")
        return redirect(area)
    _require(rules.can_take_back_status(viewer, found))
    try:
        actions.take_back_status(update=found, by=request.member, now=timezone.now())
    except StaleError as error:
        messages.error(request, str(error))
    else:
        undo = reverse("recommendations:restore_status", args=[slug, found.pk])
        messages.success(request, "Status er taget tilbage.", extra_tags=f"undo:{undo}")
    return redirect(area)


@member
@require_POST
def restore_status(request: Request, slug: str, update: int) -> HttpResponse:
    viewer = request.viewer
    area = get_visible_or_404(Area, viewer, slug=slug)
    if found := actions.taken_back(update, area):
        _require(rules.can_take_back_status(viewer, found))
        actions.restore_status(update=found, by=request.member, now=timezone.now())
        messages.success(request, "Status står der igen.")
    return redirect(area)


@member
@idempotent
def advance(request: Request, slug: str) -> HttpResponse:
    viewer = request.viewer
    area = get_visible_or_404(Area, viewer, slug=slug)
    _require(rules.can_advance_area(viewer, area))
    phases = rules.phases_after(area)
    form = PhaseForm(posted(request), area=area, initial={"to": phases[0] if len(phases) == 1 else ""})

    def act(data: dict[str, Any]) -> str:
        actions.advance(area=area, by=request.member, now=timezone.now(), **data)
        return f"Området er nu i fasen »{area.get_state_display().lower()}«."

    return _answer(request, "recommendations/areas/phase.html", area, form, act, {"area": area, "phases": phases})


@member
@idempotent
def stop(request: Request, slug: str) -> HttpResponse:
    viewer = request.viewer
    area = get_visible_or_404(Area, viewer, slug=slug)
    _require(rules.can_stop_area(viewer, area))
    form = StopForm(posted(request))

    def act(data: dict[str, Any]) -> str:
        actions.stop(area=area, by=request.member, now=timezone.now(), **data)
        return "Området er standset. Det kan genoptages, hvor det slap."

    return _answer(request, "recommendations/areas/stop.html", area, form, act, {"area": area})


@member
@idempotent
def resume(request: Request, slug: str) -> HttpResponse:
    viewer = request.viewer
    area = get_visible_or_404(Area, viewer, slug=slug)
    if request.method == "POST" and area.state == Area.State.STOPPED:
        _require(rules.can_resume_area(viewer, area, actions.before_stop(area)))
        try:
            actions.resume(area=area, by=request.member, now=timezone.now())
        except StaleError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Området er genoptaget i fasen »{area.get_state_display().lower()}«.")
    return redirect(area)


def _require(is_allowed: bool) -> None:
    if not is_allowed:
        raise PermissionDenied


def _answer(
    request: Request,
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
            except (StaleError, NotAllowed) as error:
                status = 409
                context["outrun"] = str(error)
    return render(request, template, context | {"form": form}, status=status)
