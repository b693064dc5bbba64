"""A member's own calendar feed: an address with a secret in it, which the member can change."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from forum.base.visibility import SYSTEM
from forum.membership.actions.calendar_address import reset_calendar
from forum.people.models import Member
from forum.web.access import Request, mail_link, member
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, press
from meetings.convocation import calendar
from meetings.meeting.models import Meeting

BACK = timedelta(days=400)  # older meetings are left out: no calendar needs them


@mail_link
def calendar_feed(request: Request, secret: str) -> HttpResponse:
    """The meetings of the secret's owner. A calendar program asks often, so an unchanged feed is answered with 304."""
    owner = Member.objects.active().visible_to(SYSTEM).filter(calendar_secret=secret).first()
    viewer = owner.as_viewer() if owner else None
    if owner is None or viewer is None or not viewer.is_member:
        raise Http404
    since = timezone.now() - BACK
    meetings = Meeting.objects.visible_to(viewer).exclude(state=Meeting.State.PLANNED).filter(end__gte=since)
    text = calendar.feed(meetings.order_by("start", "pk"), owner)
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


@member
def calendar_page(request: Request) -> HttpResponse:
    path = reverse("front:calendar_feed", args=[request.member.calendar_secret])
    address = settings.SITE_URL + path
    webcal = "webcal:" + address.partition(":")[2]
    return render(request, "forum/front/calendar.html", {"address": address, "webcal": webcal})


@member
@idempotent
def calendar_reset(request: Request) -> HttpResponse:
    def act() -> Done:
        reset_calendar(member=request.member, by=request.member, now=timezone.now())
        return Done("Adressen er ny. Den gamle virker ikke længere.", "front:calendar")

    return press(request, act, "front:calendar")
