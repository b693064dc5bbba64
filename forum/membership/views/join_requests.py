"""The secretariat's answers to those who wish to join."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.base import states
from forum.base.visibility import get_visible_or_404
from forum.mail.render import link
from forum.membership.actions import join_requests
from forum.membership.forms.join_requests import ApproveForm, DeclineForm
from forum.membership.models import JoinRequest
from forum.people.models import Organisation, Seat
from forum.web import lost_forms
from forum.web.access import member_of, secretariat, viewer_of
from forum.web.form_keys import once

PAGE = 30
KIND_WORD = """Kære {name}

Tak, fordi du vil være med i forummet. Vi har læst din ansøgning med interesse.

Der er desværre ikke en ledig plads lige nu. Du er velkommen til at søge igen.

Du kan altid læse forummets anbefalinger på {url}.

Venlig hilsen
{secretary}, KL"""


@secretariat
def index(request: HttpRequest) -> HttpResponse:
    rows = JoinRequest.objects.visible_to(viewer_of(request)).select_related("answered_by")
    is_all = request.GET.get("vis") == "alle"
    shown = rows if is_all else rows.filter(state=JoinRequest.State.CONFIRMED)
    page = Paginator(shown, PAGE).get_page(request.GET.get("side"))
    return render(request, "forum/membership/join_requests.html", {"page": page, "is_all": is_all})


@secretariat
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _wish(request, pk))


@secretariat
@once
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    wish = _wish(request, pk)
    if request.method != "POST":
        return redirect("forum:join_request", pk)
    form = ApproveForm(request.POST, seats=_seats(), organisations=_organisations())
    if not form.is_valid():
        return _page(request, wish, approving=form, status=422)
    try:
        join_requests.approve(request=wish, by=member_of(request), now=timezone.now(), **form.cleaned_data)
    except ValidationError as refused:
        form.add_error(None, refused)
        return _page(request, wish, approving=form, status=422)
    except (states.Outrun, states.IllegalMove) as outrun:
        return _page(request, wish, outrun=str(outrun), status=409)
    messages.success(request, f"Invitationen til {wish.email} er på vej.")
    return redirect("forum:join_requests")


@secretariat
@once
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    wish = _wish(request, pk)
    if request.method != "POST":
        return redirect("forum:join_request", pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, wish, declining=form, status=422)
    try:
        join_requests.decline(request=wish, by=member_of(request), now=timezone.now(), **form.cleaned_data)
    except (states.Outrun, states.IllegalMove) as outrun:
        return _page(request, wish, declining=form, outrun=str(outrun), status=409)
    messages.success(request, f"Svaret til {wish.name} er på vej.")
    return redirect("forum:join_requests")


def _wish(request: HttpRequest, pk: int) -> JoinRequest:
    rows = JoinRequest.objects.select_related("answered_by").visible_to(viewer_of(request))
    wish: JoinRequest = get_visible_or_404(rows, viewer_of(request), pk=pk)
    return wish


def _seats() -> QuerySet[Seat]:
    return Seat.objects.current(timezone.localdate()).with_holders().order_by("organisation__name")


def _organisations() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


def _page(
    request: HttpRequest,
    wish: JoinRequest,
    *,
    approving: ApproveForm | None = None,
    declining: DeclineForm | None = None,
    outrun: str = "",
    status: int = 200,
) -> HttpResponse:
    """The request with both answers; the one that was refused keeps what was typed."""
    known = Organisation.objects.filter(name__iexact=Organisation.short_name(wish.organisation)).first()
    word = KIND_WORD.format(name=wish.name, secretary=member_of(request).name, url=link("front:home"))
    context = {
        "wish": wish,
        "is_open": wish.state == JoinRequest.State.CONFIRMED,
        "approving": approving
        or ApproveForm(seats=_seats(), organisations=_organisations(), initial={"organisation": known}),
        "declining": declining or DeclineForm(initial={"answer": word}),
        "outrun": outrun,
        "texts": lost_forms.texts(request) if outrun else [],
    }
    return render(request, "forum/membership/join_request.html", context, status=status)
