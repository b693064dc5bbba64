"""A moved meeting has its new day in its address; the old one, in mails and calendars, leads there."""

from __future__ import annotations

import functools
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from forum.web.access import Request, View
from meetings.meeting.models import Meeting


def follows_moves(view: View) -> View:
    """The same page at the meeting's present address, for whoever may see the meeting; a form goes along (307)."""

    @functools.wraps(view)
    def run(request: Request, slug: str, **more: Any) -> HttpResponse:
        try:
            return view(request, slug=slug, **more)
        except Http404:
            meeting = Meeting.objects.visible_to(request.viewer).once_at(slug).first()
            if meeting is None or request.resolver_match is None:
                raise
        address = reverse(request.resolver_match.view_name, kwargs={"slug": meeting.slug, **more})
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{address}?{query}" if query else address, preserve_request=True)

    return run
