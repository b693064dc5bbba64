"""Seats for the secretariat: who sits where since when, and handing over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from forum.membership.actions import seats
from forum.membership.forms.seats import HandOverForm, OpenSeatForm
from forum.membership.models import Invitation
from forum.people.models import Member, Seat, SeatHolding
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent


@secretariat
def index(request: Request) -> HttpResponse:
    rows = list(Seat.objects.filter(until=None).with_holders())
    vacant = [seat for seat in rows if seat.holder is None]
    only_vacant = request.GET.get("vis") == "ledige"
    context = {"seats": vacant if only_vacant else rows, "only_vacant": only_vacant, "vacant": len(vacant)}
    return render(request, "forum/membership/seats.html", context | {"total": len(rows), "form": OpenSeatForm()})


@secretariat
@idempotent
def open_seat(request: Request) -> HttpResponse:
    form = OpenSeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = seats.open_seat(organisation=form.cleaned_data["organisation"], by=request.member, now=timezone.now())
        messages.success(request, f"{made.organisation.full_name} har fået en plads. Nu skal der en person på den.")
        return redirect("forum:seat", made.pk)
    return render(request, "forum/membership/open_seat.html", {"form": form}, status=422 if form.errors else 200)


@secretariat
@idempotent
def detail(request: Request, pk: int) -> HttpResponse:
    """The seat's course through time; the form hands it over."""
    viewer = request.viewer
    seat = get_object_or_404(Seat.objects.with_holders(), pk=pk)
    others = Member.objects.visible_to(viewer).active().exclude(pk=seat.holder.pk if seat.holder else None)
    form = HandOverForm(request.POST or None, members=others)
    if request.method == "POST" and form.is_valid():
        try:
            seats.hand_over(seat=seat, **form.cleaned_data, by=request.member, now=timezone.now())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            had = (
                "" if form.cleaned_data["is_substitute"] or not seat.holder else f" {seat.holder} har den ikke længere."
            )
            messages.success(request, f"{form.cleaned_data['to']} har fået pladsen.{had}")
            return redirect("forum:seat", pk)
    context = {
        "seat": seat,
        "form": form,
        "history": seat.holdings.select_related("member").order_by("-since", "is_substitute"),
        "invitations": Invitation.objects.visible_to(viewer).open(timezone.now()).filter(seat=seat),
    }
    return render(request, "forum/membership/seat.html", context, status=422 if form.errors else 200)


@secretariat
@idempotent
def end_holding(request: Request, pk: int, holding_pk: int) -> HttpResponse:
    holding = get_object_or_404(
        SeatHolding.objects.select_related("member", "seat__organisation"), pk=holding_pk, seat=pk
    )
    said = f"{holding.member} har ikke længere pladsen."
    if holding.seat.role == Seat.Role.CHAIR and not holding.is_substitute:
        said += f" {seats.VACANT_CHAIR}"
    return _do(request, pk, said, seats.end_holding, holding=holding)


@secretariat
@idempotent
def make_chair(request: Request, pk: int) -> HttpResponse:
    seat = get_object_or_404(Seat, pk=pk)
    return _do(request, pk, "Pladsen er nu forpersonens.", seats.make_chair, seat=seat)


@secretariat
@idempotent
def close_seat(request: Request, pk: int) -> HttpResponse:
    seat = get_object_or_404(Seat, pk=pk)
    return _do(request, pk, "Pladsen er nedlagt. Dens historik er bevaret.", seats.close_seat, seat=seat)


def _do(request: Request, pk: int, said: str, act: Callable[..., Any], **what: Any) -> HttpResponse:
    if request.method == "POST":
        now: datetime = timezone.now()
        try:
            act(**what, by=request.member, now=now)
        except ValidationError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, said)
    return redirect("forum:seat", pk)
