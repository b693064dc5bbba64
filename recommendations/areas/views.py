"""The steps an area takes: proposed, prioritised, described anew, given status, moved to a phase, stopped, resumed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.text import whole_number
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, member, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, InPlace, form_page, from_home, posted, press, require
from recommendations.areas import actions, rules
from recommendations.areas.forms import AmendForm, PhaseForm, ProposeForm, StatusCard, StatusForm, StopForm
from recommendations.areas.models import Area, AreaUpdate, NewestUpdate
from recommendations.wording.models import Recommendation


@member
@idempotent
def propose(request: Request) -> HttpResponse:
    viewer = request.viewer
    require(rules.can_propose_area(viewer))
    recommendations = Recommendation.objects.visible_to(viewer).in_force()
    form = ProposeForm(posted(request), viewer=viewer, recommendations=recommendations)

    def act(data: dict[str, Any]) -> Done:
        area = actions.propose(by=request.member, now=timezone.now(), **data)
        return Done("Tak for forslaget. Sekretariatet ser på det før næste møde.", area)

    return form_page(request, form, act, "recommendations/areas/propose.html")


@member
@idempotent
def amend(request: Request, slug: str) -> HttpResponse:
    viewer = request.viewer
    area = get_visible_or_404(Area, viewer, slug=slug)
    require(rules.can_amend_area(viewer, area))
    recommendations = Recommendation.objects.visible_to(viewer).in_force()
    form = AmendForm(posted(request), area=area, viewer=viewer, recommendations=recommendations)

    def act(data: dict[str, Any]) -> Done:
        actions.amend(area=area, by=request.member, now=timezone.now(), **data)
        return Done("Ændringerne er gemt.", area)

    return form_page(request, form, act, "recommendations/areas/amend.html", {"area": area}, row=area)


@secretariat
@idempotent
def prioritise(request: Request, slug: str) -> HttpResponse:
    area = get_visible_or_404(Area, request.viewer, slug=slug)

    def act() -> Done:
        actions.prioritise(area=area, by=request.member, now=timezone.now())
        return Done("Området er prioriteret. Et møde kan nu uddelegere det til en tovholderkommune.", area)

    return press(request, act, area)


@member
@idempotent
def report_status(request: Request, slug: str) -> HttpResponse:
    viewer = request.viewer
    area = get_visible_or_404(Area, viewer, slug=slug)
    require(rules.can_report_status(viewer, area))
    newest = NewestUpdate(AreaUpdate.objects.visible_to(viewer).filter(area=area).select_related("by"))
    card = StatusCard(area, newest, posted(request)) if from_home(request) else None
    again = actions.undone_status(whole_number(request.GET.get("fortrudt", "")), area, request.member)
    form = card.form if card else StatusForm(posted(request), newest=newest, again=again)

    def act(data: dict[str, Any]) -> Done:
        actions.report_status(area=area, by=request.member, now=timezone.now(), **data)
        if not card:
            return Done("", area)  # the bar of what can be undone says it
        return Done("Tak. Status er gemt.", "front:home", change=f"{area.get_absolute_url()}#status")

    context, why_not = {"area": area, "newest": newest, "card": card}, rules.why_not_status(area)
    in_place = InPlace("recommendations/areas/_status_card.html", f"#{card.key}-valg") if card else None
    template = "recommendations/areas/status.html"
    return form_page(request, form, act, template, context, row=newest, why_not=why_not, in_place=in_place)


@member
@require_POST
@idempotent
def take_back_status(request: Request, slug: str, update: int) -> HttpResponse:
    area = get_visible_or_404(Area, request.viewer, slug=slug)
    status = AreaUpdate.objects.visible_to(request.viewer).filter(area=area, pk=update).first()
    if status is None:
        require(rules.can_report_status(request.viewer, area))
        messages.info(request, "Den status findes ikke længere. Måske er den allerede taget tilbage.")
        return redirect(area)
    require(rules.can_take_back_status(request.viewer, status))

    def act() -> Done:
        actions.take_back_status(update=status, by=request.member, now=timezone.now())
        undo = reverse("recommendations:restore_status", args=[slug, status.pk])
        return Done("Status er taget tilbage.", area, undo)

    return press(request, act, area)


@member
@require_POST
def restore_status(request: Request, slug: str, update: int) -> HttpResponse:
    area = get_visible_or_404(Area, request.viewer, slug=slug)
    status = actions.taken_back(update, area)
    if status is None:
        require(rules.can_report_status(request.viewer, area))
        return redirect(area)
    require(rules.can_take_back_status(request.viewer, status))

    def act() -> Done:
        actions.restore_status(update=status, by=request.member, now=timezone.now())
        return Done("Status står der igen.", area)

    return press(request, act, area)


@member
@idempotent
def advance(request: Request, slug: str) -> HttpResponse:
    area = get_visible_or_404(Area, request.viewer, slug=slug)
    require(rules.can_advance_area(request.viewer, area))
    phases = rules.phases_after(area)
    form = PhaseForm(posted(request), area=area, initial={"to": phases[0] if len(phases) == 1 else ""})

    def act(data: dict[str, Any]) -> Done:
        actions.advance(area=area, by=request.member, now=timezone.now(), **data)
        return Done(f"Området er nu i fasen »{area.get_state_display().lower()}«.", area)

    context = {"area": area, "phases": phases}
    return form_page(request, form, act, "recommendations/areas/phase.html", context, row=area)


@member
@idempotent
def stop(request: Request, slug: str) -> HttpResponse:
    area = get_visible_or_404(Area, request.viewer, slug=slug)
    require(rules.can_stop_area(request.viewer, area))
    form = StopForm(posted(request))

    def act(data: dict[str, Any]) -> Done:
        actions.stop(area=area, by=request.member, now=timezone.now(), **data)
        return Done("Området er stoppet. Det kan genoptages, hvor det slap.", area)

    return form_page(request, form, act, "recommendations/areas/stop.html", {"area": area}, row=area)


@member
@idempotent
def resume(request: Request, slug: str) -> HttpResponse:
    area = get_visible_or_404(Area, request.viewer, slug=slug)

    def act() -> Done:
        if area.state != Area.State.STOPPED:  # pressed twice
            return Done("", area)
        require(rules.can_resume_area(request.viewer, area, actions.before_stop(area)))
        actions.resume(area=area, by=request.member, now=timezone.now())
        return Done(f"Området er genoptaget i fasen »{area.get_state_display().lower()}«.", area)

    return press(request, act, area)
