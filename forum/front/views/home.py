"""Home: what waits for the member, the next meeting, what is new; the secretariat's desk; the forum's front page."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import retarget

from forum.base.visibility import Viewer
from forum.front import my_tasks
from forum.front.chair import chair_part
from forum.front.views.desk import desk
from forum.front.views.parts import what_is_new
from forum.membership.actions.news import mark_news_seen
from forum.web.access import Request, is_htmx, member, public
from forum.web.form_page import Done, press
from meetings.meeting.models import Meeting
from recommendations.areas.models import Area
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
    """The member's page; for htmx, when something was done on one of its cards, what that changes of the page."""
    now = timezone.now()
    waiting = my_tasks.waiting_for(request.member, viewer, now)
    coming = waiting.next_meeting
    context = {
        "tasks": waiting.tasks,
        "coming_up": [] if waiting.tasks else my_tasks.comes_next(waiting, viewer, now),
        "meeting": coming,
        "answers": waiting.answers[coming.pk] if coming else None,
        "chair": chair_part(viewer, coming, now),
    }
    if is_htmx(request):
        return _after_task(request, context)
    return render(request, "forum/front/home.html", context | what_is_new(request, now))


def _after_task(request: Request, context: dict[str, Any]) -> HttpResponse:
    """The card that was pressed goes, with what else tells of it; after the last one the page says what comes next."""
    pressed, tasks = request.htmx.target, context["tasks"]
    task = next((task for task in tasks if task.key and task.key == pressed), None)
    response = render(request, "forum/front/_after_task.html", context | {"task": task, "pressed": pressed})
    return response if tasks or pressed == "hilsen" else retarget(response, "#venter")


def _for_public(request: Request, viewer: Viewer) -> HttpResponse:
    recommendations = list(Recommendation.objects.visible_to(viewer).in_force())
    states = Counter(recommendation.state for recommendation in recommendations)
    context = {
        # A secretary who has yet to prove her second factor sees what the public sees, and has left nothing
        "is_former": viewer.is_signed_in and not (request.member.is_secretariat or viewer.is_guest),
        "granted": list(Meeting.objects.visible_to(viewer.in_part()).order_by("start")) if viewer.is_guest else [],
        "recommendations": recommendations,
        "preliminary": states[Recommendation.State.PRELIMINARY],
        "several_states": len(states) > 1,
        "next_start": Meeting.announced(timezone.now()),
        "result": _furthest(viewer),
    }
    return render(request, "forum/front/welcome.html", context)


def _furthest(viewer: Viewer) -> Area | None:
    """Of the areas the viewer may see, the one that has come furthest and says what came of it; None without one."""
    areas = Area.objects.visible_to(viewer).exclude(lead=None).with_latest_update().exclude(sentence=None)
    led = list(areas.exclude(state=Area.State.STOPPED).select_related("lead"))
    return max(led, key=lambda area: (area.phase_number, area.updated_on), default=None)


@member
@require_POST
def news_seen(request: Request) -> HttpResponse:
    def act() -> Done:
        mark_news_seen(by=request.member, now=timezone.now())
        return Done("", "front:home")

    return press(request, act, "front:home")
