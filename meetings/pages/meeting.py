"""The list of meetings, the meeting's page, and what the secretariat does with a meeting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError, rebind
from forum.base.visibility import Viewer, get_visible_or_404, stricter_audience
from forum.web.access import Request, member, secretariat
from forum.web.form_keys import idempotent
from meetings.agenda import display
from meetings.agenda.models import AgendaItem
from meetings.attendance.answer_panel import answer_panels
from meetings.attendance.attendee_rows import glance
from meetings.attendance.models import Attendance
from meetings.convocation import calendar
from meetings.convocation.actions.meeting import (
    cancel_meeting,
    create_meeting,
    draft_of_move,
    edit_meeting,
    hold_meeting,
    move_meeting,
    told_of,
)
from meetings.convocation.forms import CancelForm, ConvenedForm, MeetingForm, MoveForm, initial_of
from meetings.meeting import rules
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from meetings.minutes.rules import why_not_start
from meetings.pages.parts import STATE_LOOKS, secretariat_panel

PAST_A_PAGE = 20


@member
def meeting_list(request: Request) -> HttpResponse:
    now, viewer = timezone.now(), request.viewer
    visible = Meeting.objects.visible_to(viewer)
    past = Paginator(visible.past(now), PAST_A_PAGE).get_page(request.GET.get("side"))
    coming = list(visible.ahead(now))
    mine = Attendance.objects.visible_to(viewer).filter(seat__in=viewer.seat_ids, meeting__in=coming)
    answers = {answer.meeting_id: answer.get_answer_display() for answer in mine}
    for meeting in coming:
        meeting.my_answer = answers.get(meeting.pk, "") if meeting.is_standing else ""
    for meeting in [*coming, *past]:
        meeting.state_kind = STATE_LOOKS.get(meeting.state, "")
    return render(request, "meetings/pages/list.html", {"coming": coming, "past": past, "now": now})


@member
def detail(request: Request, slug: str) -> HttpResponse:
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    return render(request, "meetings/pages/meeting.html", page_of(meeting, request.viewer, timezone.now()))


def page_of(meeting: Meeting, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """What the meeting's page shows, and each part of it that htmx swaps."""
    agenda = display.of(meeting, viewer)
    who = glance(meeting, viewer, now)
    runs = rules.can_run_meetings(viewer)
    return {
        "meeting": meeting,
        "programme": agenda,
        "roster": who,
        "panels": answer_panels(meeting, viewer, who, now),
        "office": secretariat_panel(meeting, viewer, agenda, who, now) if runs and meeting.is_standing else None,
        "is_over": meeting.end < now,
        "minutes": Minutes.objects.visible_to(viewer).filter(meeting=meeting).first() if meeting.start < now else None,
        "may_begin_minutes": runs and not why_not_start(meeting, now),
        "state_kind": STATE_LOOKS.get(meeting.state, ""),
    }


@member
def ics(request: Request, slug: str) -> HttpResponse:
    """The meeting as one calendar file."""
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    mine = Attendance.objects.visible_to(request.viewer).filter(meeting=meeting, seat__in=request.viewer.seat_ids)
    answer = next((row.answer for row in mine), "")
    text = calendar.single(meeting, answer)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="moede-{meeting.slug}.ics"'
    return response


@secretariat
@idempotent
def create(request: Request) -> HttpResponse:
    now = timezone.now()
    form = MeetingForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        meeting = create_meeting(**form.fields_of_meeting(), by=request.member, now=now)
        messages.success(request, "Mødet er oprettet. Kun sekretariatet kan se det, til I indkalder.")
        return redirect("meetings:agenda", meeting.slug)
    return render(request, "meetings/convocation/form.html", {"form": form}, status=422 if form.is_bound else 200)


@secretariat
@idempotent
def edit(request: Request, slug: str) -> HttpResponse:
    now = timezone.now()
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    form_class = MeetingForm if meeting.state == Meeting.State.PLANNED else ConvenedForm
    form = form_class(request.POST or None, initial=initial_of(meeting), now=now, meeting=meeting)
    why_not = rules.why_not_edit(request.viewer, meeting)
    status, outrun = 200, ""
    if request.method == "POST":
        status = 409 if why_not else 422
        if not why_not and form.is_valid():
            try:
                edit_meeting(
                    meeting=meeting,
                    version=version_of(request),
                    by=request.member,
                    now=now,
                    **form.fields_of_meeting(),
                )
            except StaleError as error:
                status, outrun = 409, str(error)
                meeting.refresh_from_db()  # with its new version in the form, saving again is a choice
                chosen = form.cleaned_data.get("audience", meeting.audience)
                rebind(form, audience=stricter_audience(chosen, meeting.audience))
            else:
                messages.success(request, "Mødet er gemt.")
                return redirect(meeting)
    page = {"form": form, "meeting": meeting, "why_not": why_not, "outrun": outrun}
    page["version"] = version_shown(request, meeting, outrun)
    return render(request, "meetings/convocation/form.html", page, status=status)


def version_of(request: Request) -> int:
    """The version the person began from; a missing or strange one never matches."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else -1


def version_shown(request: Request, thing: Meeting | AgendaItem, outrun: str = "") -> int:
    """What a form shown again goes on from: what the person began from, until told that somebody was first."""
    return version_of(request) if request.method == "POST" and not outrun else thing.version


@secretariat
@idempotent
def move(request: Request, slug: str) -> HttpResponse:
    """First the draft with everyone who will be told, then, at a second yes, the move and the mails."""
    now = timezone.now()
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    told, initial = told_of(meeting, now), initial_of(meeting) | {"deadline": None}
    form = MoveForm(request.POST or None, initial=initial, now=now, meeting=meeting, previewed=bool(told))
    why_not = rules.why_not_move(request.viewer, meeting)
    page: dict[str, Any] = {"form": form, "meeting": meeting, "why_not": why_not}
    page["version"] = version_shown(request, meeting)
    if request.method != "POST" or "ret" in request.POST:  # back from the draft, with what was written
        return render(request, "meetings/convocation/move.html", page)
    if why_not or not form.is_valid():
        return render(request, "meetings/convocation/move.html", page, status=409 if why_not else 422)
    new, note = form.fields_of_meeting(), form.cleaned_data["note"]
    if told and "send" not in request.POST:
        letter = draft_of_move(meeting, told[0], new, note, now).rendered
        return render(
            request, "meetings/convocation/move_draft.html", page | {"told": told, "new": new, "letter": letter}
        )
    done = "Mødet er flyttet" if new["start"] != meeting.start else "Mødet er ændret"
    try:
        fields = new | {"note": note}
        move_meeting(meeting=meeting, version=version_of(request), by=request.member, now=now, **fields)
    except StaleError as outrun:
        meeting.refresh_from_db()
        told_of_it = {"outrun": str(outrun), "version": meeting.version}
        return render(request, "meetings/convocation/move.html", page | told_of_it, status=409)
    messages.success(request, f"{done}, og {len(told)} får besked." if told else f"{done}.")
    return redirect(meeting)


@secretariat
@idempotent
def cancel(request: Request, slug: str) -> HttpResponse:
    now = timezone.now()
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    form = CancelForm(request.POST or None)
    why_not = rules.why_not_cancel(request.viewer, meeting, now)
    status, outrun = 200 if request.method != "POST" else 409 if why_not else 422, ""
    if request.method == "POST" and not why_not and form.is_valid():
        try:
            told = cancel_meeting(meeting=meeting, reason=form.cleaned_data["reason"], by=request.member, now=now)
        except StaleError as error:
            status, outrun = 409, str(error)
        else:
            messages.success(request, f"Mødet er aflyst. {len(told)} får besked." if told else "Mødet er aflyst.")
            return redirect(meeting)
    told = told_of(meeting, now)
    page = {"form": form, "meeting": meeting, "why_not": why_not, "outrun": outrun, "told": told}
    return render(request, "meetings/convocation/cancel.html", page, status=status)


@secretariat
def hold(request: Request, slug: str) -> HttpResponse:
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    why_not = rules.why_not_hold(request.viewer, meeting, timezone.now())
    if request.method == "POST" and not why_not:
        try:
            hold_meeting(meeting=meeting, by=request.member, now=timezone.now())
        except (StaleError, NotAllowed) as refused:
            why_not = str(refused)
    if why_not:
        messages.warning(request, why_not)
    return redirect(meeting)
