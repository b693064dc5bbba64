"""The members' directory and a member's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum import files
from forum.base.stale import StaleError
from forum.base.visibility import get_visible_or_404
from forum.membership.actions import members
from forum.membership.actions.seats import VACANT_CHAIR
from forum.membership.forms.directory import AddressForm, DirectoryForm, topics_of
from forum.people import rules
from forum.people.models import Member, Organisation, SeatHolding
from forum.web.access import Request, member, secretariat
from forum.web.form_keys import idempotent

PAGE = 60


@dataclass(frozen=True)
class Listed:
    """All that the directory says of one person."""

    pk: int
    name: str
    title: str
    has_picture: bool
    competences: str
    seats: tuple[tuple[str, bool, str], ...]  # organisation, is a substitute, role


@member
def index(request: Request) -> HttpResponse:
    everyone = Member.objects.visible_to(request.viewer).in_forum()
    form = DirectoryForm(request.GET, topics=topics_of(everyone.values_list("competences", flat=True).order_by()))
    found = form.narrow(everyone).values("pk", "name", "title", "picture", "competences")
    page = Paginator(found, PAGE).get_page(request.GET.get("side"))
    context = {
        "form": form,
        "page": page,
        "people": _listed(page),
        "total": page.paginator.count,
        "is_narrowed": any(form.cleaned_data.values()),
    }
    return render(request, "forum/membership/directory.html", context)


def _listed(rows: Iterable[Any]) -> list[Listed]:
    """The people in their order, with the seats they hold now (one query)."""
    people = list(rows)
    held = SeatHolding.objects.filter(until=None, member__in=[row["pk"] for row in people])
    columns = ("member", "seat__organisation__name", "seat__organisation__kind", "is_substitute", "seat__role")
    seats: dict[int, list[tuple[str, bool, str]]] = {row["pk"]: [] for row in people}
    for member_id, name, kind, is_substitute, role in held.values_list(*columns):
        seats[member_id].append((Organisation.full_name_of(name, kind), is_substitute, role))
    return [
        Listed(row["pk"], row["name"], row["title"], bool(row["picture"]), row["competences"], tuple(seats[row["pk"]]))
        for row in people
    ]


@member
def detail(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    person = get_visible_or_404(Member, viewer, pk=pk)
    holdings = list(person.holdings.select_related("seat__organisation").order_by("-since"))
    sitting = [holding for holding in holdings if holding.until is None]
    context = {
        "person": person,
        "sitting": sitting,
        "former": [holding for holding in holdings if holding.until],
        "is_in_forum": person.is_active and (person.is_secretariat or bool(sitting)),
        "is_me": rules.can_edit_profile(viewer, person),
        "can_close": rules.can_close_account(viewer, person),
        "topics": [topic.strip() for topic in person.competences.split(",") if topic.strip()],
    }
    return render(request, "forum/membership/member.html", context)


@member
def picture(request: Request, pk: int) -> HttpResponse:
    person = get_visible_or_404(Member, request.viewer, pk=pk)
    if person.picture is None:
        raise Http404
    return files.serve(person.picture)


@secretariat
@idempotent
def change_address(request: Request, pk: int) -> HttpResponse:
    person = get_visible_or_404(Member, request.viewer, pk=pk)
    if not rules.can_change_address(request.viewer, person):
        raise Http404
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            members.change_address(member=person, **form.cleaned_data, by=request.member, now=timezone.now())
        except ValidationError as refused:
            form.add_error("email", refused)
        else:
            messages.success(request, f"{person} har fået adressen {person.email} og logger ind med den fra nu af.")
            return redirect("forum:member", pk)
    page = {"form": form, "person": person}
    return render(request, "forum/membership/change_address.html", page, status=422 if form.errors else 200)


@secretariat
@idempotent
def close(request: Request, pk: int) -> HttpResponse:
    """Close somebody's account: they leave as if by themselves."""
    person = get_visible_or_404(Member, request.viewer, pk=pk)
    if not rules.can_close_account(request.viewer, person):
        raise Http404
    if request.method == "POST":
        reason, chairless = request.POST.get("reason", "")[:200], person.holds_chair()
        try:
            members.leave(member=person, by=request.member, now=timezone.now(), reason=reason)
        except (ValidationError, StaleError) as refused:
            messages.error(request, getattr(refused, "message", str(refused)))
        else:
            vacant = VACANT_CHAIR if chairless else "Pladsen står ledig."
            messages.success(request, f"{person} har ikke længere adgang. {vacant}")
        return redirect("forum:member", pk)
    context = {
        "person": person,
        "is_chair": person.holds_chair(),
        "days_kept": settings.RETENTION_DAYS_AFTER_LEAVING,
    }
    return render(request, "forum/membership/close.html", context)


@secretariat
@idempotent
def forget_factor(request: Request, pk: int) -> HttpResponse:
    person = get_visible_or_404(Member, request.viewer, pk=pk)
    if request.method == "POST":
        members.forget_second_factor(member=person, by=request.member, now=timezone.now())
        messages.success(request, f"{person} sætter log ind i to trin op på ny ved næste log ind.")
    return redirect("forum:member", pk)
