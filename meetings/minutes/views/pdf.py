"""The minutes as PDF: made by a job from the page as this reader sees it, kept by its content."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum import files
from forum.web.access import Request, member
from meetings.minutes.actions.pdf import request_pdf
from meetings.minutes.document import document, paper_html
from meetings.minutes.models import Minutes, MinutesPdf
from meetings.minutes.views.minutes import fetch


@member
def minutes_pdf(request: Request, slug: str) -> HttpResponse:
    """GET serves the PDF when it is made, else shows how far it is; POST asks for it."""
    if request.htmx:
        return _progress(request, slug)
    minutes = fetch(request, slug)
    html = paper_html(document(minutes, request.viewer))
    if request.method == "POST":
        request_pdf(minutes=minutes, html=html, by=request.member, now=timezone.now())
        return redirect("meetings:minutes_paper", slug)
    pdf = MinutesPdf.of(html)
    if pdf and pdf.file:
        return files.serve(pdf.file, f"Referat {minutes.meeting.slug}.pdf")
    return render(request, "meetings/minutes/pdf.html", {"minutes": minutes, "pdf": pdf})


def _progress(request: Request, slug: str) -> HttpResponse:
    """What the waiting page asks for: how far the PDF is that it names, without laying the minutes out anew."""
    minutes = Minutes.objects.visible_to(request.viewer).filter(meeting__slug=slug)
    pdf = MinutesPdf.awaited(request.GET.get("pdf", ""), minutes)
    if pdf is None:
        raise Http404
    return render(request, "meetings/minutes/_pdf_progress.html", {"minutes": pdf.minutes, "pdf": pdf})
