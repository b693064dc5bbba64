"""Versions of an attachment: a new one in the place of the old, and the old ones for who reads the new."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from forum import files
from forum.base.refusal import refuse
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, guest, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, InPlace, form_page, posted, press
from meetings.agenda.actions.versions import add_version, take_back_version
from meetings.agenda.forms.items import VersionForm
from meetings.agenda.models import Attachment, AttachmentVersion
from meetings.agenda.views.attachments import IN_A_ROW, back_to_list, list_of
from meetings.meeting import rules

REFUSED = "meetings/agenda/_version_refused.html"


@guest
def versions(request: Request, pk: int) -> HttpResponse:
    """The attachment as it is now, and the versions before it that the viewer may read."""
    viewer = request.viewer.in_part()
    attachment = get_visible_or_404(Attachment.objects.select_related("file", "item__meeting"), viewer, pk=pk)
    earlier = AttachmentVersion.objects.visible_to(viewer).filter(attachment=attachment)
    page = {"attachment": attachment, "earlier": earlier.select_related("file")}
    return render(request, "meetings/agenda/versions.html", page)


@guest
def version(request: Request, pk: int) -> HttpResponse:
    """The file of an earlier version: not yours and not there are the same 404."""
    earlier = get_visible_or_404(AttachmentVersion.objects.select_related("file"), request.viewer.in_part(), pk=pk)
    return files.serve(earlier.file, earlier.file.name)


@secretariat
@idempotent
def version_add(request: Request, pk: int) -> HttpResponse:
    attachment: Attachment = get_visible_or_404(Attachment, request.viewer, pk=pk)
    item = attachment.item
    form = VersionForm(posted(request), request.FILES or None, attachment=attachment)

    def act(data: dict[str, Any]) -> Done:
        newer = add_version(attachment=attachment, by=request.member, now=timezone.now(), **data)
        said = f"Version {newer.version} af »{newer.title}« er lagt op, og den forrige er gemt."
        if item.is_released:
            said += " Medlemmerne ser den nye med det samme."
        undo = reverse("meetings:version_take_back", args=[newer.pk, newer.version])
        return Done(said, back_to_list(request, item), undo)

    why_not = rules.why_not_edit_agenda(request.viewer, item.meeting)
    row_or_list = "r" if request.POST.get("vis") == IN_A_ROW else "b"
    in_place = InPlace(REFUSED, f"#svar-{row_or_list}-bilag-{attachment.pk}", "innerHTML")
    page = {"attachment": attachment}
    return form_page(
        request, form, act, "meetings/agenda/version.html", page, row=attachment, why_not=why_not, in_place=in_place
    )  # fmt: skip


@secretariat
def version_take_back(request: Request, pk: int, version: int) -> HttpResponse:
    attachment: Attachment = get_visible_or_404(Attachment, request.viewer, pk=pk)

    def act() -> Done:
        refuse(rules.why_not_edit_agenda(request.viewer, attachment.item.meeting))
        take_back_version(attachment=attachment, version=version, by=request.member, now=timezone.now())
        return Done(f"Den forrige version af »{attachment.title}« gælder igen.", list_of(attachment.item_id))

    return press(request, act, list_of(attachment.item_id))
