"""Guests of a meeting: invited and changed by the secretariat; their own answer by the mail's link."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from forum.base.text import whole_number
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, mail_link, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, form_page, posted, press
from meetings.attendance.forms import GuestAnswerForm, GuestForm
from meetings.attendance.models import Attendance, Guest
from meetings.convocation.actions import guests
from meetings.convocation.mail.guests import READ, GuestLink, Part, offered
from meetings.meeting import rules
from meetings.meeting.models import Meeting
from meetings.pages.attendance import only_silent, start_asked_about


def _list_of(meeting: Meeting) -> str:
    return reverse("meetings:guests", args=[meeting.slug])


@secretariat
@idempotent
def guest_list(request: Request, slug: str) -> HttpResponse:
    """Who is invited, and a form for one more; `?punkt=` chooses an item beforehand."""
    now = timezone.now()
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    wanted = whole_number(request.GET.get("punkt", ""))
    initial = {"items": [wanted]} if wanted is not None else {}
    form = GuestForm(posted(request), meeting=meeting, initial=initial)

    def act(data: dict[str, Any]) -> Done:
        data.pop("revision", None)
        guest = guests.invite_guest(meeting=meeting, by=request.member, now=now, **data)
        when = "når du indkalder til mødet" if meeting.state == Meeting.State.PLANNED else "om et minut"
        return Done(f"{guest.name} er inviteret og får en mail {when}.", _list_of(meeting))

    invited = Guest.objects.visible_to(request.viewer).invited(meeting).select_related("member")
    page = {"meeting": meeting, "guests": list(invited), "can_send": not rules.why_not_answer(meeting, now)}
    why_not = rules.why_not_invite_guests(meeting, now)
    return form_page(request, form, act, "meetings/attendance/guests.html", page, why_not=why_not)


@secretariat
@idempotent
def edit(request: Request, pk: int) -> HttpResponse:
    now = timezone.now()
    guest: Guest = get_visible_or_404(Guest.objects.select_related("meeting", "member"), request.viewer, pk=pk)
    meeting = guest.meeting
    form = GuestForm(posted(request), meeting=meeting, guest=guest)

    def act(data: dict[str, Any]) -> Done:
        guests.change_guest(guest=guest, by=request.member, now=now, **data)
        return Done("Gæsten er gemt.", _list_of(meeting))

    page, why_not = {"meeting": meeting, "guest": guest}, rules.why_not_invite_guests(meeting, now)
    return form_page(request, form, act, "meetings/attendance/guest.html", page, row=guest, why_not=why_not)


@secretariat
@idempotent
def send_again(request: Request, pk: int) -> HttpResponse:
    """The invitation once more to a guest who has not answered."""
    guest: Guest = get_visible_or_404(Guest.objects.select_related("meeting", "member"), request.viewer, pk=pk)

    def act() -> Done:
        guests.send_guest_again(guest=guest, by=request.member, now=timezone.now())
        return Done(f"{guest.name} får invitationen igen om et minut.", _list_of(guest.meeting))

    return press(request, act, _list_of(guest.meeting))


@secretariat
@idempotent
def answer_for(request: Request, pk: int) -> HttpResponse:
    """The secretariat's answer on a guest's behalf; it leads back to the guest's row among those who come."""
    guest: Guest = get_visible_or_404(Guest.objects.select_related("meeting", "member"), request.viewer, pk=pk)
    meeting, form = guest.meeting, GuestAnswerForm(request.POST)
    row = f"{reverse('meetings:attendance', args=[meeting.slug])}{only_silent(request)}#gaest-{guest.pk}"

    def act() -> Done:
        if not form.is_valid():
            raise ValidationError(f"Svaret for {guest.name} er ikke gemt. {next(iter(form.errors.values()))[0]}")
        guests.answer_as_guest(
            guest=guest, answer=form.cleaned_data["answer"], by=request.member, now=timezone.now(),
            via=Attendance.Via.SECRETARIAT, start=start_asked_about(request, meeting) or meeting.start,
        )  # fmt: skip
        guest.refresh_from_db(fields=["answer"])
        return Done(f"Svaret for {guest.name} er gemt: {guest.get_answer_display()}.", row)

    return press(request, act, row)


@secretariat
@idempotent
def take_off(request: Request, pk: int) -> HttpResponse:
    guest: Guest = get_visible_or_404(Guest.objects.select_related("meeting", "member"), request.viewer, pk=pk)

    def act() -> Done:
        guests.take_off_guest(guest=guest, by=request.member, now=timezone.now())
        return Done("", _list_of(guest.meeting))  # the bar of what can be undone says it

    return press(request, act, _list_of(guest.meeting))


@mail_link
def answer(request: Request, token: str) -> HttpResponse:
    """A guest's answer link: GET shows, POST acts. Nobody needs to be signed in; the link is good for this alone."""
    now, link = timezone.now(), GuestLink.read(token)
    guest = Guest.invited_with(link.guest_id)
    member = guest.member if guest and guest.member_id == link.member_id else None
    if guest is None or member is None or not member.as_viewer().grants:
        return _dead(request, "Invitationen gælder ikke længere.")
    meeting = guest.meeting
    if READ in request.GET:
        return redirect(meeting)
    why_not = rules.why_not_answer(meeting, now)
    if why_not or meeting.start != link.start:
        return _dead(request, why_not or guests.MOVED)
    address, form = reverse("meetings:guest_answer", args=[token]), GuestAnswerForm(posted(request))

    def act(data: dict[str, Any]) -> Done:
        guests.answer_as_guest(guest=guest, answer=data["answer"], by=member, now=now, via="mail", start=link.start)
        return Done("Tak. Dit svar er gemt.", address)

    part = Part.of(guest, meeting)
    page = {
        "meeting": meeting,
        "guest": guest,
        "lines": part.lines,
        "begins": part.begins,
        "ends": part.ends,
        "answers": offered(meeting),
        "chosen": request.GET.get("svar", ""),
        "answer_by": meeting.answer_by(now),
    }
    return form_page(request, form, act, "meetings/attendance/guest_answer.html", page)


def _dead(request: Request, sentence: str) -> HttpResponse:
    return render(request, "meetings/attendance/answered.html", {"sentence": sentence, "is_dead": True}, status=410)
