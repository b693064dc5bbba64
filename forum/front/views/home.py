"""Home: what waits for the member, the next meeting, what is new; the secretariat's desk; the forum's front page."""

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.visibility import Viewer
from forum.front import my_tasks
from forum.front.views.desk import desk
from forum.front.views.parts import what_is_new
from forum.membership.actions.news import mark_news_seen
from forum.web.access import Request, member, public
from forum.web.form_page import Done, press
from meetings.attendance.own_answers import own_answers
from meetings.meeting.models import Meeting
from recommendations.wording.models import Recommendation


@public
def home(request: Request) -> HttpResponse:
    viewer = request.viewer
    if viewer.is_secretariat:
        return desk(request)
    if viewer.is_member:
        return _for_member(request, viewer)
    return _for_public(request, viewer)


def _for_member(request: Request, viewer: Viewer) -> HttpResponse:
    now = timezone.now()
    meetings = my_tasks.meetings_now(viewer, now)
    coming = next((meeting for meeting in meetings if meeting.end >= now), None)
    context = {
        "tasks": my_tasks.for_viewer(viewer, meetings, now),
        "meeting": coming,
        "answers": own_answers(request.member, [coming])[coming.pk] if coming and viewer.seat_ids else None,
        **what_is_new(request, now),
    }
    return render(request, "forum/front/home.html", context)


def _for_public(request: Request, viewer: Viewer) -> HttpResponse:
    recommendations = list(Recommendation.objects.visible_to(viewer).in_force())
    states = Counter(recommendation.state for recommendation in recommendations)
    context = {
        # A secretary who has yet to prove her second factor sees what the public sees, and has left nothing
        "is_former": viewer.is_signed_in and not request.member.is_secretariat,
        "recommendations": recommendations,
        "preliminary": states[Recommendation.State.PRELIMINARY],
        "several_states": len(states) > 1,
        "next_start": Meeting.announced(timezone.now()),
    }
    return render(request, "forum/front/welcome.html", context)


@member
@require_POST
def news_seen(request: Request) -> HttpResponse:
    def act() -> Done:
        mark_news_seen(by=request.member, now=timezone.now())
        return Done("", "front:home")

    return press(request, act, "front:home")
