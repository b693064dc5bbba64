"""The secretariat's pages for one recommendation: its wording, its reasons, its state."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.text import counted
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, back_to, form_page, posted, press, require
from recommendations.wording import actions, rules
from recommendations.wording.forms import ExplainForm, RewordForm, StateForm
from recommendations.wording.load import load_ten
from recommendations.wording.models import Recommendation


@secretariat
@require_POST
@idempotent
def load(request: Request) -> HttpResponse:
    """The ten, as KL published them; those that are there stay as they are."""

    def act() -> Done:
        number = load_ten(by=request.member, now=timezone.now())
        loaded = f"{counted(number, 'anbefaling', 'anbefalinger')} er hentet."
        said = loaded if number else "Anbefalingerne er hentet allerede."
        return Done(said, back_to(request, "recommendations:list"))

    return press(request, act, back_to(request, "recommendations:list"))


@secretariat
@idempotent
def reword(request: Request, number: int) -> HttpResponse:
    recommendation = _editable(request, number)
    start = {"text": recommendation.text, "revision": recommendation.revision}
    form = RewordForm(posted(request), initial=start, recipients=actions.recipients_of(recommendation).count())

    def act(data: dict[str, Any]) -> Done:
        version, mailed = actions.reword(recommendation=recommendation, by=request.member, now=timezone.now(), **data)
        people = counted(mailed, "modtager", "modtagere")
        sent = (
            f"En mail med den nye ordlyd er på vej til {people}." if mailed else "Der er ikke sendt besked til nogen."
        )
        return Done(f"Version {version.number} er gemt. {sent}", recommendation)

    context = {"recommendation": recommendation}
    return form_page(request, form, act, "recommendations/wording/reword.html", context, row=recommendation)


@secretariat
@idempotent
def explain(request: Request, number: int) -> HttpResponse:
    recommendation = _editable(request, number)
    start = {"handle": recommendation.handle, "why": recommendation.why, "revision": recommendation.revision}
    form = ExplainForm(posted(request), initial=start)

    def act(data: dict[str, Any]) -> Done:
        actions.explain(recommendation=recommendation, by=request.member, now=timezone.now(), **data)
        return Done("Begrundelsen er gemt.", recommendation)

    context = {"recommendation": recommendation}
    return form_page(request, form, act, "recommendations/wording/explain.html", context, row=recommendation)


@secretariat
@idempotent
def change_state(request: Request, number: int) -> HttpResponse:
    recommendation = _editable(request, number)
    others = Recommendation.objects.visible_to(request.viewer).in_force().exclude(pk=recommendation.pk)
    start = {"to": request.GET.get("til", "")}
    form = StateForm(posted(request), initial=start, recommendation=recommendation, others=others)

    def act(data: dict[str, Any]) -> Done:
        actions.change_state(recommendation=recommendation, by=request.member, now=timezone.now(), **data)
        return Done(f"{recommendation} er nu »{recommendation.get_state_display().lower()}«.", recommendation)

    context = {"recommendation": recommendation}
    return form_page(request, form, act, "recommendations/wording/change_state.html", context, row=recommendation)


def _editable(request: Request, number: int) -> Recommendation:
    recommendation: Recommendation = get_visible_or_404(Recommendation, request.viewer, number=number)
    require(rules.can_edit_recommendations(request.viewer))
    return recommendation
