"""The page of one item: all that is written about it, with its attachments."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from forum.base.visibility import Audience, Viewer, get_visible_or_404
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, form_page, posted
from meetings.agenda.actions import items
from meetings.agenda.actions.writers import stop_writing
from meetings.agenda.forms.items import ItemForm, SavedItemForm, UploadForm, saved_sentence, shut_out_sentence
from meetings.agenda.models import AgendaItem, Attachment, scan_remark
from meetings.agenda.models.writers import who_writes
from meetings.agenda.views.rows import agenda_of
from meetings.meeting import rules
from meetings.meeting.models import Meeting

ITEM_PAGE = "meetings/agenda/item.html"


@secretariat
@idempotent
def item_create(request: Request, slug: str) -> HttpResponse:
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    form = ItemForm(posted(request), meeting=meeting, viewer=request.viewer)

    def act(data: dict[str, Any]) -> Done:
        item = items.add_item(meeting=meeting, by=request.member, now=timezone.now(), **data)
        to = agenda_of(item.meeting) if "done" in request.POST else reverse("meetings:item", args=[item.pk])
        return Done(f"Punktet er tilføjet som nummer {item.number}.", to)

    why_not = rules.why_not_edit_agenda(request.viewer, meeting)
    return form_page(request, form, act, ITEM_PAGE, {"meeting": meeting}, why_not=why_not)


@secretariat
@idempotent
def item(request: Request, pk: int) -> HttpResponse:
    item = get_visible_or_404(AgendaItem, request.viewer, pk=pk)
    form = SavedItemForm(posted(request), item=item, viewer=request.viewer)

    def act(data: dict[str, Any]) -> Done:
        said, was, now = saved_sentence(item, form), item.audience, timezone.now()
        items.edit_item(item=item, by=request.member, now=now, **data)
        stop_writing(item=item, by=request.member)
        return Done(said + shut_out_sentence(item, was, now), agenda_of(item.meeting))

    why_not = rules.why_not_edit_agenda(request.viewer, item.meeting)
    return form_page(request, form, act, ITEM_PAGE, item_page(item, request.viewer), row=item, why_not=why_not)


def item_page(item: AgendaItem, viewer: Viewer) -> dict[str, Any]:
    """The page of one item: its form, and its attachments beside it with the form for more; who is there as a guest."""
    now = timezone.now()
    attachments = list(Attachment.objects.visible_to(viewer).filter(item=item).select_related("file"))
    return {
        "item": item,
        "meeting": item.meeting,
        "form": SavedItemForm(item=item, viewer=viewer),
        "attachments": attachments,
        "scan_remark": scan_remark([attachment.file.scan for attachment in attachments]),
        "upload": UploadForm(item=item),
        "written_by": who_writes(viewer, now, item=item).get(item.pk, ""),
        "guest_names": [guest.name for guest in item.guests.visible_to(viewer).filter(removed_at=None)],
        "can_invite": item.audience != Audience.SECRETARIAT and not rules.why_not_invite_guests(item.meeting, now),
    }
