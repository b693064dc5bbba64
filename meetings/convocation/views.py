"""Drafts of convocations and released agendas: who gets them and what they say, before anything is sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent
from meetings.agenda.models import programme
from meetings.attendance.attendees import Place, roster
from meetings.convocation.actions import convene as convening
from meetings.convocation.actions import queue_mail
from meetings.meeting import rules
from meetings.meeting.models import Meeting

# The mail as it will look, in a page of its own that can do nothing: its style stands inside it
DRAFTS = {"indkaldelse": "convocation", "dagsorden": "agenda"}
MAIL_ONLY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups"


@secretariat
@idempotent
def convene(request: Request, slug: str) -> HttpResponse:
    """The draft shows just what will be sent: with the agenda, which is then released, or without it."""
    now, viewer = timezone.now(), request.viewer
    meeting = get_visible_or_404(Meeting, viewer, slug=slug)
    agenda = programme(meeting, viewer)
    can_release = not meeting.is_released and bool(agenda.items)
    release = can_release and request.GET.get("dagsorden") != "nej"
    why_not, status = rules.why_not_convene(viewer, meeting, now), 200
    if request.method == "POST" and not why_not:
        seen, release = request.POST.get("edition", ""), can_release and bool(request.POST.get("release"))
        try:
            told = convening.convene(meeting=meeting, seen=seen, release=release, by=request.member, now=now)
        except (StaleError, NotAllowed) as refused:
            status, why_not = 409, str(refused)
            meeting.refresh_from_db()
        else:
            messages.success(request, f"Indkaldelsen er på vej til {len(told)}.")
            return redirect(meeting)
    places = convening.not_yet_called(meeting, now)
    if status == 409 and not places:
        why_not = "En anden har sendt indkaldelsen i mellemtiden."
    page = {"can_release": can_release, "release": release, "why_not": why_not, "programme": agenda}
    return _draft(request, "meetings/convocation/convene.html", "convocation", meeting, places, page, status)


@secretariat
@idempotent
def release(request: Request, slug: str) -> HttpResponse:
    now = timezone.now()
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    agenda = programme(meeting, request.viewer)
    why_not = rules.why_not_release(request.viewer, meeting, len(agenda.items)) or rules.why_not_again(meeting)
    status = 200
    if request.method == "POST" and not why_not:
        seen, tell = request.POST.get("edition", ""), bool(request.POST.get("tell"))
        try:
            told = convening.release_agenda(meeting=meeting, seen=seen, tell=tell, by=request.member, now=now)
        except (StaleError, NotAllowed) as refused:
            status, why_not = 409, str(refused)
            meeting.refresh_from_db()
        else:
            version = Meeting.objects.visible_to(request.viewer).get(pk=meeting.pk).agenda_version
            messages.success(
                request, f"Dagsordenen er frigivet som version {version}. {len(told) or 'Ingen'} får en mail."
            )
            return redirect(meeting)
    places = [place for place in roster(meeting, request.viewer, now).places if place.receiver]
    page = {"programme": agenda, "release": True, "next_version": meeting.agenda_version + 1, "why_not": why_not}
    return _draft(request, "meetings/convocation/release.html", "agenda", meeting, places, page, status)


def _draft(
    request: Request,
    template: str,
    kind: str,
    meeting: Meeting,
    places: list[Place],
    page: dict[str, object],
    status: int,
) -> HttpResponse:
    page |= {
        "meeting": meeting,
        "places": places,
        "edition": convening.edition(meeting, places),
        "letter": queue_mail.draft(kind, meeting, places[0], timezone.now(), as_released=bool(page["release"])).rendered
        if places
        else None,
    }
    return render(request, template, page, status=status)


@secretariat
def draft_mail(request: Request, slug: str, kind: str, seat: int) -> HttpResponse:
    """One receiver's mail as it will look, HTML and all."""
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    places = roster(meeting, request.viewer, timezone.now()).of([seat])
    if kind not in DRAFTS or not places or not places[0].receiver:
        raise Http404
    as_released = kind == "dagsorden" or request.GET.get("dagsorden") == "ja"
    made = queue_mail.draft(DRAFTS[kind], meeting, places[0], timezone.now(), as_released=as_released)
    return HttpResponse(made.rendered.html, headers={"Content-Security-Policy": MAIL_ONLY})
