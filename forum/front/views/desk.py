"""The secretariat's home: the desk, with what needs a person now, the next meeting and what is new."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.base.dates import local
from forum.front import office_tasks
from forum.front.views.parts import what_is_new
from forum.web.access import Request, secretariat


def desk(request: Request) -> HttpResponse:
    """The page that `front:home` shows to a secretary; the caller sees to that it is one."""
    viewer, now = request.viewer, timezone.now()
    start = office_tasks.beginning(viewer, now)
    is_beginning = bool(start.steps)
    desk = office_tasks.desk_of(
        request.member, viewer, now, lacks_chair=not (start.has_chair or is_beginning), is_beginning=is_beginning
    )
    context = {
        "lines": [(line, line.when(now)) for line in desk.lines],
        "deadlines": desk.deadlines,
        "today": local(now).date(),
        "meeting": next((meeting for meeting in desk.meetings if meeting.end >= now), None),
        "beginning": start,
        "figures": office_tasks.figures(viewer, now),
        **what_is_new(request, now),
    }
    return render(request, "forum/front/desk.html", context)


@secretariat
def cockpit(request: Request) -> HttpResponse:
    """The desk's former address."""
    return redirect("front:home", permanent=True)
