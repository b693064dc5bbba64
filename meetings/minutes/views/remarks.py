"""Remarks: a member writes to the secretariat under an item and may take it back, the secretariat answers there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.dates import local
from forum.base.refusal import refuse
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, member, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, form_page, posted, press
from meetings.agenda.models import AgendaItem
from meetings.minutes.actions import remarks
from meetings.minutes.forms.minutes import AnswerForm, RemarkForm
from meetings.minutes.models import Minutes, Remark
from meetings.minutes.rules import can_remark, why_not_remark, why_not_withdraw_remark
from meetings.minutes.views.minutes import fetch, page_of


@member
@require_POST
@idempotent
def send(request: Request, slug: str, item: int) -> HttpResponse:
    minutes, now = fetch(request, slug), timezone.now()
    agenda_item = get_visible_or_404(AgendaItem.objects.filter(meeting=minutes.meeting), request.viewer, pk=item)
    why_not = "" if can_remark(request.viewer, minutes, local(now).date()) else why_not_remark(minutes)

    def act(data: dict[str, Any]) -> Done:
        remarks.send_remark(item=agenda_item, text=data["text"], by=request.member, now=now)
        return Done("Tak. Sekretariatet har fået din bemærkning.", page_of(slug, agenda_item.number))

    form = RemarkForm(request.POST, auto_id="bemaerkning-%s")
    context = {"minutes": minutes, "item": agenda_item}
    return form_page(request, form, act, "meetings/minutes/remark.html", context, why_not=why_not)


@secretariat
@idempotent
def answer(request: Request, slug: str, remark: int) -> HttpResponse:
    minutes = fetch(request, slug)
    sent = _remark_or_say_gone(request, slug, remark)
    if sent is None:
        return redirect("meetings:minutes", slug)

    def act(data: dict[str, Any]) -> Done:
        answered = remarks.answer_remark(remark=sent, by=request.member, now=timezone.now(), **data)
        said = f"Svaret er gemt og sendt til {sent.by}."
        if answered.awaits_correction:
            first = "" if minutes.state == Minutes.State.CORRECTED else "har rettet teksten og "
            said = f"Svaret er gemt. {sent.by} får det, når du {first}sender rettelsen."
        return Done(said, f"{page_of(slug)}#{sent.anchor}")

    initial = {"outcome": sent.outcome, "answer": sent.answer, "revision": sent.revision}
    form = AnswerForm(posted(request), initial=initial)
    return form_page(request, form, act, "meetings/minutes/remark_answer.html", {"remark": sent}, row=sent)


@member
@require_POST
@idempotent
def withdraw(request: Request, slug: str, remark: int) -> HttpResponse:
    minutes, now = fetch(request, slug), timezone.now()
    sent = _remark_or_say_gone(request, slug, remark)
    if sent is None:
        return redirect("meetings:minutes", slug)
    here = page_of(slug, sent.item.number)

    def act() -> Done:
        refuse(why_not_withdraw_remark(request.viewer, sent, minutes, local(now).date()))
        remarks.withdraw_remark(remark=sent, by=request.member, now=now)
        return Done("Din bemærkning er slettet.", here)

    return press(request, act, here)


def _remark_or_say_gone(request: Request, slug: str, pk: int) -> Remark | None:
    """The remark, or None once it is said that it is gone: a page that was opened before may still show it."""
    rows = Remark.objects.filter(item__meeting__slug=slug).visible_to(request.viewer)
    remark: Remark | None = rows.select_related("item__meeting").filter(pk=pk).first()
    if remark is None:
        messages.error(request, "Bemærkningen findes ikke længere. Måske er den slettet.")
    return remark
