"""Attachments: served to those who may see them, kept in order by the secretariat."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from forum import files
from forum.base.refusal import refuse
from forum.base.visibility import get_visible_or_404
from forum.copies.models import ViewCopy, opens_in_place
from forum.web.access import Request, guest, is_htmx, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, InPlace, form_page, posted, press
from meetings.agenda.actions import attachments
from meetings.agenda.forms.items import AttachmentForm, UploadForm
from meetings.agenda.models import AgendaItem, Attachment
from meetings.agenda.views.items import ITEM_PAGE, item_page
from meetings.meeting import rules

IN_A_ROW = "raekke"  # what `vis` says in a form of the agenda's list


@guest
def attachment(request: Request, pk: int) -> HttpResponse:
    """The file, through the same query that lists it: not yours and not there are the same 404."""
    attachment = get_visible_or_404(Attachment, request.viewer.in_part(), pk=pk)
    return files.serve(attachment.file, attachment.file.name)


@guest
def attachment_shown(request: Request, pk: int) -> HttpResponse:
    """The rewritten copy, for the readers of the file. While there is none, a page says so and leads to the file."""
    attachment: Attachment = get_visible_or_404(Attachment, request.viewer.in_part(), pk=pk)
    if not opens_in_place(attachment.file):
        return redirect(attachment)
    copy = ViewCopy.of(attachment.file)
    if copy and copy.file and not request.htmx:
        return files.serve(copy.file, attachment.file.name, inline_own=True)
    template = "meetings/agenda/_not_shown.html" if request.htmx else "meetings/agenda/not_shown.html"
    return render(request, template, {"attachment": attachment, "copy": copy})


@secretariat
@idempotent
def upload(request: Request, pk: int) -> HttpResponse:
    item = get_visible_or_404(AgendaItem, request.viewer, pk=pk)
    if request.method != "POST":
        return redirect("meetings:item", item.pk)

    def act(data: dict[str, Any]) -> Done:
        uploads, audience = data["uploads"], data["upload_audience"]
        attachments.add_uploads(item=item, uploads=uploads, audience=audience, by=request.member, now=timezone.now())
        said = f"{len(uploads)} bilag er lagt op." if len(uploads) > 1 else "Bilaget er lagt op."
        return Done(said, after)

    def after() -> HttpResponse:
        """What was written in the item's form is not saved by this, nor lost: the page shows it again."""
        if is_htmx(request):
            return attachments_of(request, item)
        again = page()
        return render(request, ITEM_PAGE, again) if again["unsaved"] else redirect(list_of(item.pk))

    def page() -> dict[str, Any]:
        shown = item_page(item, request.viewer)
        is_unsaved = shown["form"].show_unsaved(request.POST)
        return shown | {"unsaved": reverse("meetings:item", args=[item.pk]) if is_unsaved else ""}

    form = UploadForm(request.POST, request.FILES, item=item)
    why_not = rules.why_not_edit_agenda(request.viewer, item.meeting)
    in_place = InPlace("meetings/agenda/_row_attachments.html", f"#bilag-{item.pk}")
    return form_page(request, form, act, ITEM_PAGE, page, why_not=why_not, name="upload", in_place=in_place)


@secretariat
@idempotent
def attachment_edit(request: Request, pk: int) -> HttpResponse:
    attachment: Attachment = get_visible_or_404(Attachment, request.viewer, pk=pk)
    form = AttachmentForm(posted(request), attachment=attachment)

    def act(data: dict[str, Any]) -> Done:
        attachments.edit_attachment(attachment=attachment, by=request.member, now=timezone.now(), **data)
        return Done("Bilaget er gemt.", list_of(attachment.item_id))

    why_not = rules.why_not_edit_agenda(request.viewer, attachment.item.meeting)
    page = {"attachment": attachment}
    return form_page(request, form, act, "meetings/agenda/attachment.html", page, row=attachment, why_not=why_not)


@secretariat
def attachment_move(request: Request, pk: int) -> HttpResponse:
    attachment = _attachment(request, pk)

    def act() -> Done:
        refuse(rules.why_not_edit_agenda(request.viewer, attachment.item.meeting))
        up = request.POST.get("way") == "up"
        attachments.move_attachment(attachment=attachment, up=up, by=request.member, now=timezone.now())
        return Done("", back_to_list(request, attachment.item))

    return press(request, act, list_of(attachment.item_id))


@secretariat
def attachment_remove(request: Request, pk: int) -> HttpResponse:
    attachment = _attachment(request, pk)

    def act() -> Done:
        refuse(rules.why_not_edit_agenda(request.viewer, attachment.item.meeting))
        attachments.remove_attachment(attachment=attachment, by=request.member, now=timezone.now())
        undo = reverse("meetings:attachment_restore", args=[attachment.pk])
        return Done(f"Bilaget »{attachment.title}« er fjernet.", back_to_list(request, attachment.item), undo)

    return press(request, act, list_of(attachment.item_id))


@secretariat
def attachment_restore(request: Request, pk: int) -> HttpResponse:
    attachment = _attachment(request, pk)

    def act() -> Done:
        refuse(rules.why_not_edit_agenda(request.viewer, attachment.item.meeting))
        is_back_now = attachments.restore_attachment(attachment=attachment, by=request.member, now=timezone.now())
        already = "" if is_back_now else "allerede "
        return Done(f"Bilaget »{attachment.title}« er {already}tilbage.", list_of(attachment.item_id))

    return press(request, act, list_of(attachment.item_id))


def _attachment(request: Request, pk: int) -> Attachment:
    """The attachment, removed or not: a stale page's button acts on one that somebody else has removed or restored."""
    removed = attachments.removed_attachment(pk)
    attachment: Attachment = removed or get_visible_or_404(Attachment, request.viewer, pk=pk)
    return attachment


def attachments_of(request: Request, item: AgendaItem) -> HttpResponse:
    """The item's attachments for htmx, as they stand on the page that asks: in the agenda's row, or beside the item."""
    template = "_row_attachments.html" if request.POST.get("vis") == IN_A_ROW else "_attachments.html"
    page = item_page(item, request.viewer) | {"swap": True}
    return render(request, f"meetings/agenda/{template}", page)


def back_to_list(request: Request, item: AgendaItem) -> Any:
    """Where an act on an attachment leads: for htmx the list as it is now, else the page that it stands on."""
    return partial(attachments_of, request, item) if is_htmx(request) else list_of(item.pk)


def list_of(item: int) -> str:
    """The address of the item's attachments."""
    return reverse("meetings:item", args=[item]) + "#bilag"
