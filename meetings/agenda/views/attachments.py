"""Attachments: served to those who may see them, kept in order by the secretariat."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from forum import files
from forum.base.text import clean_line
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, member, secretariat
from forum.web.form_keys import idempotent
from meetings.agenda.actions import attachments
from meetings.agenda.forms import AttachmentForm, UploadForm
from meetings.agenda.models import AgendaItem, Attachment
from meetings.agenda.views.items import item_page
from meetings.meeting import rules


@member
def attachment(request: Request, pk: int) -> HttpResponse:
    """The file, through the same query that lists it: not yours and not there are the same 404."""
    found = get_visible_or_404(Attachment, request.viewer, pk=pk)
    return files.serve(found.file, found.file.name)


@secretariat
@idempotent
def upload(request: Request, pk: int) -> HttpResponse:
    item = get_visible_or_404(AgendaItem, request.viewer, pk=pk)
    why_not = rules.why_not_edit_agenda(request.viewer, item.meeting)
    if request.method != "POST" or why_not:
        return redirect("meetings:item", item.pk)
    form = UploadForm(request.POST, request.FILES, item=item)
    if form.is_valid() and _keep(request, form, item):
        return redirect(reverse("meetings:item", args=[item.pk]) + "#bilag")
    return render(request, "meetings/agenda/item.html", item_page(item, request.viewer, form), status=422)


def _keep(request: Request, form: UploadForm, item: AgendaItem) -> bool:
    """All of the files or none: a refused one is named with its reason."""
    sent = form.cleaned_data["uploads"]
    try:
        with transaction.atomic():
            for one in sent:
                refused_name = one.name or ""
                stored = files.store(one)
                attachments.add_attachment(
                    item=item,
                    file=stored,
                    title=clean_line(stored.name.rpartition(".")[0])[:200] or stored.name,
                    audience=form.cleaned_data["upload_audience"],
                    by=request.member,
                    now=timezone.now(),
                )
    except files.Refused as refused:
        form.add_error("uploads", f"»{clean_line(refused_name)[:100]}« kunne ikke lægges op. {refused}")
        return False
    messages.success(request, f"{len(sent)} bilag er lagt op." if len(sent) > 1 else "Bilaget er lagt op.")
    return True


@secretariat
@idempotent
def attachment_edit(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    why_not = rules.why_not_edit_agenda(request.viewer, found.item.meeting)
    form = AttachmentForm(request.POST or None, attachment=found)
    if request.method == "POST" and not why_not and form.is_valid():
        attachments.edit_attachment(attachment=found, by=request.member, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Bilaget er gemt.")
        return redirect(_back(found))
    status = 200 if request.method != "POST" else 409 if why_not else 422
    page = {"form": form, "attachment": found, "why_not": why_not}
    return render(request, "meetings/agenda/attachment.html", page, status=status)


def _found(request: Request, pk: int) -> Attachment:
    found: Attachment = get_visible_or_404(Attachment, request.viewer, pk=pk)
    return found


def _back(found: Attachment) -> str:
    return reverse("meetings:item", args=[found.item_id]) + "#bilag"


@secretariat
def attachment_move(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if request.method == "POST" and not rules.why_not_edit_agenda(request.viewer, found.item.meeting):
        up = request.POST.get("way") == "up"
        attachments.move_attachment(attachment=found, up=up, by=request.member, now=timezone.now())
    return redirect(_back(found))


@secretariat
def attachment_remove(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if request.method == "POST" and not rules.why_not_edit_agenda(request.viewer, found.item.meeting):
        attachments.remove_attachment(attachment=found, by=request.member, now=timezone.now())
        undo = reverse("meetings:attachment_restore", args=[found.pk])
        messages.success(request, f"Bilaget »{found.title}« er fjernet.", extra_tags=f"undo:{undo}")
    return redirect(_back(found))


@secretariat
def attachment_restore(request: Request, pk: int) -> HttpResponse:
    found = attachments.removed_attachment(pk)
    if found is None:
        raise Http404
    if request.method == "POST" and not rules.why_not_edit_agenda(request.viewer, found.item.meeting):
        attachments.restore_attachment(attachment=found, by=request.member, now=timezone.now())
        messages.success(request, f"Bilaget »{found.title}« er tilbage.")
    return redirect(_back(found))
