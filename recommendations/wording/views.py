"""The secretariat's pages for one recommendation: its wording, its reasons, its state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError, rebind
from forum.base.text import counted
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent
from recommendations.wording import actions, rules
from recommendations.wording.forms import ExplainForm, RewordForm, StateForm
from recommendations.wording.models import Recommendation


@secretariat
@idempotent
def reword(request: Request, number: int) -> HttpResponse:
    recommendation = _editable(request, number)
    start = {"text": recommendation.text, "based_on": recommendation.fingerprint}
    form = RewordForm(posted(request), initial=start, receivers=actions.told_of(recommendation).count())

    def act(data: dict[str, Any]) -> str:
        version, told = actions.reword(recommendation=recommendation, by=request.member, now=timezone.now(), **data)
        people = counted(told, "modtager", "modtagere")
        sent = f"En mail med den nye ordlyd er på vej til {people}." if told else "Der er ikke sendt besked til nogen."
        return f"Version {version.number} er gemt. {sent}"

    return _answer(request, "recommendations/wording/reword.html", recommendation, form, act)


@secretariat
@idempotent
def explain(request: Request, number: int) -> HttpResponse:
    recommendation = _editable(request, number)
    start = {"why": recommendation.why, "based_on": recommendation.fingerprint}
    form = ExplainForm(posted(request), initial=start)

    def act(data: dict[str, Any]) -> str:
        actions.explain(recommendation=recommendation, by=request.member, now=timezone.now(), **data)
        return "Begrundelsen er gemt."

    return _answer(request, "recommendations/wording/explain.html", recommendation, form, act)


@secretariat
@idempotent
def change_state(request: Request, number: int) -> HttpResponse:
    recommendation = _editable(request, number)
    viewer = request.viewer
    others = Recommendation.objects.visible_to(viewer).in_force().exclude(pk=recommendation.pk)
    start = {"to": request.GET.get("til", "")}
    form = StateForm(posted(request), initial=start, recommendation=recommendation, others=others)

    def act(data: dict[str, Any]) -> str:
        actions.change_state(recommendation=recommendation, by=request.member, now=timezone.now(), **data)
        return f"{recommendation} er nu »{recommendation.get_state_display().lower()}«."

    return _answer(request, "recommendations/wording/change_state.html", recommendation, form, act)


def posted(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _editable(request: Request, number: int) -> Recommendation:
    viewer = request.viewer
    recommendation: Recommendation = get_visible_or_404(Recommendation, viewer, number=number)
    if not rules.can_edit_recommendations(viewer):
        raise PermissionDenied
    return recommendation


def _answer(
    request: Request,
    template: str,
    recommendation: Recommendation,
    form: forms.Form,
    act: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """Acts on a valid form; otherwise the page again, with what was typed and why it was not saved."""
    status, context = 200, {"recommendation": recommendation, "form": form}
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                messages.success(request, act(form.cleaned_data))
                return redirect(recommendation)
            except ValidationError as error:
                form.add_error(None, error)
            except (StaleError, NotAllowed) as error:
                status = 409
                context |= outrun(recommendation, form, str(error))
    return render(request, template, context, status=status)


def outrun(recommendation: Recommendation, form: forms.Form, sentence: str) -> dict[str, object]:
    """The saved text beside the typed one; sending the form again is a choice made with both in sight."""
    recommendation.refresh_from_db()
    rebind(form, based_on=recommendation.fingerprint)
    return {"outrun": sentence, "recommendation": recommendation}
