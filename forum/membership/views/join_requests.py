"""The secretariat's answers to those who ask to join."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.base.visibility import get_visible_or_404
from forum.mail.render import link
from forum.membership.actions import join_requests
from forum.membership.forms.join_requests import ApproveForm, DeclineForm
from forum.membership.forms.places import current_seats
from forum.membership.models import JoinRequest
from forum.people.models import Organisation
from forum.people.organisation_names import OrganisationNames
from forum.web import lost_forms
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, form_page

TEMPLATE = "forum/membership/join_request.html"
PAGE = 30
KIND_WORD = """Kære {name}

Tak, fordi du vil være med i forummet. Vi har læst din ansøgning med interesse.

Der er desværre ikke en ledig plads lige nu. Du er velkommen til at søge igen.

Du kan altid læse forummets anbefalinger på {url}.

Venlig hilsen
{secretary}, KL"""


@secretariat
def index(request: Request) -> HttpResponse:
    rows = JoinRequest.objects.visible_to(request.viewer).select_related("answered_by")
    is_all = request.GET.get("vis") == "alle"
    if not is_all:
        rows = rows.filter(state=JoinRequest.State.CONFIRMED)
    page = Paginator(rows, PAGE).get_page(request.GET.get("side"))
    return render(request, "forum/membership/join_requests.html", {"page": page, "is_all": is_all})


@secretariat
def detail(request: Request, pk: int) -> HttpResponse:
    return render(request, TEMPLATE, _page(request, _join_request(request, pk)))


@secretariat
@idempotent
def approve(request: Request, pk: int) -> HttpResponse:
    join_request = _join_request(request, pk)
    if request.method != "POST":
        return redirect("forum:join_request", pk)

    def act(data: dict[str, Any]) -> Done:
        join_requests.approve(request=join_request, **data, by=request.member, now=timezone.now())
        return Done(f"Invitationen til {join_request.email} er på vej.", "forum:join_requests")

    form = _approve_form(join_request, request.POST)
    return form_page(request, form, act, TEMPLATE, _page(request, join_request) | {"approving": form})


@secretariat
@idempotent
def decline(request: Request, pk: int) -> HttpResponse:
    join_request = _join_request(request, pk)
    if request.method != "POST":
        return redirect("forum:join_request", pk)

    def act(data: dict[str, Any]) -> Done:
        join_requests.decline(request=join_request, **data, by=request.member, now=timezone.now())
        return Done(f"Svaret til {join_request.name} er på vej.", "forum:join_requests")

    form = DeclineForm(request.POST)
    return form_page(request, form, act, TEMPLATE, _page(request, join_request) | {"declining": form})


def _join_request(request: Request, pk: int) -> JoinRequest:
    join_request: JoinRequest = get_visible_or_404(
        JoinRequest.objects.select_related("answered_by"), request.viewer, pk=pk
    )
    return join_request


def _approve_form(join_request: JoinRequest, sent: QueryDict | None = None) -> ApproveForm:
    """With the place that fits what the applicant wrote: the organisation's vacant seat, or else a new one for it."""
    fitting = OrganisationNames(Organisation.objects.order_by("name")).find(join_request.organisation)
    vacant = next((seat for seat in current_seats() if seat.organisation == fitting and not seat.holder), None)
    return ApproveForm(sent, initial={"seat": vacant} if vacant else {"organisation": fitting})


def _page(request: Request, join_request: JoinRequest) -> dict[str, Any]:
    """The request with the forms of both answers, and what was written in one of them."""
    word = KIND_WORD.format(name=join_request.name, secretary=request.member.name, url=link("front:home"))
    return {
        "join_request": join_request,
        "is_open": join_request.state == JoinRequest.State.CONFIRMED,
        "approving": _approve_form(join_request),
        "declining": DeclineForm(initial={"answer": word}),
        "texts": lost_forms.texts(request),
    }
