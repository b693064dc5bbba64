"""The audit trail's page in the admin; every object's »Historik« leads here."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite, site
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from forum.audit import history
from forum.audit.forms import TrailForm
from forum.base.text import whole_number
from forum.people.models import Member
from forum.web.access import secretariat

PAGE = 50


def urls(panel: AdminSite) -> list[URLPattern]:
    return [path("historik/", panel.admin_view(index), name="trail")]


@secretariat
def index(request: Any) -> HttpResponse:
    viewer = request.viewer
    members = Member.objects.visible_to(viewer)
    form = TrailForm(request.GET, models=history.tracked(), members=members)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    model, pk = _object(request.GET.get("objekt", ""))
    member = asked.get("member")
    question = history.Question(
        model=model or asked.get("model", ""),
        pk=pk,
        member=member.pk if member else None,
        words=asked.get("words", ""),
        since=asked.get("since"),
        until=asked.get("until"),
    )
    page = history.page_number(request.GET.get("side", ""), PAGE)
    deeds, has_more = history.read(viewer, question, start=(page - 1) * PAGE, count=PAGE)
    context = site.each_context(request) | {
        "title": "Historik",
        "deeds": deeds,
        "form": form,
        "previous": page - 1,
        "next": page + 1 if has_more else None,
        "page": page,
        "only": deeds[0].entries[0] if pk is not None and deeds else None,
    }
    return TemplateResponse(request, "admin/trail.html", context)


def _object(given: str) -> tuple[str, int | None]:
    """ "forum.member:12"; anything else is no object."""
    label, _, pk = given.partition(":")
    known = {model._meta.label_lower for model in history.tracked()}
    number = whole_number(pk)
    return (label, number) if label in known and number is not None else ("", None)
