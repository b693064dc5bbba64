"""Seats for the secretariat: who sits where since when, and handing over."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from forum.membership.actions import seats
from forum.membership.forms.places import current_seats
from forum.membership.forms.seats import HandOverForm, OpenSeatForm
from forum.membership.models import Invitation
from forum.membership.vacancies import with_invited
from forum.people.models import Member, Seat, SeatHolding
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, form_page, posted, press


@secretariat
def index(request: Request) -> HttpResponse:
    rows = list(current_seats())
    shown = {
        "alle": rows,
        "ledige": [seat for seat in rows if seat.holder is None and not seat.is_invited],
        "inviterede": [seat for seat in rows if seat.holder is None and seat.is_invited],
    }
    chosen = request.GET.get("vis", "")
    chosen = chosen if chosen in shown else "alle"
    tabs = [(name, name.capitalize(), len(seats)) for name, seats in shown.items()]
    page = {"seats": shown[chosen], "chosen": chosen, "tabs": tabs, "total": len(rows)}
    return render(request, "forum/membership/seats.html", page)


@secretariat
@idempotent
def open_seat(request: Request) -> HttpResponse:
    def act(data: dict[str, Any]) -> Done:
        seat = seats.open_seat(**data, by=request.member, now=timezone.now())
        return Done(f"{seat.organisation.full_name} har fået en plads. Nu skal der en person på den.", seat)

    return form_page(request, OpenSeatForm(posted(request)), act, "forum/membership/open_seat.html")


@secretariat
@idempotent
def detail(request: Request, pk: int) -> HttpResponse:
    """The seat's course through time; the form hands it over."""
    viewer = request.viewer
    seat = get_object_or_404(with_invited(Seat.objects.with_holders(), timezone.now()), pk=pk)
    others = Member.objects.visible_to(viewer).active().exclude(pk=seat.holder.pk if seat.holder else None)

    def act(data: dict[str, Any]) -> Done:
        seats.hand_over(seat=seat, **data, by=request.member, now=timezone.now())
        had = "" if data["is_substitute"] or not seat.holder else f" {seat.holder} har den ikke længere."
        return Done(f"{data['to']} har fået pladsen.{had}", seat)

    context = {
        "seat": seat,
        "history": seat.holdings.select_related("member").order_by("-since", "is_substitute"),
        "invitations": Invitation.objects.visible_to(viewer).open(timezone.now()).filter(seat=seat),
    }
    form = HandOverForm(posted(request), members=others)
    return form_page(request, form, act, "forum/membership/seat.html", context)


@secretariat
@idempotent
def end_holding(request: Request, pk: int, holding_pk: int) -> HttpResponse:
    held = SeatHolding.objects.select_related("member", "seat__organisation")
    holding = get_object_or_404(held, pk=holding_pk, seat=pk)

    def act() -> Done:
        is_chair = holding.seat.role == Seat.Role.CHAIR and not holding.is_substitute
        seats.end_holding(holding=holding, by=request.member, now=timezone.now())
        return Done(seats.VACANT_CHAIR if is_chair else "", holding)  # the rest is said where it can be undone

    return press(request, act, holding)


@secretariat
@idempotent
def make_chair(request: Request, pk: int) -> HttpResponse:
    seat = get_object_or_404(Seat, pk=pk)

    def act() -> Done:
        before = Seat.objects.filter(role=Seat.Role.CHAIR, until=None).exclude(pk=pk).first()
        seats.make_chair(seat=seat, by=request.member, now=timezone.now())
        undo = reverse("forum:make_chair", args=[before.pk]) if before else ""
        return Done("Pladsen er nu forpersonens.", seat, undo)

    return press(request, act, seat)


@secretariat
@idempotent
def close_seat(request: Request, pk: int) -> HttpResponse:
    seat = get_object_or_404(Seat, pk=pk)

    def act() -> Done:
        seats.close_seat(seat=seat, by=request.member, now=timezone.now())
        return Done("", seat)

    return press(request, act, seat)
