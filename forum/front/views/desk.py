"""The secretariat's home: the desk, with what needs a person now, the next meeting and what is new."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.front import my_tasks, office_tasks
from forum.front.views.parts import what_is_new
from forum.web.access import Request, secretariat
from meetings.meeting.models import Meeting


def desk(request: Request) -> HttpResponse:
    """The page that `front:home` shows to a secretary; the caller sees to that it is one."""
    viewer, now = request.viewer, timezone.now()
    context = {
        "groups": office_tasks.for_secretariat(viewer, now),
        "tasks": my_tasks.waiting_for(request.member, viewer, now).tasks,
        "meeting": _next_meeting(request, now),
        **what_is_new(request, now),
    }
    return render(request, "forum/front/desk.html", context)


def _next_meeting(request: Request, now: datetime) -> Meeting | None:
    found: Meeting | None = Meeting.objects.visible_to(request.viewer).coming(now).first()
    return found


@secretariat
def cockpit(request: Request) -> HttpResponse:
    """The desk's former address."""
    return redirect("front:home", permanent=True)
