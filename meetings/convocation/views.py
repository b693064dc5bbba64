"""Drafts of convocations and released agendas: who gets them and what they say, before anything is sent."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, member, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, InPlace, form_page, from_home, posted, require
from meetings.agenda.models import programme
from meetings.attendance.attendees import attendees
from meetings.attendance.models import Guest
from meetings.convocation.actions import queue_mail
from meetings.convocation.actions.convene import Draft, not_yet_called, release_agenda
from meetings.convocation.actions.convene import convene as send_convocation
from meetings.convocation.actions.greeting import greet
from meetings.convocation.actions.invited import invited_to
from meetings.convocation.actions.people import people_told
from meetings.convocation.forms import ConveneForm, GreetingForm, ReleaseForm
from meetings.convocation.mail import AGENDA, CONVOCATION
from meetings.convocation.rules import why_not_again, why_not_greet
from meetings.meeting import rules
from meetings.meeting.models import Meeting

# The mail as it will look, in a page of its own that can do nothing: its style stands inside it
DRAFTS = {"indkaldelse": CONVOCATION, "dagsorden": AGENDA}
MAIL_ONLY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups"


@secretariat
@idempotent
def convene(request: Request, slug: str) -> HttpResponse:
    """The draft shows just what will be sent: with the agenda, which is then released, or without it."""
    now, viewer = timezone.now(), request.viewer
    meeting = get_visible_or_404(Meeting, viewer, slug=slug)
    agenda = programme(meeting, viewer)
    can_release = not meeting.is_released and bool(agenda.items)
    wants_agenda = (
        bool(request.POST.get("release")) if request.method == "POST" else request.GET.get("dagsorden") != "nej"
    )
    recipients, invited = not_yet_called(meeting, now), invited_to(meeting, now)
    draft = Draft(CONVOCATION, meeting, recipients, now, as_released=can_release and wants_agenda, invited=invited)

    def act(data: dict[str, Any]) -> Done:
        send_convocation(meeting=meeting, **data, release=draft.as_released, by=request.member, now=now)
        return Done("", meeting)  # the bar of what can be undone says it

    form = ConveneForm(posted(request))
    guests = list(Guest.objects.visible_to(viewer).untold(meeting))
    page = _draft_page(draft) | {"programme": agenda, "can_release": can_release, "guests": guests}
    page["people"] = people_told(CONVOCATION, recipients, guests)
    page["people_with_invited"] = people_told(CONVOCATION, recipients, guests, invited)
    why_not = rules.why_not_convene(viewer, meeting, now)
    return form_page(request, form, act, "meetings/convocation/convene.html", page, why_not=why_not)


@secretariat
@idempotent
def release(request: Request, slug: str) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer
    meeting = get_visible_or_404(Meeting, viewer, slug=slug)
    agenda = programme(meeting, viewer)
    recipients = attendees(meeting, viewer, now).occupied
    draft = Draft(AGENDA, meeting, recipients, now, as_released=True)

    def act(data: dict[str, Any]) -> Done:
        release_agenda(meeting=meeting, by=request.member, now=now, **data)
        return Done("", meeting)

    form = ReleaseForm(posted(request))
    page = _draft_page(draft) | {"programme": agenda, "next_version": meeting.agenda_version + 1}
    page["people"] = people_told(AGENDA, recipients)
    why_not = rules.why_not_release(viewer, meeting, len(agenda.items)) or why_not_again(meeting)
    return form_page(request, form, act, "meetings/convocation/release.html", page, why_not=why_not)


@member
@idempotent
def greeting(request: Request, slug: str) -> HttpResponse:
    """The chair's greeting in the convocation of a planned meeting, of which the chair is shown the day alone."""
    viewer, now = request.viewer, timezone.now()
    require(viewer.is_chair)
    planned = Meeting.to_greet(viewer, now).filter(slug=slug).first()
    meeting: Meeting = planned or get_visible_or_404(Meeting, viewer, slug=slug)
    at_home = from_home(request)

    def act(data: dict[str, Any]) -> Done:
        greet(meeting=meeting, greeting=data["greeting"], by=request.member, now=now)
        said = "Din hilsen kommer med i indkaldelsen." if data["greeting"] else "Hilsenen er taget ud af indkaldelsen."
        return Done(said, "front:home" if at_home else request.path)

    form, why_not = GreetingForm(posted(request), initial={"greeting": meeting.greeting}), why_not_greet(meeting)
    in_place = InPlace("meetings/convocation/_greeting.html", "#hilsen") if at_home else None
    page, template = {"meeting": meeting, "at_home": at_home}, "meetings/convocation/greeting.html"
    return form_page(request, form, act, template, page, why_not=why_not, in_place=in_place)


def _draft_page(draft: Draft) -> dict[str, Any]:
    return {"draft": draft, "meeting": draft.meeting, "recipients": draft.recipients, "release": draft.as_released}


@secretariat
def draft_mail(request: Request, slug: str, kind: str, seat: int) -> HttpResponse:
    """One receiver's mail as it will look, HTML and all."""
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    recipients = attendees(meeting, request.viewer, timezone.now()).of([seat])
    if kind not in DRAFTS or not recipients or not recipients[0].receiver:
        raise Http404
    as_released = kind == "dagsorden" or request.GET.get("dagsorden") == "ja"
    made = queue_mail.draft(DRAFTS[kind], meeting, recipients[0], timezone.now(), as_released=as_released)
    return HttpResponse(made.rendered.html, headers={"Content-Security-Policy": MAIL_ONLY})
