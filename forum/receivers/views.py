"""The secretariat's lists of receivers: all of them, one to change, the buttons that remove it and bring it back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.visibility import get_visible_or_404
from forum.people.models import Member
from forum.receivers import actions
from forum.receivers.choices import people
from forum.receivers.forms import ListForm
from forum.receivers.models import ReceiverList
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, at_field, form_page, posted, press

LISTS = "forum:receiver_lists"


@secretariat
def index(request: Request) -> HttpResponse:
    lists = ReceiverList.objects.visible_to(request.viewer).with_receivers()
    return render(request, "forum/receivers/lists.html", {"lists": list(lists)})


def _form(request: Request, row: ReceiverList | None = None) -> ListForm:
    members = Member.objects.visible_to(request.viewer).in_forum()
    return ListForm(posted(request), people=people(members), row=row)


def _given(request: Request, data: dict[str, Any]) -> dict[str, Any]:
    chosen = Member.objects.visible_to(request.viewer).in_forum().filter(pk__in=data.pop("people"))
    return data | {"members": list(chosen), "by": request.member, "now": timezone.now()}


@secretariat
@idempotent
def new(request: Request) -> HttpResponse:
    def act(data: dict[str, Any]) -> Done:
        data.pop("revision")
        with at_field("name"):
            row = actions.create(**_given(request, data))
        return Done(f"Listen »{row}« er gemt.", LISTS)

    return form_page(request, _form(request), act, "forum/receivers/list.html")


@secretariat
@idempotent
def detail(request: Request, pk: int) -> HttpResponse:
    row = get_visible_or_404(ReceiverList, request.viewer, pk=pk)

    def act(data: dict[str, Any]) -> Done:
        actions.change(row=row, **_given(request, data))
        return Done(f"Listen »{data['name']}« er gemt.", LISTS)

    return form_page(request, _form(request, row), act, "forum/receivers/list.html", {"list": row}, row=row)


@secretariat
@require_POST
@idempotent
def remove(request: Request, pk: int) -> HttpResponse:
    row = get_visible_or_404(ReceiverList, request.viewer, pk=pk)

    def act() -> Done:
        actions.remove(row=row, by=request.member, now=timezone.now())
        return Done(f"Listen »{row}« er fjernet.", LISTS, undo=reverse("forum:receiver_list_restore", args=[pk]))

    return press(request, act, LISTS)


@secretariat
@require_POST
@idempotent
def restore(request: Request, pk: int) -> HttpResponse:
    row = actions.removed_list(pk)
    if row is None:
        raise Http404

    def act() -> Done:
        actions.restore(row=row, by=request.member, now=timezone.now())
        return Done(f"Listen »{row}« er tilbage.", LISTS)

    return press(request, act, LISTS)
