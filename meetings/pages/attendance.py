"""Answers: from the page, from the mail without signing in, and on a seat's behalf."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from forum.base.refusal import NotAllowed
from forum.base.visibility import SYSTEM, get_visible_or_404
from forum.people.models import Member, Seat
from forum.web.access import Request, is_htmx, mail_link, member, secretariat
from forum.web.form_keys import idempotent
from meetings.attendance import actions
from meetings.attendance.answer_panel import AnswerPanel, answer_panels
from meetings.attendance.attendees import Place, roster
from meetings.attendance.forms import AnswerForm
from meetings.attendance.models import Attendance
from meetings.convocation.actions import remind_now
from meetings.convocation.mail import RsvpLink, offered_answers
from meetings.meeting import rules
from meetings.meeting.models import Meeting
from meetings.minutes.actions import presence
from meetings.pages.meeting import page_of

Via = Attendance.Via
SILENT = "tavse"
NOBODY_TO_CHASE = "Ingen fik en mail: alle har svaret eller har fået en påmindelse i dag. Du kan sende igen i morgen."


@member
def answer(request: Request, slug: str) -> HttpResponse:
    """A seat's answer from the meeting's page; with htmx the answer and the list of who comes are swapped."""
    now, viewer = timezone.now(), request.viewer
    meeting = get_visible_or_404(Meeting, viewer, slug=slug)
    if request.method != "POST":
        return redirect(meeting)
    seat = _seat(request)
    if not rules.can_answer_for(viewer, seat.pk):
        raise PermissionDenied
    form = AnswerForm(request.POST)
    status = 422
    if form.is_valid():
        start = _start_seen(request, meeting)
        via, label = (Via.PAGE, "page") if seat.pk in viewer.seat_ids else (Via.SECRETARIAT, "secretariat")
        try:
            given = actions.answer(
                meeting=meeting, seat=seat, by=request.member, now=now, via=via, start=start,
                **form.cleaned_data,
            )  # fmt: skip
        except NotAllowed as refused:
            messages.warning(request, str(refused))
        else:
            said = Attendance.Answer(given.answer).label
            whose = "Dit svar" if label == "page" else f"Svaret for {seat.organisation.full_name}"
            messages.success(request, f"{whose} er gemt: {said}.")
        if not is_htmx(request):
            return _to_row(request, meeting, seat) if via == Via.SECRETARIAT else redirect(meeting)
        status = 200
    elif seat.pk not in viewer.seat_ids:
        # The meeting's page has no panel for another's seat, so the reason would be lost there.
        why = next(iter(form.errors.values()))[0]
        messages.error(request, f"Svaret for {seat.organisation.full_name} er ikke gemt. {why}")
        return _to_row(request, meeting, seat)
    page = page_of(meeting, viewer, now)
    if status == 422:
        page["panels"] = answer_panels(meeting, viewer, page["roster"], now, form)
    template = "meetings/attendance/_answered.html" if is_htmx(request) else "meetings/pages/meeting.html"
    return render(request, template, page, status=status)


def _start_seen(request: Request, meeting: Meeting) -> datetime | None:
    """The time that the page asked about: one open since before a move must not answer for the new time."""
    sent = request.POST.get("start", "")
    if sent == str(int(meeting.start.timestamp())):
        return meeting.start
    return datetime.fromtimestamp(int(sent), UTC) if sent.isascii() and sent.isdigit() and len(sent) < 12 else None


def _to_row(request: Request, meeting: Meeting, seat: Seat) -> HttpResponse:
    """Back to where the secretariat was in the list of seats, with the list as it was."""
    only = f"?vis={SILENT}" if request.POST.get("vis") == SILENT else ""
    return redirect(f"{reverse('meetings:attendance', args=[meeting.slug])}{only}#plads-{seat.pk}")


def _seat(request: Request) -> Seat:
    try:
        return Seat.objects.select_related("organisation").get(pk=int(request.POST.get("seat", "")))
    except (ValueError, OverflowError, Seat.DoesNotExist):
        raise Http404 from None


@mail_link
def rsvp(request: Request, token: str) -> HttpResponse:
    """The mail's answer link: GET shows, POST acts. Nobody needs to be signed in; the link is good for this alone."""
    now, link = timezone.now(), RsvpLink.read(token)
    by = Member.objects.active().visible_to(SYSTEM).filter(pk=link.member_id).first()
    viewer = by.as_viewer() if by else None
    if by is None or viewer is None or link.seat_id not in viewer.seat_ids:
        return _dead(request, "Linket gælder en plads, som du ikke længere har.")
    meeting = Meeting.objects.visible_to(viewer).filter(pk=link.meeting_id).first()
    if meeting is None:
        return _dead(request, "Linket gælder et møde, som du ikke kan se.")
    why_not = rules.why_not_answer(meeting, now)
    if why_not or meeting.start != link.start:
        return _dead(request, why_not or actions.MOVED, meeting)
    form = AnswerForm(request.POST or None)
    seat = Seat.objects.select_related("organisation").get(pk=link.seat_id)
    if request.method == "POST" and form.is_valid():
        _answer_by_mail(request, form, meeting, seat, by, link.start, now)
        return redirect("meetings:rsvp", token)
    place = Place(seat, holder=by, attendance=_said(meeting, seat))
    chosen = request.GET.get("svar", "")
    panel = AnswerPanel(
        meeting, place, reverse("meetings:rsvp", args=[token]), "", meeting.answer_by(now), form, chosen
    )
    page = {"meeting": meeting, "panel": panel, "by": by}
    return render(request, "meetings/attendance/rsvp.html", page, status=422 if form.is_bound else 200)


def _said(meeting: Meeting, seat: Seat) -> Attendance | None:
    return Attendance.objects.visible_to(SYSTEM).filter(meeting=meeting, seat=seat).first()


def _answer_by_mail(
    request: Request, form: AnswerForm, meeting: Meeting, seat: Seat, by: Member, start: datetime, now: datetime
) -> None:
    try:
        actions.answer(meeting=meeting, seat=seat, by=by, now=now, via=Via.MAIL, start=start, **form.cleaned_data)
    except NotAllowed as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Tak. Dit svar er gemt.")


def _dead(request: Request, sentence: str, meeting: Meeting | None = None) -> HttpResponse:
    return render(request, "meetings/attendance/dead_link.html", {"sentence": sentence, "meeting": meeting}, status=410)


@secretariat
def attendance(request: Request, slug: str) -> HttpResponse:
    """Who comes, seat by seat, with an answer on anybody's behalf; after the meeting: who was there."""
    now = timezone.now()
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    who = roster(meeting, request.viewer, now)
    can_mark = not rules.why_not_mark_presence(request.viewer, meeting, now)
    if request.method == "POST":
        if not can_mark:
            raise PermissionDenied
        came = set(request.POST.getlist("present"))
        present = {place.seat.pk: str(place.seat.pk) in came for place in who.places}
        try:
            presence.mark_presence(meeting=meeting, present=present, by=request.member, now=now)
            messages.success(request, f"Gemt: {sum(present.values())} var til stede.")
        except NotAllowed as refused:
            messages.warning(request, str(refused))
        return redirect("meetings:attendance", meeting.slug)
    offered = [value for value, _ in offered_answers(meeting)]
    why_not = rules.why_not_answer(meeting, now)
    only_silent = not why_not and request.GET.get("vis") == SILENT
    page = {
        "meeting": meeting,
        "roster": who,
        "places": who.silent if only_silent else who.places,
        "only_silent": only_silent,
        "chase": None if rules.why_not_chase(meeting, now) else remind_now.chase_of(meeting, now, who),
        "why_not": why_not,
        "can_mark": can_mark,
        "answers": [(value, Attendance.Answer(value).label) for value in offered],
        "offered": offered,
    }
    return render(request, "meetings/pages/attendance.html", page)


@secretariat
@idempotent
def chase(request: Request, slug: str) -> HttpResponse:
    """A reminder to all who have not answered, now rather than when the planner would send it."""
    now = timezone.now()
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    if request.method != "POST":
        return redirect("meetings:attendance", meeting.slug)
    try:
        chased = remind_now.chase_silent(meeting=meeting, by=request.member, now=now)
    except NotAllowed as refused:
        messages.warning(request, str(refused))
    else:
        if chased:
            messages.success(request, f"Påmindelsen er på vej til {len(chased)}.")
        else:
            messages.info(request, NOBODY_TO_CHASE)
    return redirect("meetings:attendance", meeting.slug)
