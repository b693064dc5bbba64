"""Decisions and actions as the secretary writes them onto the minutes: added, changed, removed with undo."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.dates import local
from forum.base.unsent import get_corrected_or_404
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Act, Done, InPlace, form_page, posted, press
from meetings.agenda.models import AgendaItem
from meetings.followup.forms import ActionForm
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.actions import decisions, promises
from meetings.minutes.document import Part, decisions_of
from meetings.minutes.forms.decisions import DecisionForm
from meetings.minutes.models import Decision
from meetings.minutes.views.notes import fetch_item, place, steps


def fetch_decision(request: Request, slug: str, pk: int) -> Decision:
    """A decision of the meeting as it is corrected, or 404."""
    decision: Decision = get_corrected_or_404(
        Decision.objects.select_related("item__meeting").filter(item__meeting__slug=slug), request.viewer, pk
    )
    return decision


def fetch_action(request: Request, slug: str, pk: int) -> tuple[Action, AgendaItem]:
    """An action of the meeting as it is corrected, and the item it was promised under, or 404."""
    action = get_corrected_or_404(
        Action.objects.select_related("item__meeting").filter(item__meeting__slug=slug), request.viewer, pk
    )
    return action, action.item


@secretariat
@idempotent
def add_decision(request: Request, slug: str, item: int) -> HttpResponse:
    agenda_item = fetch_item(request, slug, item)

    def act(data: dict[str, Any]) -> Done:
        decisions.write_decision(item=agenda_item, by=request.member, now=timezone.now(), **data)
        return Done("", partial(outcome, request, agenda_item))

    initial = {"recommendation": agenda_item.recommendation_id, "area": agenda_item.area_id}
    form = DecisionForm(posted(request), item=agenda_item, viewer=request.viewer, initial=initial)
    return _outcome_form(request, agenda_item, form, act, "Ny beslutning")


@secretariat
@idempotent
def edit_decision(request: Request, slug: str, decision: int) -> HttpResponse:
    row = fetch_decision(request, slug, decision)

    def act(data: dict[str, Any]) -> Done:
        decisions.write_decision(item=row.item, decision=row, by=request.member, now=timezone.now(), **data)
        return Done("", partial(outcome, request, row.item))

    initial = DecisionForm.initial_of(row)
    form = DecisionForm(posted(request), item=row.item, viewer=request.viewer, initial=initial)
    return _outcome_form(request, row.item, form, act, "Ret beslutningen", row=row)


@secretariat
@idempotent
def add_action(request: Request, slug: str, item: int) -> HttpResponse:
    agenda_item, now = fetch_item(request, slug, item), timezone.now()

    def act(data: dict[str, Any]) -> Done:
        promises.write_action(item=agenda_item, by=request.member, now=now, **data)
        return Done("", partial(outcome, request, agenda_item))

    coming = Meeting.objects.visible_to(request.viewer).coming(now).filter(start__gt=now).first()
    initial = {"due": local(coming.start).date()} if coming else {}
    form = ActionForm(posted(request), item=agenda_item, now=now, initial=initial)
    return _outcome_form(request, agenda_item, form, act, "Ny opgave")


@secretariat
@idempotent
def edit_action(request: Request, slug: str, action: int) -> HttpResponse:
    (row, item), now = fetch_action(request, slug, action), timezone.now()

    def act(data: dict[str, Any]) -> Done:
        promises.write_action(item=item, action=row, by=request.member, now=now, **data)
        return Done("", partial(outcome, request, item))

    form = ActionForm(posted(request), item=item, now=now, initial=ActionForm.initial_of(row))
    return _outcome_form(request, item, form, act, "Ret opgaven", row=row)


def _outcome_form(
    request: Request, item: AgendaItem, form: forms.Form, act: Act, title: str, row: Decision | Action | None = None
) -> HttpResponse:
    """The form of a decision or an action: in place under its item, on a page of its own without htmx."""
    return form_page(
        request,
        form,
        act,
        "meetings/minutes/outcome_form.html",
        {"item": item, "title": title, "here": request.path},
        row=row,
        in_place=InPlace("meetings/minutes/_outcome_form.html", f"#nyt-{item.pk}", "innerHTML"),
        on_stale=partial(_as_saved, request, item),
    )


def _as_saved(request: Request, item: AgendaItem, row: Decision | Action) -> dict[str, Any]:
    """The row as the viewer reads it in the minutes now; nothing when it is removed."""
    part = outcome_of(request, item)
    return {
        "decision": next((decision for decision in part.decisions if decision == row), None),
        "action": next((agreed for agreed in part.actions if agreed.action == row), None),
    }


def outcome(request: Request, item: AgendaItem) -> HttpResponse:
    """The item's decisions and actions as they are now: in place with htmx, else the writing page."""
    if not request.htmx:
        return redirect(place(item))
    context = {"part": outcome_of(request, item), "swapped": True, **steps(request, item, swap=True)}
    return render(request, "meetings/minutes/_outcome.html", context)


def outcome_of(request: Request, item: AgendaItem) -> Part:
    """What came of the item, as it is corrected."""
    how: dict[str, Any] = {"viewer": request.viewer, "with_unsent": True}
    decisions = decisions_of(Decision.objects.filter(item=item).order_by("pk"), **how)
    actions = Action.objects.filter(item=item).in_minutes().read_by(**how)
    return Part(item, decisions=decisions, actions=[action.agreed for action in actions])


@secretariat
@require_POST
def remove_decision(request: Request, slug: str, decision: int) -> HttpResponse:
    row = fetch_decision(request, slug, decision)
    after = partial(outcome, request, row.item)

    def act() -> Done:
        decisions.remove_decision(decision=row, by=request.member, now=timezone.now())
        return Done("Beslutningen er fjernet.", after, reverse("meetings:decision_restore", args=[slug, row.pk]))

    return press(request, act, after)


@secretariat
@require_POST
def remove_action(request: Request, slug: str, action: int) -> HttpResponse:
    row, item = fetch_action(request, slug, action)
    after = partial(outcome, request, item)

    def act() -> Done:
        promises.remove_action(action=row, item=item, by=request.member, now=timezone.now())
        return Done("Opgaven er fjernet.", after, reverse("meetings:action_restore", args=[slug, row.pk]))

    return press(request, act, after)


@secretariat
@require_POST
def restore_decision(request: Request, slug: str, decision: int) -> HttpResponse:
    item = _item_of_removed(request, slug, decisions=decision)

    def act() -> Done:
        decisions.restore_decision(decision_id=decision, item=item, by=request.member, now=timezone.now())
        return Done("Beslutningen er tilbage.", place(item))

    return press(request, act, place(item))


@secretariat
@require_POST
def restore_action(request: Request, slug: str, action: int) -> HttpResponse:
    item = _item_of_removed(request, slug, actions=action)

    def act() -> Done:
        promises.restore_action(action_id=action, item=item, by=request.member, now=timezone.now())
        return Done("Opgaven er tilbage.", place(item))

    return press(request, act, place(item))


def _item_of_removed(request: Request, slug: str, **row: int) -> AgendaItem:
    """The item of a removed decision or action, or 404. A removed row is visible to nobody, so its item is asked."""
    item: AgendaItem = get_visible_or_404(
        AgendaItem.objects.select_related("meeting").filter(meeting__slug=slug), request.viewer, **row
    )
    return item
