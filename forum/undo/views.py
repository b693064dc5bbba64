"""The button "Fortryd"."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.undo import actions
from forum.undo.acts import ACTS
from forum.undo.models import Undo
from forum.web.access import Request, member
from forum.web.form_page import Done, press


@member
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take an act of one's own back, and go on to what it was done to; it is said when that is too late."""
    undo = get_object_or_404(Undo, pk=pk, by=request.member, verb__in=ACTS)
    act, now = ACTS[undo.verb], timezone.now()

    def act_on_it() -> Done:
        actions.take_back(undo=undo, by=request.member, now=now, reason=f"{act.label}: {undo.name}")
        said = "Det er fortrudt, og ingen mail er sendt." if undo.mails else "Det er fortrudt."
        return Done(said, lambda: _to_form(undo) or _go_on(undo))

    return press(request, act_on_it, lambda: _go_on(undo))


def _to_form(undo: Undo) -> HttpResponse | None:
    form, row = ACTS[undo.verb].form, undo.row()
    return redirect(f"{form(row)}?fortrudt={undo.pk}") if form and row is not None else None


def _go_on(undo: Undo) -> HttpResponse:
    page, row = ACTS[undo.verb].page, undo.row()
    if row is None:
        return redirect("front:home")
    return redirect(page(row) if page else row)
