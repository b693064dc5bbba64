"""Remarks: a member writes to the secretariat under an item and may take it back, the secretariat answers there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.dates import local
from forum.base.stale import StaleError
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, member, secretariat
from forum.web.form_keys import idempotent
from meetings.agenda.models import AgendaItem
from meetings.minutes.actions import remarks
from meetings.minutes.forms.minutes import AnswerForm, RemarkForm
from meetings.minutes.models import Remark
from meetings.minutes.rules import can_remark, why_not_remark, why_not_withdraw_remark
from meetings.minutes.views.minutes import fetch


@member
@require_POST
@idempotent
def send(request: Request, slug: str, item: int) -> HttpResponse:
    minutes, now = fetch(request, slug), timezone.now()
    found = get_visible_or_404(AgendaItem.objects.filter(meeting=minutes.meeting), request.viewer, pk=item)
    why_not = "" if can_remark(request.viewer, minutes, local(now).date()) else why_not_remark(minutes)
    form = RemarkForm(request.POST, auto_id="bemaerkning-%s")
    if why_not or not form.is_valid():
        context = {"minutes": minutes, "item": found, "form": form, "why_not": why_not}
        return render(request, "meetings/minutes/remark.html", context, status=409 if why_not else 422)
    remarks.send_remark(item=found, text=form.cleaned_data["text"], by=request.member, now=now)
    messages.success(request, "Tak. Sekretariatet har fået din bemærkning.")
    return _back(found)


@secretariat
@idempotent
def answer(request: Request, slug: str, remark: int) -> HttpResponse:
    """Saved; or a page of its own with what was typed, and what must be put right or has come in between."""
    fetch(request, slug)
    found = _standing(request, slug, remark)
    if found is None:
        return redirect("meetings:minutes", slug)
    form, status, outrun = AnswerForm(request.POST), 422, ""
    if request.method != "POST":
        status, form = (
            200,
            AnswerForm(initial={"outcome": found.outcome, "answer": found.answer, "based_on": found.mark}),
        )
    elif form.is_valid():
        try:
            remarks.answer_remark(remark=found, by=request.member, now=timezone.now(), **form.cleaned_data)
        except StaleError as refusal:
            status, outrun = 409, str(refusal)
            found = _standing(request, slug, remark)
            if found is None:
                return redirect("meetings:minutes", slug)
            # Begun from the answer that is saved now: saving again is a choice, made with both in sight
            form = AnswerForm(initial=form.cleaned_data | {"based_on": found.mark})
        else:
            messages.success(request, "Svaret er gemt. Medlemmet kan se det under punktet.")
            return _back(found.item)
    context = {"remark": found, "form": form, "outrun": outrun}
    return render(request, "meetings/minutes/remark_answer.html", context, status=status)


@member
@require_POST
@idempotent
def withdraw(request: Request, slug: str, remark: int) -> HttpResponse:
    minutes, now = fetch(request, slug), timezone.now()
    found = _standing(request, slug, remark)
    if found is None:
        return redirect("meetings:minutes", slug)
    if why_not := why_not_withdraw_remark(request.viewer, found, minutes, local(now).date()):
        messages.error(request, why_not)
        return _back(found.item)
    try:
        remarks.withdraw_remark(remark=found, by=request.member, now=now)
    except StaleError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Din bemærkning er trukket tilbage.")
    return _back(found.item)


def _standing(request: Request, slug: str, remark: int) -> Remark | None:
    """The remark, or None once it is said that it is gone: a stale page may still show it."""
    rows = Remark.objects.filter(item__meeting__slug=slug).visible_to(request.viewer)
    found: Remark | None = rows.select_related("item__meeting").filter(pk=remark).first()
    if found is None:
        messages.error(request, "Bemærkningen findes ikke længere. Måske er den trukket tilbage.")
    return found


def _back(item: AgendaItem) -> HttpResponse:
    return redirect(reverse("meetings:minutes", args=[item.meeting.slug]) + f"#punkt-{item.number}")
