"""Actions: the list "Opgaver", what their owners do with them there, and from the mail without signing in."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from forum.base.dates import local
from forum.base.fields import LineField
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, mail_link, member
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, form_page, from_home, posted, press, require
from meetings.followup import actions
from meetings.followup.forms import DropForm
from meetings.followup.mail import ActionLink
from meetings.followup.models import Action
from meetings.followup.reminders import resolve
from meetings.followup.rules import can_move

State = Action.State
VIEWS = {"mine": "Mine", "aabne": "Alle åbne", "afsluttede": "Afsluttede"}
PER_PAGE = 40
LABELS = {State.DONE: "Markér som udført", State.STARTED: "Markér som i gang", State.OPEN: "Åbn igen"}
MOVED = {
    State.OPEN: "Opgaven er åben igen.",
    State.STARTED: "Opgaven er i gang.",
    State.DONE: "Opgaven er udført. Tak.",
    State.LAPSED: "Opgaven er bortfaldet.",
}


@member
def listing(request: Request) -> HttpResponse:
    viewer = request.viewer
    chosen, may_own = request.GET.get("vis", ""), bool(viewer.seat_ids) or viewer.is_secretariat
    chosen = chosen if chosen in VIEWS else ("mine" if viewer.seat_ids else "aabne")
    rows = Action.objects.visible_to(viewer).select_related("owner__organisation", "item__meeting")
    if chosen == "mine":
        rows = rows.owned_by(viewer)
    rows = rows.ended() if chosen == "afsluttede" else rows.open()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    context = {
        "page": page,
        "entries": [entry(action, request) for action in page],
        "chosen": chosen,
        "tabs": [(f"?vis={k}", label, k == chosen) for k, label in VIEWS.items() if k != "mine" or may_own],
    }
    return render(request, "meetings/followup/list.html", context)


def entry(action: Action, request: Request) -> dict[str, Any]:
    """An action with what this person may do with it now."""
    today = local(timezone.now()).date()
    return {
        "action": action,
        "is_late": action.is_open and action.due < today,
        "may_move": can_move(request.viewer, action),
        "moves": [(to, label) for to, label in LABELS.items() if to in Action.NEXT[State(action.state)]],
    }


@member
@idempotent
def move(request: Request, action: int) -> HttpResponse:
    """GET shows the one action with its choices; POST moves it, or drops it for the reason that the form asks for."""
    row: Action = get_visible_or_404(
        Action.objects.select_related("owner__organisation", "item__meeting"), request.viewer, pk=action
    )
    require(request.method != "POST" or can_move(request.viewer, row))
    after = partial(_after_move, request, row)
    if request.method == "POST" and request.POST.get("to") != State.LAPSED:
        return press(request, partial(_press_move, request, row, after, by=request.member), after)

    def drop(data: dict[str, Any]) -> Done:
        return _move(request, row, State.LAPSED, after, by=request.member, reason=data["reason"])

    context = {"entry": entry(row, request)}
    return form_page(request, DropForm(posted(request)), drop, "meetings/followup/one.html", context)


def _after_move(request: Request, action: Action) -> HttpResponse:
    """The action's row of the list in place with htmx, else the list; home for a card of the home page."""
    if from_home(request):
        return redirect("front:home")
    if not request.htmx:
        return redirect("meetings:actions")
    return render(request, "meetings/followup/_row.html", {"entry": entry(action, request), "swapped": True})


def _press_move(request: Request, action: Action, after: Any, **how: Any) -> Done:
    """Move the action to the state of the button that was pressed."""
    to = request.POST.get("to", "")
    if to not in LABELS:
        raise ValidationError("Vælg, hvad der skal ske med opgaven.")
    result = LineField(required=False, max_length=300).clean(request.POST.get("result", ""))
    return _move(request, action, State(to), after, result=result, **how)


def _move(request: Request, action: Action, to: Action.State, after: Any, **how: Any) -> Done:
    """Move the action, or say that it is in that state already. Raises NotAllowed or StaleError."""
    if action.state == to:
        messages.info(request, f"Opgaven er allerede {action.get_state_display().lower()}.")
        return Done("", after)
    actions.move_action(action=action, to=to, now=timezone.now(), **how)
    return Done(
        MOVED[to], after, change=reverse("meetings:action_move", args=[action.pk]) if from_home(request) else ""
    )


@mail_link
def answer(request: Request, token: str) -> HttpResponse:
    """From the mail, without signing in: GET shows the action and its choices, POST acts. Safe to open twice."""
    link = ActionLink.read(token)
    asked = resolve(link) if link else None
    if asked is None:
        return render(request, "meetings/followup/link_over.html", {"is_old": link is None}, status=410)
    action, owner = asked
    if request.method == "POST":
        here = redirect("meetings:action_answer", token)
        return press(request, partial(_press_move, request, action, here, by=owner, via="mail-link"), here)
    context = {"entry": entry(action, request) | {"may_move": True}, "member": owner, "token": token}
    return render(request, "meetings/followup/answer.html", context)
