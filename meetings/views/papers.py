"""The minutes as PDF: made by the worker from the page as this reader sees it, kept by its content."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum import files
from forum.http import Request, member
from meetings.actions import papers as verbs
from meetings.models import MinutesPaper
from meetings.report import document, paper_html
from meetings.views.minutes import fetch


@member
def paper(request: Request, slug: str) -> HttpResponse:
    """GET serves the paper when it is made, else shows how far it is; POST orders it."""
    minutes = fetch(request, slug)
    html = paper_html(document(minutes, request.viewer))
    made = MinutesPaper.of(html)
    if request.method == "POST":
        verbs.order(minutes=minutes, html=html, by=request.user, now=timezone.now())
        return redirect("meetings:minutes_paper", slug)
    if request.htmx:
        return render(request, "minutes/_paper_progress.html", {"minutes": minutes, "paper": made})
    if made and made.file:
        return files.serve(made.file, f"Referat {minutes.meeting.slug}.pdf")
    return render(request, "minutes/paper.html", {"minutes": minutes, "paper": made})
