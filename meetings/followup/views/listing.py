"""The list "Opgaver", and the page where an action is created outside any meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from forum.base.dates import local
from forum.base.visibility import Viewer
from forum.files.made_sheet import MOST_ROWS, sheet_response
from forum.people.models import Organisation
from forum.web.access import Request, member
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, form_page, posted, require
from meetings.followup import actions, rules
from meetings.followup.forms import OWN, NewActionForm
from meetings.followup.models import SECRETARIAT, Action
from meetings.followup.sheet import table_of

VIEWS = {"mine": "Mine", "aabne": "Alle åbne", "afsluttede": "Afsluttede"}
PER_PAGE = 40
DONE = Action.State.DONE


@dataclass(frozen=True)
class Listed:
    """The actions that an address asks for, as the one who asks may see them."""

    rows: Any
    chosen: str  # a key of VIEWS
    owners: list[tuple[str, str]]  # whose actions there are to choose from
    whose: str  # a key of `owners`, "" for all


def _listed(request: Request) -> Listed:
    """Open actions with the latest first, so that what is over its due day stands on top; or those that are ended."""
    viewer, chosen = request.viewer, request.GET.get("vis", "")
    chosen = chosen if chosen in VIEWS else ("mine" if viewer.seat_ids else "aabne")
    rows = Action.objects.visible_to(viewer).select_related("owner__organisation", "item__meeting")
    rows = rows.ended() if chosen == "afsluttede" else rows.open()
    owners = _owners(viewer, rows) if viewer.is_secretariat and chosen != "mine" else []
    whose = next((key for key, _ in owners if key == request.GET.get("ansvarlig")), "")
    if chosen == "mine":
        rows = rows.owned_by(viewer)
    if whose:
        rows = rows.filter(owner=None) if whose == OWN else rows.filter(owner__organisation=int(whose))
    return Listed(rows, chosen, owners, whose)


@member
def listing(request: Request) -> HttpResponse:
    viewer, listed = request.viewer, _listed(request)
    may_own = bool(viewer.seat_ids) or viewer.is_secretariat
    page = Paginator(listed.rows, PER_PAGE).get_page(request.GET.get("side"))
    context = {
        "page": page,
        "entries": [entry(action, request) for action in page],
        "chosen": listed.chosen,
        "tabs": [(f"?vis={k}", label, k == listed.chosen) for k, label in VIEWS.items() if k != "mine" or may_own],
        "owners": listed.owners,
        "whose": listed.whose,
        "may_create": rules.can_create(viewer),
    }
    return render(request, "meetings/followup/list.html", context)


@member
def sheet(request: Request) -> HttpResponse:
    """The list's actions, those of all its pages."""
    table = table_of(_listed(request).rows[: MOST_ROWS + 1])
    return sheet_response(table, request.GET.get("som", ""), timezone.localdate())


def _owners(viewer: Viewer, rows: Any) -> list[tuple[str, str]]:
    """(key, name) of everyone who owns one of the rows, the secretariat first."""
    owned = rows.order_by().values("owner__organisation")
    named = Organisation.objects.filter(pk__in=owned).order_by("name")
    return [(OWN, SECRETARIAT), *((str(organisation.pk), organisation.full_name) for organisation in named)]


def entry(action: Action, request: Request) -> dict[str, Any]:
    """An action with what this person may do with it now."""
    today = local(timezone.now()).date()
    return {
        "action": action,
        "is_late": action.is_open and action.due < today,
        "may_move": rules.can_move(request.viewer, action),
        "may_finish": DONE in Action.NEXT[Action.State(action.state)],
    }


@member
@idempotent
def new(request: Request) -> HttpResponse:
    now = timezone.now()
    require(rules.can_create(request.viewer))

    def act(data: dict[str, Any]) -> Done:
        action = actions.create_action(**data, by=request.member, now=now)
        return Done(f"Opgaven er oprettet. {action.owner_name} får besked.", action)

    form = NewActionForm(posted(request), viewer=request.viewer, now=now)
    return form_page(request, form, act, "meetings/followup/new.html")
