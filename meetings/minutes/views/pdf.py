"""The minutes as PDF: made by the worker from the page as this reader sees it, kept by its content."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum import files
from forum.web.access import Request, member
from meetings.minutes.actions import pdf
from meetings.minutes.document import document, paper_html
from meetings.minutes.models import MinutesPaper
from meetings.minutes.views.minutes import fetch


@member
def paper(request: Request, slug: str) -> HttpResponse:
    """GET serves the paper when it is made, else shows how far it is; POST orders it."""
    minutes = fetch(request, slug)
    html = paper_html(document(minutes, request.viewer))
    made = MinutesPaper.of(html)
    if request.method == "POST":
        pdf.order(minutes=minutes, html=html, by=request.member, now=timezone.now())
        return redirect("meetings:minutes_paper", slug)
    if request.htmx:
        return render(request, "meetings/minutes/_pdf_progress.html", {"minutes": minutes, "paper": made})
    if made and made.file:
        return files.serve(made.file, f"Referat {minutes.meeting.slug}.pdf")
    return render(request, "meetings/minutes/pdf.html", {"minutes": minutes, "paper": made})
