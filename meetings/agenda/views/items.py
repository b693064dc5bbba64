"""The agenda as the secretariat builds it: items added, edited, ordered, removed with a way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from forum.base.stale import StaleError
from forum.base.visibility import Viewer, get_visible_or_404
from forum.web.access import Request, is_htmx, secretariat
from forum.web.form_keys import idempotent
from meetings.agenda.actions import items
from meetings.agenda.forms import ItemForm, UploadForm, saved_sentence
from meetings.agenda.models import AgendaItem, Attachment, programme, scan_remark
from meetings.meeting import rules
from meetings.meeting.models import Meeting
from meetings.pages.meeting import version_of, version_shown


@secretariat
def agenda(request: Request, slug: str) -> HttpResponse:
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    return render(request, "meetings/agenda/agenda.html", _list_page(meeting, request.viewer))


def _list_page(meeting: Meeting, viewer: Viewer) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "programme": programme(meeting, viewer, with_papers=True),
        "why_not": rules.why_not_edit_agenda(viewer, meeting),
    }


@secretariat
@idempotent
def item_create(request: Request, slug: str) -> HttpResponse:
    now = timezone.now()
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    why_not = rules.why_not_edit_agenda(request.viewer, meeting)
    form = ItemForm(request.POST or None, meeting=meeting, viewer=request.viewer)
    if request.method == "POST" and not why_not and form.is_valid():
        item = items.add_item(meeting=meeting, by=request.member, now=now, **form.cleaned_data)
        messages.success(request, f"Punktet er tilføjet som nummer {item.number}.")
        return redirect("meetings:agenda" if "done" in request.POST else "meetings:item", _where(request, item))
    status = 200 if request.method != "POST" else 409 if why_not else 422
    return render(
        request, "meetings/agenda/item.html", {"form": form, "meeting": meeting, "why_not": why_not}, status=status
    )


def _where(request: Request, item: AgendaItem) -> str | int:
    return item.meeting.slug if "done" in request.POST else item.pk


@secretariat
@idempotent
def item(request: Request, pk: int) -> HttpResponse:
    now = timezone.now()
    found = get_visible_or_404(AgendaItem, request.viewer, pk=pk)
    why_not = rules.why_not_edit_agenda(request.viewer, found.meeting)
    form = ItemForm(request.POST or None, item=found, meeting=found.meeting, viewer=request.viewer)
    status, outrun = 200, ""
    if request.method == "POST":
        status = 409 if why_not else 422
        if not why_not and form.is_valid():
            told = saved_sentence(found, form)
            try:
                items.edit_item(
                    item=found, version=version_of(request), by=request.member, now=now, **form.cleaned_data
                )
            except StaleError as error:
                status, outrun = 409, str(error)
                found.refresh_from_db()  # with its new version in the form, saving again is a choice
                form.keep_closed(found)
            else:
                messages.success(request, told)
                return redirect("meetings:agenda", found.meeting.slug)
    page = item_page(found, request.viewer) | {"form": form, "why_not": why_not, "outrun": outrun}
    page["version"] = version_shown(request, found, outrun)
    return render(request, "meetings/agenda/item.html", page, status=status)


def item_page(found: AgendaItem, viewer: Viewer, upload: UploadForm | None = None) -> dict[str, Any]:
    """The page of one item: its form, and its attachments beside it."""
    papers = list(Attachment.objects.visible_to(viewer).filter(item=found).select_related("file"))
    return {
        "item": found,
        "version": found.version,
        "meeting": found.meeting,
        "form": ItemForm(item=found, meeting=found.meeting, viewer=viewer),
        "papers": papers,
        "scan_remark": scan_remark([paper.file.scan for paper in papers]),
        "upload": upload or UploadForm(item=found),
    }


@secretariat
def item_move(request: Request, pk: int) -> HttpResponse:
    """Up or down one place. The buttons are named, so that the focus stays with the item that moved."""
    if gone := _removed_meanwhile(request, pk):
        return gone
    found = get_visible_or_404(AgendaItem, request.viewer, pk=pk)
    if request.method == "POST" and not rules.why_not_edit_agenda(request.viewer, found.meeting):
        up = request.POST.get("way") == "up"
        items.move_item(item=found, up=up, by=request.member, now=timezone.now())
    if is_htmx(request):
        return render(request, "meetings/agenda/_rows.html", _list_page(found.meeting, request.viewer))
    return redirect(reverse("meetings:agenda", args=[found.meeting.slug]) + f"#punkt-{found.pk}")


@secretariat
def item_remove(request: Request, pk: int) -> HttpResponse:
    if gone := _removed_meanwhile(request, pk):
        return gone
    found = get_visible_or_404(AgendaItem, request.viewer, pk=pk)
    if request.method == "POST" and not rules.why_not_edit_agenda(request.viewer, found.meeting):
        place = found.number
        items.remove_item(item=found, by=request.member, now=timezone.now())
        undo = reverse("meetings:item_restore", args=[found.pk, place])
        messages.success(request, f"»{found.title}« er fjernet fra dagsordenen.", extra_tags=f"undo:{undo}")
    return redirect("meetings:agenda", found.meeting.slug)


@secretariat
def item_restore(request: Request, pk: int, place: int) -> HttpResponse:
    found = items.removed_item(pk)
    if found is None:
        stands = get_visible_or_404(AgendaItem, request.viewer, pk=pk)
        messages.info(request, f"»{stands.title}« er allerede tilbage på dagsordenen.")
        return redirect("meetings:agenda", stands.meeting.slug)
    if request.method == "POST" and not rules.why_not_edit_agenda(request.viewer, found.meeting):
        items.restore_item(item=found, place=place, by=request.member, now=timezone.now())
        messages.success(request, f"»{found.title}« er tilbage på dagsordenen.")
    return redirect("meetings:agenda", found.meeting.slug)


def _removed_meanwhile(request: Request, pk: int) -> HttpResponse | None:
    """Back to the agenda from a stale page, when somebody has removed the item since."""
    found = items.removed_item(pk)
    if found is None:
        return None
    messages.info(request, "Punktet er allerede fjernet fra dagsordenen.")
    agenda = reverse("meetings:agenda", args=[found.meeting.slug])
    return HttpResponseClientRedirect(agenda) if is_htmx(request) else redirect(agenda)
