"""What is kept under oneself: a page, a file for machines, a PDF. Also for those who have no seat any more."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum import files
from forum.membership import own_data
from forum.membership.actions import own_data_pdf
from forum.membership.models import OwnDataPdf
from forum.membership.own_data_words import sections
from forum.web.access import Request, is_htmx, signed_in


@signed_in
def page(request: Request) -> HttpResponse:
    context = {"sections": sections(request.member, request.viewer), "pdf": OwnDataPdf.of(request.member)}
    return render(request, "forum/membership/own_data.html", context)


@signed_in
def file(request: Request) -> HttpResponse:
    kept = own_data.export(request.member, request.viewer)
    response = JsonResponse(kept, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mine-data.json"'
    return response


@signed_in
def pdf(request: Request) -> HttpResponse:
    """POST asks for it; GET serves it when it is made. htmx is told how far it is."""
    if request.method == "POST":
        own_data_pdf.ask_for(by=request.member, now=timezone.now())
        return redirect("forum:personal_data")
    found = OwnDataPdf.of(request.member)
    if is_htmx(request):
        return render(request, "forum/membership/_own_data_pdf.html", {"pdf": found})
    if found is None or found.file is None:
        return redirect("forum:personal_data")
    return files.serve(found.file)
