"""The secretariat's own front page: what needs a person now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from forum.front import office_tasks
from forum.web.access import Request, secretariat


@secretariat
def cockpit(request: Request) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "forum/front/secretariat.html",
        {"groups": office_tasks.for_cockpit(request.viewer, now), "now": now},
    )
