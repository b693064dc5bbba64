"""Decisions and actions as the secretary writes them onto the minutes: added, changed, removed with undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget

from forum.base.dates import local
from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError, rebind
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent
from meetings.agenda.models import AgendaItem
from meetings.followup.actions import remove_action as remove_promised
from meetings.followup.actions import restore_action as restore_promised
from meetings.followup.actions import write_action
from meetings.followup.forms import ActionForm
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.actions import decisions
from meetings.minutes.document import Part, about
from meetings.minutes.forms.decisions import DecisionForm
from meetings.minutes.models import Decision
from meetings.minutes.views.minutes import posted
from meetings.minutes.views.notes import fetch_item, place


def fetch_decision(request: Request, slug: str, pk: int) -> Decision:
    found: Decision = get_visible_or_404(
        Decision.objects.select_related("item__meeting").filter(item__meeting__slug=slug), request.viewer, pk=pk
    )
    return found


def fetch_action(request: Request, slug: str, pk: int) -> Action:
    found: Action = get_visible_or_404(
        Action.objects.select_related("item__meeting").filter(item__meeting__slug=slug), request.viewer, pk=pk
    )
    return found


@secretariat
@idempotent
def add_decision(request: Request, slug: str, item: int) -> HttpResponse:
    found = fetch_item(request, slug, item)
    initial = {"recommendation": found.recommendation_id, "area": found.area_id}
    form = DecisionForm(posted(request), item=found, viewer=request.viewer, initial=initial)
    return _write(request, found, form, decisions.write_decision, "Ny beslutning")


@secretariat
@idempotent
def edit_decision(request: Request, slug: str, decision: int) -> HttpResponse:
    found = fetch_decision(request, slug, decision)
    initial = DecisionForm.initial_of(found)
    form = DecisionForm(posted(request), item=found.item, viewer=request.viewer, initial=initial)
    return _write(request, found.item, form, decisions.write_decision, "Ret beslutningen", decision=found)


@secretariat
@idempotent
def add_action(request: Request, slug: str, item: int) -> HttpResponse:
    found = fetch_item(request, slug, item)
    now = timezone.now()
    coming = Meeting.objects.visible_to(request.viewer).coming(now).filter(start__gt=now).first()
    initial = {"due": local(coming.start).date()} if coming else {}
    form = ActionForm(posted(request), item=found, now=now, initial=initial)
    return _write(request, found, form, write_action, "Ny opgave")


@secretariat
@idempotent
def edit_action(request: Request, slug: str, action: int) -> HttpResponse:
    found = fetch_action(request, slug, action)
    initial = ActionForm.initial_of(found)
    form = ActionForm(posted(request), item=found.item, now=timezone.now(), initial=initial)
    return _write(request, found.item, form, write_action, "Ret opgaven", action=found)


def _write(
    request: Request, item: AgendaItem, form: forms.Form, verb: Callable[..., object], title: str, **known: Any
) -> HttpResponse:
    """The form on the item, on a page of its own without htmx; written down when it is valid."""
    context: dict[str, Any] = {"item": item, "form": form, "title": title, "here": request.path}
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            verb(item=item, by=request.member, now=timezone.now(), **known, **form.cleaned_data)
            return outcome(request, item)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except StaleError as refusal:
            status, part = 409, outcome_of(request, item)
            context["outrun"] = str(refusal)
            for name, rows in (("decision", part.decisions), ("action", part.actions)):
                for stands in rows:
                    if stands == known.get(name):  # saving again is a choice, made with both in sight
                        context[name] = stands
                        rebind(form, based_on=stands.fingerprint)
    if not request.htmx:
        return render(request, "meetings/minutes/outcome_form.html", context, status=status)
    response = render(request, "meetings/minutes/_outcome_form.html", context | {"in_place": True}, status=status)
    return retarget(reswap(response, "innerHTML"), f"#nyt-{item.pk}")


def outcome(request: Request, item: AgendaItem) -> HttpResponse:
    """The item's decisions and actions as they are now: in place with htmx, else the writing page."""
    if not request.htmx:
        return redirect(place(item))
    return render(request, "meetings/minutes/_outcome.html", {"part": outcome_of(request, item), "swapped": True})


def outcome_of(request: Request, item: AgendaItem) -> Part:
    decided = about(Decision.objects.filter(item=item).visible_to(request.viewer), request.viewer)
    actions = Action.objects.filter(item=item).visible_to(request.viewer).select_related("owner__organisation")
    ordered = decided.select_related("lead").prefetch_related("partners").order_by("pk")
    return Part(item, decisions=list(ordered), actions=list(actions))


@secretariat
@require_POST
def remove_decision(request: Request, slug: str, decision: int) -> HttpResponse:
    found = fetch_decision(request, slug, decision)
    verb = partial(decisions.remove_decision, decision=found, by=request.member, now=timezone.now())
    undo = reverse("meetings:decision_restore", args=[slug, found.pk])
    return _removed(request, found.item, verb, "Beslutningen er fjernet.", undo)


@secretariat
@require_POST
def remove_action(request: Request, slug: str, action: int) -> HttpResponse:
    found = fetch_action(request, slug, action)
    verb = partial(remove_promised, action=found, by=request.member, now=timezone.now())
    undo = reverse("meetings:action_restore", args=[slug, found.pk])
    return _removed(request, found.item, verb, "Opgaven er fjernet.", undo)


def _removed(request: Request, item: AgendaItem, verb: Callable[[], None], told: str, undo: str) -> HttpResponse:
    try:
        verb()
        messages.success(request, told, extra_tags=f"undo:{undo}")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return outcome(request, item)


@secretariat
@require_POST
def restore_decision(request: Request, slug: str, decision: int) -> HttpResponse:
    item = _removed_item(request, slug, decisions=decision)
    decisions.restore_decision(decision_id=decision, item=item, by=request.member, now=timezone.now())
    messages.success(request, "Beslutningen er tilbage.")
    return redirect(place(item))


@secretariat
@require_POST
def restore_action(request: Request, slug: str, action: int) -> HttpResponse:
    item = _removed_item(request, slug, actions=action)
    restore_promised(action_id=action, item=item, by=request.member, now=timezone.now())
    messages.success(request, "Opgaven er tilbage.")
    return redirect(place(item))


def _removed_item(request: Request, slug: str, **removed: int) -> AgendaItem:
    """A removed row is nobody's to see, so what is asked is whether its item is the viewer's."""
    found: AgendaItem = get_visible_or_404(
        AgendaItem.objects.select_related("meeting").filter(meeting__slug=slug), request.viewer, **removed
    )
    return found
