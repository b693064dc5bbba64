"""Remarks: a member writes to the secretariat under an item, the secretariat answers there."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.dates import local
from forum.http import Request, member, once, secretariat
from forum.visibility import get_visible_or_404
from meetings.actions import remarks as verbs
from meetings.forms.minutes import AnswerForm, RemarkForm
from meetings.models import AgendaItem, Remark
from meetings.rules.minutes import can_remark
from meetings.views.minutes import fetch


@member
@require_POST
@once
def send(request: Request, slug: str, item: int) -> HttpResponse:
    minutes, now = fetch(request, slug), timezone.now()
    found = get_visible_or_404(AgendaItem.objects.filter(meeting=minutes.meeting), request.viewer, pk=item)
    if not can_remark(request.viewer, minutes, local(now).date()):
        raise PermissionDenied
    form = RemarkForm(request.POST, auto_id="bemaerkning-%s")
    if not form.is_valid():
        context = {"minutes": minutes, "item": found, "form": form}
        return render(request, "minutes/remark.html", context, status=422)
    verbs.send_remark(item=found, text=form.cleaned_data["text"], by=request.user, now=now)
    messages.success(request, "Tak. Sekretariatet har fået din bemærkning.")
    return redirect(reverse("meetings:minutes", args=[slug]) + f"#punkt-{found.number}")


@secretariat
@require_POST
@once
def answer(request: Request, slug: str, remark: int) -> HttpResponse:
    found = get_visible_or_404(
        Remark.objects.filter(item__meeting__slug=slug).select_related("item"), request.viewer, pk=remark
    )
    form = AnswerForm(request.POST)
    if form.is_valid():
        verbs.answer_remark(remark=found, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Svaret er gemt. Medlemmet kan se det under punktet.")
    else:
        messages.error(request, "Svaret blev ikke gemt: Vælg et udfald, og skriv højst 300 tegn.")
    return redirect(reverse("meetings:minutes", args=[slug]) + f"#punkt-{found.item.number}")
