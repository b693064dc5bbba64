"""The list of meetings, the meeting's page, and what the secretariat does with a meeting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.refusal import refuse
from forum.base.visibility import Viewer, get_visible_or_404
from forum.mail.kinds import Kind
from forum.membership.models import Invitation
from forum.web.access import Request, guest, member, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, back_to, form_page, posted, press
from meetings.agenda import display
from meetings.attendance.answer_panel import answer_panels
from meetings.attendance.attendees import Attendee, attendees, guests_at
from meetings.attendance.models import Guest
from meetings.attendance.own_answers import own_answers
from meetings.convocation import calendar
from meetings.convocation.actions.invited import have_in_calendar, told_of_meeting
from meetings.convocation.actions.meeting import (
    cancel_meeting,
    create_meeting,
    delete_plan,
    draft_of_move,
    edit_meeting,
    hold_meeting,
    move_meeting,
    recipients_of,
)
from meetings.convocation.actions.people import people_told
from meetings.convocation.forms import CancelForm, ConvenedForm, MeetingForm, MoveForm, initial_of
from meetings.convocation.mail import CANCELLED, MOVED
from meetings.meeting import rules
from meetings.meeting.models import Meeting
from meetings.messages.models import Message
from meetings.minutes.actions import course
from meetings.minutes.models import Minutes
from meetings.minutes.step_facts import next_steps
from meetings.pages import granted
from meetings.pages.parts import STATE_LOOKS, secretariat_panel

PAST_A_PAGE = 20


@member
def meeting_list(request: Request) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer
    visible = Meeting.objects.visible_to(viewer)
    past = Paginator(visible.past(now), PAST_A_PAGE).get_page(request.GET.get("side"))
    coming = list(visible.ahead(now))
    steps = next_steps([*coming, *past], viewer, now) if rules.can_run_meetings(viewer) else {}
    answers = own_answers(request.member, coming)
    for meeting in coming:
        meeting.my_answer = str(answers[meeting.pk]) if meeting.is_standing else ""
        meeting.can_answer = meeting.takes_answers(now)
    for meeting in [*coming, *past]:
        meeting.state_kind, meeting.step = STATE_LOOKS.get(meeting.state, ""), steps.get(meeting.pk)
    first = next((meeting.pk for meeting in [*coming, *past] if meeting.step and not meeting.step.is_wait), None)
    page = {"coming": coming, "past": past, "now": now, "first_step": first}
    return render(request, "meetings/pages/list.html", page)


@guest
def detail(request: Request, slug: str) -> HttpResponse:
    meeting = get_visible_or_404(Meeting, request.viewer.in_part(), slug=slug)
    if not request.viewer.is_member:
        return render(request, "meetings/pages/granted.html", granted.page_of(meeting, request.member, timezone.now()))
    return render(request, "meetings/pages/meeting.html", page_of(meeting, request.viewer, timezone.now()))


def page_of(meeting: Meeting, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """What the meeting's page shows, and each part of it that htmx swaps."""
    agenda = display.of(meeting, viewer)
    who = attendees(meeting, viewer, now)
    guests = guests_at(meeting, viewer)
    runs = rules.can_run_meetings(viewer)
    return {
        "meeting": meeting,
        "programme": agenda,
        "attendees": who,
        "guests": guests,
        "guests_come": sum(guest.comes or bool(guest.was_present) for guest in guests),
        "panels": answer_panels(meeting, viewer, who, now),
        "office": secretariat_panel(meeting, viewer, agenda, who, now) if runs and meeting.is_standing else None,
        "written": list(Message.objects.visible_to(viewer).filter(meeting=meeting).log()),
        "sees_silent": rules.can_see_silent(viewer),
        "is_over": meeting.end < now,
        "minutes": Minutes.objects.visible_to(viewer).filter(meeting=meeting).first() if meeting.start < now else None,
        "state_kind": STATE_LOOKS.get(meeting.state, ""),
    }


@guest
def ics(request: Request, slug: str) -> HttpResponse:
    """The meeting as one calendar file."""
    meeting = get_visible_or_404(Meeting, request.viewer.in_part(), slug=slug)
    text = granted.calendar_of(meeting, request.member) or calendar.single(meeting, request.member)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="moede-{meeting.slug}.ics"'
    return response


@secretariat
@idempotent
def create(request: Request) -> HttpResponse:
    now = timezone.now()
    form = MeetingForm(posted(request), now=now)

    def act(data: dict[str, Any]) -> Done:
        meeting = create_meeting(**form.fields_of_meeting(), by=request.member, now=now)
        said = "Mødet er oprettet. Medlemmerne kan først se det, når I indkalder."
        return Done(said, reverse("meetings:agenda", args=[meeting.slug]))

    return form_page(request, form, act, "meetings/convocation/form.html")


@secretariat
@idempotent
def edit(request: Request, slug: str) -> HttpResponse:
    now = timezone.now()
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    form_class = MeetingForm if meeting.state == Meeting.State.PLANNED else ConvenedForm
    form = form_class(posted(request), initial=initial_of(meeting), now=now, meeting=meeting)

    def act(data: dict[str, Any]) -> Done:
        fields = form.fields_of_meeting()
        edit_meeting(meeting=meeting, revision=data["revision"], by=request.member, now=now, **fields)
        return Done("Mødet er gemt.", meeting)

    why_not = rules.why_not_edit(request.viewer, meeting)
    page = {"meeting": meeting}
    return form_page(request, form, act, "meetings/convocation/form.html", page, row=meeting, why_not=why_not)


@secretariat
@idempotent
def move(request: Request, slug: str) -> HttpResponse:
    """First the draft with everyone who will be told, then, at a second yes, the move and the mails."""
    now = timezone.now()
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    recipients, initial = recipients_of(meeting, now), initial_of(meeting) | {"deadline": None}
    form = MoveForm(posted(request), initial=initial, now=now, meeting=meeting, previewed=bool(recipients))
    why_not = rules.why_not_edit(request.viewer, meeting)
    if "ret" in request.POST:  # back from the draft, with what was written
        page = {"form": form, "meeting": meeting, "why_not": why_not, "stale": ""}
        return render(request, "meetings/convocation/move.html", page)

    def act(data: dict[str, Any]) -> Done:
        new, note = form.fields_of_meeting(), data["note"]
        if recipients and "send" not in request.POST:
            mail = draft_of_move(meeting, recipients[0], new, note, now).rendered
            page = {"form": form, "meeting": meeting, "recipients": recipients, "new": new, "mail": mail}
            page |= _people(MOVED, meeting, recipients, told_of_meeting(meeting, now), request)
            return Done("", render(request, "meetings/convocation/move_draft.html", page))
        move_meeting(meeting=meeting, revision=data["revision"], by=request.member, now=now, note=note, **new)
        return Done("", meeting)  # the bar of what can be undone says it

    page = {"meeting": meeting}
    return form_page(request, form, act, "meetings/convocation/move.html", page, row=meeting, why_not=why_not)


@secretariat
@idempotent
def cancel(request: Request, slug: str) -> HttpResponse:
    """A plan, which nobody has seen, is deleted instead, without a reason."""
    now = timezone.now()
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    if not rules.why_not_delete(meeting):
        return press(request, lambda: _delete(request, meeting, now), meeting)
    form = CancelForm(posted(request))

    def act(data: dict[str, Any]) -> Done:
        cancel_meeting(meeting=meeting, reason=data["reason"], by=request.member, now=now)
        return Done("", meeting)

    why_not = rules.why_not_cancel(request.viewer, meeting, now)
    recipients = recipients_of(meeting, now)
    page = {"meeting": meeting, "recipients": recipients}
    page |= _people(CANCELLED, meeting, recipients, have_in_calendar(meeting, now), request)
    return form_page(request, form, act, "meetings/convocation/cancel.html", page, row=meeting, why_not=why_not)


def _people(
    kind: Kind, meeting: Meeting, recipients: list[Attendee], invited: list[Invitation], request: Request
) -> dict[str, Any]:
    """What the page says of who else gets a mail about a meeting that is moved or cancelled, and how many it is."""
    guests = list(Guest.objects.visible_to(request.viewer).told(meeting))
    return {"guests": guests, "invited": invited, "people": people_told(kind, recipients, guests, invited)}


def _delete(request: Request, meeting: Meeting, now: datetime) -> Done:
    delete_plan(meeting=meeting, by=request.member, now=now)
    return Done("", "meetings:list")


@secretariat
def hold(request: Request, slug: str) -> HttpResponse:
    now = timezone.now()
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)

    def act() -> Done:
        refuse(rules.why_not_hold(request.viewer, meeting, now))
        hold_meeting(meeting=meeting, by=request.member, now=now)
        return Done("", back_to(request, meeting))

    return press(request, act, back_to(request, meeting))


@secretariat
@require_POST
def unhold(request: Request, slug: str) -> HttpResponse:
    """Back from "afholdt", for as long as the minutes have no text."""
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)

    def act() -> Done:
        course.unhold(meeting=meeting, by=request.member, now=timezone.now())
        return Done("Mødet er ikke længere markeret som holdt.", meeting)

    return press(request, act, meeting)
