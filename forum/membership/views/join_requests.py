"""The secretariat's answers to those who ask to join."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.base.visibility import get_visible_or_404
from forum.mail.render import link
from forum.membership.actions import join_requests
from forum.membership.forms.join_requests import ApproveForm, DeclineForm
from forum.membership.models import JoinRequest
from forum.people.models import Organisation, Seat
from forum.web import lost_forms
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent

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
    shown = rows if is_all else rows.filter(state=JoinRequest.State.CONFIRMED)
    page = Paginator(shown, PAGE).get_page(request.GET.get("side"))
    return render(request, "forum/membership/join_requests.html", {"page": page, "is_all": is_all})


@secretariat
def detail(request: Request, pk: int) -> HttpResponse:
    return _page(request, _wish(request, pk))


@secretariat
@idempotent
def approve(request: Request, pk: int) -> HttpResponse:
    join_request = _wish(request, pk)
    if request.method != "POST":
        return redirect("forum:join_request", pk)
    form = ApproveForm(request.POST, seats=_seats(), organisations=_organisations())
    if not form.is_valid():
        return _page(request, join_request, approving=form, status=422)
    try:
        join_requests.approve(request=join_request, by=request.member, now=timezone.now(), **form.cleaned_data)
    except ValidationError as refused:
        form.add_error(None, refused)
        return _page(request, join_request, approving=form, status=422)
    except (StaleError, NotAllowed) as outrun:
        return _page(request, join_request, outrun=str(outrun), status=409)
    messages.success(request, f"Invitationen til {join_request.email} er på vej.")
    return redirect("forum:join_requests")


@secretariat
@idempotent
def decline(request: Request, pk: int) -> HttpResponse:
    join_request = _wish(request, pk)
    if request.method != "POST":
        return redirect("forum:join_request", pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, join_request, declining=form, status=422)
    try:
        join_requests.decline(request=join_request, by=request.member, now=timezone.now(), **form.cleaned_data)
    except (StaleError, NotAllowed) as outrun:
        return _page(request, join_request, declining=form, outrun=str(outrun), status=409)
    messages.success(request, f"Svaret til {join_request.name} er på vej.")
    return redirect("forum:join_requests")


def _wish(request: Request, pk: int) -> JoinRequest:
    rows = JoinRequest.objects.select_related("answered_by").visible_to(request.viewer)
    join_request: JoinRequest = get_visible_or_404(rows, request.viewer, pk=pk)
    return join_request


def _seats() -> QuerySet[Seat]:
    return Seat.objects.current(timezone.localdate()).with_holders().order_by("organisation__name")


def _organisations() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


def _page(
    request: Request,
    join_request: JoinRequest,
    *,
    approving: ApproveForm | None = None,
    declining: DeclineForm | None = None,
    outrun: str = "",
    status: int = 200,
) -> HttpResponse:
    """The request with both answers; the one that was refused keeps what was typed."""
    known = Organisation.objects.filter(name__iexact=Organisation.short_name(join_request.organisation)).first()
    word = KIND_WORD.format(name=join_request.name, secretary=request.member.name, url=link("front:home"))
    context = {
        "join_request": join_request,
        "is_open": join_request.state == JoinRequest.State.CONFIRMED,
        "approving": approving
        or ApproveForm(seats=_seats(), organisations=_organisations(), initial={"organisation": known}),
        "declining": declining or DeclineForm(initial={"answer": word}),
        "outrun": outrun,
        "texts": lost_forms.texts(request) if outrun else [],
    }
    return render(request, "forum/membership/join_request.html", context, status=status)
