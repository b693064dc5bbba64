"""The members' directory and a member's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from forum import files
from forum.base.visibility import get_visible_or_404
from forum.files.made_sheet import sheet_response
from forum.membership.actions import members
from forum.membership.actions.seats import VACANT_CHAIR
from forum.membership.forms.directory import AddressForm, CloseForm, DirectoryForm, topics_of
from forum.membership.sheet import table_of
from forum.membership.vacancies import vacant, word_for
from forum.people import rules
from forum.people.models import Member, Organisation, Seat, SeatHolding
from forum.web.access import Request, member, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, at_field, form_page, posted, press

PAGE = 60


@dataclass(frozen=True)
class Listed:
    """All that the directory says of one person."""

    pk: int
    name: str
    title: str
    picture_of: int | None  # the id of a member who has a picture
    competences: str
    seats: tuple[tuple[str, bool, str], ...]  # organisation, is a substitute, role


@member
def index(request: Request) -> HttpResponse:
    form, found = _narrowed(request)
    page = Paginator(found.values("pk", "name", "title", "picture", "competences"), PAGE).get_page(
        request.GET.get("side")
    )
    context = {
        "form": form,
        "page": page,
        "people": _listed(page),
        "total": page.paginator.count,
        "is_narrowed": any(form.cleaned_data.values()),
        "is_filtered": any(value for name, value in form.cleaned_data.items() if name != "q"),
        "vacant": [] if any(form.cleaned_data.values()) else _vacant(),
    }
    return render(request, "forum/membership/directory.html", context)


def _narrowed(request: Request) -> tuple[DirectoryForm, QuerySet[Member]]:
    """The filters of the address, and the people in the forum who fit."""
    everyone = Member.objects.visible_to(request.viewer).in_forum()
    form = DirectoryForm(request.GET, topics=topics_of(everyone.values_list("competences", flat=True).order_by()))
    return form, form.narrow(everyone)


@member
def sheet(request: Request) -> HttpResponse:
    """The people whom the list shows, those of all its pages."""
    return sheet_response(table_of(_narrowed(request)[1]), request.GET.get("som", ""), timezone.localdate())


def _vacant() -> list[tuple[str, str]]:
    """(organisation, »ledig« or »inviteret«) of each seat that nobody holds (one query)."""
    return [(seat.organisation.full_name, word_for(seat)) for seat in vacant(Seat.objects.all(), timezone.now())]


def _listed(rows: Iterable[Any]) -> list[Listed]:
    """The people in their order, with the seats they hold now (one query)."""
    people = list(rows)
    held = SeatHolding.objects.present().filter(member__in=[row["pk"] for row in people])
    columns = ("member", "seat__organisation__name", "seat__organisation__kind", "is_substitute", "seat__role")
    seats: dict[int, list[tuple[str, bool, str]]] = {row["pk"]: [] for row in people}
    for member_id, name, kind, is_substitute, role in held.values_list(*columns):
        seats[member_id].append((Organisation.full_name_of(name, kind), is_substitute, role))
    return [
        Listed(
            row["pk"], row["name"], row["title"], row["picture"] and row["pk"], row["competences"],
            tuple(seats[row["pk"]]),
        )
        for row in people
    ]  # fmt: skip


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

    def act(data: dict[str, Any]) -> Done:
        with at_field("email"):
            members.change_address(member=person, **data, by=request.member, now=timezone.now())
        said = f"{person} har fået adressen {person.email} og logger ind med den fra nu af."
        return Done(said, person)

    form = AddressForm(posted(request))
    return form_page(request, form, act, "forum/membership/change_address.html", {"person": person})


@secretariat
@idempotent
def close(request: Request, pk: int) -> HttpResponse:
    """Close somebody's account: they leave as if by themselves."""
    person = get_visible_or_404(Member, request.viewer, pk=pk)
    if not rules.can_close_account(request.viewer, person):
        raise Http404
    is_chair, held = person.holds_chair(), person.holdings.present().filter(is_substitute=False).exists()

    def act(data: dict[str, Any]) -> Done:
        members.leave(member=person, **data, by=request.member, now=timezone.now())
        left = f" {VACANT_CHAIR}" if is_chair else " Pladsen står ledig." if held else ""
        return Done(f"{person} har ikke længere adgang.{left}", person)

    context = {"person": person, "is_chair": is_chair, "days_kept": settings.RETENTION_DAYS_AFTER_LEAVING}
    return form_page(request, CloseForm(posted(request)), act, "forum/membership/close.html", context)


@secretariat
@idempotent
def forget_factor(request: Request, pk: int) -> HttpResponse:
    person = get_visible_or_404(Member, request.viewer, pk=pk)

    def act() -> Done:
        members.forget_second_factor(member=person, by=request.member, now=timezone.now())
        return Done(f"{person} sætter log ind i to trin op på ny ved næste log ind.", person)

    if request.method == "POST":
        return press(request, act, person)
    return render(request, "forum/membership/forget_factor.html", {"person": person})
