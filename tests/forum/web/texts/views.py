"""A text's page, its form, and the buttons that take it away and bring it back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, member, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, form_page, posted, press, require
from tests.forum.web.texts import actions, rules
from tests.forum.web.texts.forms import TextForm
from tests.forum.web.texts.models import Text


@member
def detail(request: Request, pk: int) -> HttpResponse:
    return render(request, "texts/detail.html", {"text": get_visible_or_404(Text, request.viewer, pk=pk)})


@member
@idempotent
def edit(request: Request, pk: int) -> HttpResponse:
    text = get_visible_or_404(Text, request.viewer, pk=pk)
    require(rules.can_reword(request.viewer))
    why_not, context = rules.why_not_reword(text), {"text": text}

    def act(data: dict[str, Any]) -> Done:
        actions.reword(text=text, **data, by=request.member, now=timezone.now())
        return Done("Teksten er gemt.", text)

    form = TextForm(posted(request), text=text)
    return form_page(request, form, act, "texts/edit.html", context, row=text, why_not=why_not)


@secretariat
@idempotent
def remove(request: Request, pk: int) -> HttpResponse:
    text = get_visible_or_404(Text, request.viewer, pk=pk)

    def act() -> Done:
        actions.remove(text=text, by=request.member, now=timezone.now())
        return Done("Teksten er fjernet.", "front:home", undo=reverse("texts:restore", args=[pk]))

    return press(request, act, text)


@secretariat
@idempotent
def restore(request: Request, pk: int) -> HttpResponse:
    text = actions.removed_text(pk)
    if text is None:
        raise Http404

    def act() -> Done:
        actions.restore(text=text, by=request.member, now=timezone.now())
        return Done("Teksten er tilbage.", text)

    return press(request, act, "front:home")
