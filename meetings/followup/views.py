"""Actions: the list "Opgaver", what their owners do with them there, and from the mail without signing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.base.dates import local
from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, mail_link, member
from forum.web.form_keys import idempotent
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
TOLD = {
    State.OPEN: "Opgaven er åben igen.",
    State.STARTED: "Opgaven er i gang.",
    State.DONE: "Opgaven er udført. Tak.",
    State.LAPSED: "Opgaven er bortfaldet.",
}


@member
def listing(request: Request) -> HttpResponse:
    viewer = request.viewer
    shown, may_own = request.GET.get("vis", ""), bool(viewer.seat_ids) or viewer.is_secretariat
    shown = shown if shown in VIEWS else ("mine" if viewer.seat_ids else "aabne")
    rows = Action.objects.visible_to(viewer).select_related("owner__organisation", "item__meeting")
    if shown == "mine":
        rows = rows.owned_by(viewer)
    rows = rows.ended() if shown == "afsluttede" else rows.open()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("side"))
    context = {
        "page": page,
        "entries": [entry(action, request) for action in page],
        "shown": shown,
        "tabs": [(f"?vis={k}", label, k == shown) for k, label in VIEWS.items() if k != "mine" or may_own],
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
    """GET shows the one action with its choices (dropping asks why); POST acts."""
    found: Action = get_visible_or_404(
        Action.objects.select_related("owner__organisation", "item__meeting"), request.viewer, pk=action
    )
    if request.method != "POST":
        return render(request, "meetings/followup/one.html", {"entry": entry(found, request), "form": DropForm()})
    if not can_move(request.viewer, found):
        raise PermissionDenied
    to, form = request.POST.get("to", ""), DropForm(request.POST)
    if to == State.LAPSED and not form.is_valid():
        return render(request, "meetings/followup/one.html", {"entry": entry(found, request), "form": form}, status=422)
    _attempt(request, found, to, by=request.member)
    if request.htmx:
        return render(request, "meetings/followup/_row.html", {"entry": entry(found, request), "swapped": True})
    return redirect("meetings:actions")


def _attempt(request: Request, action: Action, to: str, **how: Any) -> bool:
    if to not in TOLD:
        messages.error(request, "Vælg, hvad der skal ske med opgaven.")
        return False
    if action.state == to:
        messages.info(request, f"Opgaven er allerede {action.get_state_display().lower()}.")
        return False
    reason = request.POST.get("reason", "")[:300]
    try:
        actions.move_action(action=action, to=to, reason=reason, now=timezone.now(), **how)
    except (NotAllowed, StaleError) as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, TOLD[State(to)])
    return True


@mail_link
def answer(request: Request, token: str) -> HttpResponse:
    """From the mail, without signing in: GET shows the action and its choices, POST acts. Safe to open twice."""
    link = ActionLink.read(token)
    found = resolve(link) if link else None
    if found is None:
        return render(request, "meetings/followup/link_over.html", {"is_old": link is None}, status=410)
    action, owner = found
    if request.method == "POST":
        _attempt(request, action, request.POST.get("to", ""), by=owner, via="mail-link")
        return redirect("meetings:action_answer", token)
    context = {"entry": entry(action, request) | {"may_move": True}, "member": owner, "token": token}
    return render(request, "meetings/followup/answer.html", context)
