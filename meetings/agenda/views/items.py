"""The agenda as the secretariat builds it: items added, edited, ordered, removed with a way back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from forum.base.refusal import refuse
from forum.base.visibility import Viewer, get_visible_or_404
from forum.web.access import Request, is_htmx, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, form_page, posted, press
from meetings.agenda.actions import items
from meetings.agenda.forms import ItemForm, SavedItemForm, UploadForm, saved_sentence
from meetings.agenda.models import AgendaItem, Attachment, programme, scan_remark
from meetings.meeting import rules
from meetings.meeting.models import Meeting

ITEM_PAGE = "meetings/agenda/item.html"


@secretariat
def agenda(request: Request, slug: str) -> HttpResponse:
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    return render(request, "meetings/agenda/agenda.html", _list_page(meeting, request.viewer))


def _list_page(meeting: Meeting, viewer: Viewer) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "programme": programme(meeting, viewer, with_attachments=True),
        "why_not": rules.why_not_edit_agenda(viewer, meeting),
    }


@secretariat
@idempotent
def item_create(request: Request, slug: str) -> HttpResponse:
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    form = ItemForm(posted(request), meeting=meeting, viewer=request.viewer)

    def act(data: dict[str, Any]) -> Done:
        item = items.add_item(meeting=meeting, by=request.member, now=timezone.now(), **data)
        to = _agenda_of(item) if "done" in request.POST else reverse("meetings:item", args=[item.pk])
        return Done(f"Punktet er tilføjet som nummer {item.number}.", to)

    why_not = rules.why_not_edit_agenda(request.viewer, meeting)
    return form_page(request, form, act, ITEM_PAGE, {"meeting": meeting}, why_not=why_not)


@secretariat
@idempotent
def item(request: Request, pk: int) -> HttpResponse:
    item = get_visible_or_404(AgendaItem, request.viewer, pk=pk)
    form = SavedItemForm(posted(request), item=item, viewer=request.viewer)

    def act(data: dict[str, Any]) -> Done:
        said = saved_sentence(item, form)
        items.edit_item(item=item, by=request.member, now=timezone.now(), **data)
        return Done(said, _agenda_of(item))

    why_not = rules.why_not_edit_agenda(request.viewer, item.meeting)
    return form_page(request, form, act, ITEM_PAGE, item_page(item, request.viewer), row=item, why_not=why_not)


def item_page(item: AgendaItem, viewer: Viewer) -> dict[str, Any]:
    """The page of one item: its form, and its attachments beside it with the form for more."""
    papers = list(Attachment.objects.visible_to(viewer).filter(item=item).select_related("file"))
    return {
        "item": item,
        "meeting": item.meeting,
        "form": SavedItemForm(item=item, viewer=viewer),
        "papers": papers,
        "scan_remark": scan_remark([paper.file.scan for paper in papers]),
        "upload": UploadForm(item=item),
    }


@secretariat
def item_move(request: Request, pk: int) -> HttpResponse:
    """Up or down one place. The buttons are named, so that the focus stays with the item that moved."""
    item = _item(request, pk)

    def act() -> Done:
        refuse(rules.why_not_edit_agenda(request.viewer, item.meeting))
        up = request.POST.get("way") == "up"
        items.move_item(item=item, up=up, by=request.member, now=timezone.now())
        if is_htmx(request):
            rows = render(request, "meetings/agenda/_rows.html", _list_page(item.meeting, request.viewer))
            return Done("", rows)
        return Done("", f"{_agenda_of(item)}#punkt-{item.pk}")

    return press(request, act, _agenda_of(item))


@secretariat
def item_remove(request: Request, pk: int) -> HttpResponse:
    item = _item(request, pk)

    def act() -> Done:
        refuse(rules.why_not_edit_agenda(request.viewer, item.meeting))
        undo = reverse("meetings:item_restore", args=[item.pk, item.number])
        items.remove_item(item=item, by=request.member, now=timezone.now())
        return Done(f"»{item.title}« er fjernet fra dagsordenen.", _agenda_of(item), undo)

    return press(request, act, _agenda_of(item))


@secretariat
def item_restore(request: Request, pk: int, place: int) -> HttpResponse:
    item = _item(request, pk)

    def act() -> Done:
        refuse(rules.why_not_edit_agenda(request.viewer, item.meeting))
        is_back_now = items.restore_item(item=item, place=place, by=request.member, now=timezone.now())
        already = "" if is_back_now else "allerede "
        return Done(f"»{item.title}« er {already}tilbage på dagsordenen.", _agenda_of(item))

    return press(request, act, _agenda_of(item))


def _item(request: Request, pk: int) -> AgendaItem:
    """The item, removed or not: a stale page's button acts on an item that somebody else has removed or restored."""
    item: AgendaItem = items.removed_item(pk) or get_visible_or_404(AgendaItem, request.viewer, pk=pk)
    return item


def _agenda_of(item: AgendaItem) -> str:
    return reverse("meetings:agenda", args=[item.meeting.slug])
