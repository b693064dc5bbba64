"""Answers: from the page, from the mail without signing in, and on a seat's behalf."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from forum.base.dates import near_weekday
from forum.base.text import whole_number
from forum.base.visibility import SYSTEM, get_visible_or_404
from forum.people.models import Member, Seat, SeatHolding
from forum.web.access import Request, is_htmx, mail_link, member, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, InPlace, back_to, form_page, from_home, posted, press, require
from meetings.attendance.actions import MOVED, NOT_YOU, keep_wish
from meetings.attendance.answer_panel import AnswerPanel, answer_key, answer_panels
from meetings.attendance.attendees import Attendee, Attendees, attendees, receiver_of, vacant_seats
from meetings.attendance.forms import AnswerForm, StandInForm
from meetings.attendance.models import Attendance, Guest
from meetings.attendance.rules import offered_answers, offered_to_stand_in, told
from meetings.attendance.wishes import own_wishes, wishes_of
from meetings.convocation.actions import substitutes
from meetings.convocation.actions.remind_now import remind_silent, reminders_of
from meetings.convocation.mail import RsvpLink
from meetings.convocation.mail.guests import offered as offered_to_guests
from meetings.meeting import rules
from meetings.meeting.models import Meeting
from meetings.minutes.actions import presence
from meetings.pages.meeting import page_of

Via = Attendance.Via
SILENT = "tavse"
NOBODY_TO_REMIND = "Ingen fik en mail: alle har svaret eller har fået en påmindelse i dag. Du kan sende igen i morgen."


@member
def answer(request: Request, slug: str) -> HttpResponse:
    """A seat's answer: from the meeting's page by who has the seat, from the list of seats by the secretariat."""
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    if request.method != "POST":
        return redirect(meeting)
    seat = _seat(request)
    require(rules.can_answer_for(request.viewer, seat.pk))
    if seat.pk in request.viewer.seat_ids:
        return _own_answer(request, meeting, seat)
    return _answer_on_behalf(request, meeting, seat)


def _own_answer(request: Request, meeting: Meeting, seat: Seat) -> HttpResponse:
    """The answer of a person's own seat; with htmx the answer and the list of who comes are swapped.

    From the home page it leads back there; what is wrong with it is shown in its card.
    """
    now, form, start = timezone.now(), AnswerForm(request.POST), start_asked_about(request, meeting)
    at_home, swaps = from_home(request), is_htmx(request)
    template = "meetings/attendance/_answered.html" if swaps and not at_home else "meetings/pages/meeting.html"

    def page() -> dict[str, Any]:
        context = page_of(meeting, request.viewer, now)
        panels = answer_panels(meeting, request.viewer, context["attendees"], now, form)
        return context | {"panels": panels, "card": next((panel for panel in panels if panel.form is form), None)}

    def act(data: dict[str, Any]) -> Done:
        wishes = data.pop("wishes")
        said = substitutes.answer(
            meeting=meeting, seat=seat, by=request.member, now=now, via=Via.PAGE, start=start, **data
        )  # fmt: skip
        keep_wish(said=said, text=wishes, by=request.member, now=now)

        def answered() -> HttpResponse:
            return render(request, template, page_of(meeting, request.viewer, now))

        sentence = _told(meeting, said, request.member.name, now)
        if at_home:
            return Done(sentence, "front:home", change=f"{meeting.get_absolute_url()}#svar-{seat.pk}")
        return Done(sentence, answered if swaps else meeting)

    card = InPlace("meetings/attendance/_answer_card.html", f"#{answer_key(meeting, seat)}-valg") if at_home else None
    return form_page(request, form, act, template, page, in_place=card)


def _told(meeting: Meeting, said: Attendance, reader: str, now: datetime) -> str:
    """The answer in a sentence to the person who gave it."""
    holding = said.seat.holdings.present().filter(is_substitute=False).select_related("member").first()
    return f"{told(said, reader, holding.member.name if holding else '')} {near_weekday(meeting.start, now)}."


def _answer_on_behalf(request: Request, meeting: Meeting, seat: Seat) -> HttpResponse:
    """The secretariat's answer for a seat; it goes back to the seat's row, with the list of seats as it was."""
    now, form, start = timezone.now(), AnswerForm(request.POST), start_asked_about(request, meeting)
    row = f"{_address(meeting)}{only_silent(request)}#plads-{seat.pk}"
    whose = f"Svaret for {seat.organisation.full_name}"

    def act() -> Done:
        if not form.is_valid():
            raise ValidationError(f"{whose} er ikke gemt. {next(iter(form.errors.values()))[0]}")
        data = form.cleaned_data
        data.pop("wishes")  # what somebody else needs is not the secretariat's to change
        said = substitutes.answer(
            meeting=meeting, seat=seat, by=request.member, now=now, via=Via.SECRETARIAT, start=start, **data
        )  # fmt: skip
        return Done(f"{whose} er gemt: {said.get_answer_display()}.", row)

    return press(request, act, row)


def only_silent(request: Request) -> str:
    """The query of the list that the answer was given in."""
    return f"?vis={SILENT}" if request.POST.get("vis") == SILENT else ""


def start_asked_about(request: Request, meeting: Meeting) -> datetime | None:
    """The start that the page showed: a page open since before a move must not answer for the new time."""
    sent = request.POST.get("start", "")
    if sent == str(int(meeting.start.timestamp())):
        return meeting.start
    seconds = whole_number(sent, digits=11)
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None


def _address(meeting: Meeting) -> str:
    """The address of the page with the meeting's seats."""
    return reverse("meetings:attendance", args=[meeting.slug])


def _seat(request: Request) -> Seat:
    try:
        return Seat.objects.select_related("organisation").get(pk=int(request.POST.get("seat", "")))
    except (ValueError, OverflowError, Seat.DoesNotExist):
        raise Http404 from None


@mail_link
def rsvp(request: Request, token: str) -> HttpResponse:
    """The mail's answer link: GET shows, POST acts. Nobody needs to be signed in; the link is good for this alone."""
    now, link = timezone.now(), RsvpLink.read(token)
    by = Member.objects.let_in(now).visible_to(SYSTEM).filter(pk=link.member_id).first()
    viewer = by.as_viewer() if by else None
    stands_in = viewer is not None and Attendance.stands_in(viewer, link.meeting_id, link.seat_id)
    if by is None or viewer is None or not (stands_in or link.seat_id in viewer.seat_ids):
        had = SeatHolding.objects.filter(seat=link.seat_id, member=link.member_id).exists()
        return _dead(request, "Linket gælder en plads, som du ikke længere har." if had else NOT_YOU)
    meeting = Meeting.objects.visible_to(viewer).filter(pk=link.meeting_id).first()
    if meeting is None:
        return _dead(request, "Linket gælder et møde, som du ikke kan se.")
    why_not = rules.why_not_answer(meeting, now)
    if why_not or meeting.start != link.start:
        return _dead(request, why_not or MOVED, meeting)
    if stands_in:
        return _stand_ins_answer(request, meeting, link, by)
    address, form = reverse("meetings:rsvp", args=[token]), AnswerForm(posted(request))
    seat = Seat.objects.select_related("organisation").get(pk=link.seat_id)

    def act(data: dict[str, Any]) -> Done:
        wishes = data.pop("wishes")
        said = substitutes.answer(meeting=meeting, seat=seat, by=by, now=now, via=Via.MAIL, start=link.start, **data)
        keep_wish(said=said, text=wishes, by=by, now=now)
        return Done("Tak. Dit svar er gemt.", address)

    own = by.holdings.present().filter(seat=seat, is_substitute=False).first()
    attendee = Attendee(seat, holder=by, attendance=_said(meeting, seat), holding=own)
    chosen = request.GET.get("svar", "")
    wish = own_wishes(meeting, viewer).get(seat.pk, "")
    panel = AnswerPanel(meeting, attendee, address, "", meeting.answer_by(now), by.name, form, wish, chosen)
    page = {"meeting": meeting, "panel": panel, "by": by}
    return form_page(request, form, act, "meetings/attendance/rsvp.html", page)


def _stand_ins_answer(request: Request, meeting: Meeting, link: RsvpLink, by: Member) -> HttpResponse:
    """The word of the one who is called instead of the seat's holder: yes, online or no."""
    seat = Seat.objects.select_related("organisation").get(pk=link.seat_id)
    form, address = StandInForm(posted(request), meeting=meeting), reverse("meetings:rsvp", args=[link.token()])

    def act(data: dict[str, Any]) -> Done:
        now, answer = timezone.now(), data["answer"]
        said = substitutes.answer_as_stand_in(
            meeting=meeting, seat=seat, answer=answer, by=by, now=now, via=Via.MAIL, start=link.start
        )  # fmt: skip
        keep_wish(said=said, text=data["wishes"], by=by, now=now)
        if answer != Attendance.Answer.NO:
            return Done("Tak. Dit svar er gemt.", address)
        thanks = "Tak for svaret. Du er taget af listen, og vi giver besked videre."
        return Done("", render(request, "meetings/attendance/answered.html", {"sentence": thanks, "meeting": meeting}))

    said = _said(meeting, seat)
    page: dict[str, Any] = {
        "meeting": meeting,
        "seat": seat,
        "by": by,
        "said": said,
        "holder": receiver_of(seat),
        "answers": offered_to_stand_in(meeting),
        "wish": own_wishes(meeting, by.as_viewer().in_part()).get(seat.pk, ""),
        "chosen": request.GET.get("svar", ""),
        "answer_by": meeting.answer_by(timezone.now()),
    }
    return form_page(request, form, act, "meetings/attendance/stand_in.html", page)


def _said(meeting: Meeting, seat: Seat) -> Attendance | None:
    return (
        Attendance.objects.visible_to(SYSTEM).filter(meeting=meeting, seat=seat).select_related("answered_by").first()
    )


def _dead(request: Request, sentence: str, meeting: Meeting | None = None) -> HttpResponse:
    return render(request, "meetings/attendance/dead_link.html", {"sentence": sentence, "meeting": meeting}, status=410)


@member
def attendance(request: Request, slug: str) -> HttpResponse:
    """Who comes, seat by seat; for the secretariat with an answer on anybody's behalf, after it: who was there."""
    now, runs = timezone.now(), rules.can_run_meetings(request.viewer)
    require(rules.can_see_silent(request.viewer))
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    who = attendees(meeting, request.viewer, now)
    can_mark = not rules.why_not_mark_presence(request.viewer, meeting, now)
    if request.method == "POST":
        require(can_mark)
        return _mark_presence(request, meeting, who, now)
    offered = [value for value, _ in offered_answers(meeting)]
    why_not = rules.why_not_answer(meeting, now)
    guests = list(Guest.objects.visible_to(request.viewer).invited(meeting).select_related("member"))
    silent = not why_not and request.GET.get("vis") == SILENT
    wishes = wishes_of(meeting, request.viewer) if meeting.asks_wishes else {}
    page = {
        "meeting": meeting,
        "attendees": who,
        "rows": [(attendee, wishes.get(attendee.seat.pk, "")) for attendee in (who.silent if silent else who)],
        "only_silent": silent,
        "reminders": reminders_of(meeting, now, who) if runs and not rules.why_not_remind(meeting, now) else None,
        "vacant": [] if meeting.end < now else vacant_seats(meeting, now),
        "why_not": why_not,
        "may_answer": runs and not why_not,
        "can_mark": can_mark,
        "answers": [(value, Attendance.Answer(value).label) for value in offered],
        "offered": offered,
        "guests": [guest for guest in guests if not (silent and guest.answer)],
        "guests_come": sum(guest.comes for guest in guests),
        "guest_answers": [(value, Guest.Answer(value).label) for value, _ in offered_to_guests(meeting)],
    }
    return render(request, "meetings/pages/attendance.html", page)


def _mark_presence(request: Request, meeting: Meeting, who: Attendees, now: datetime) -> HttpResponse:
    came = set(request.POST.getlist("present"))
    present = {attendee.seat.pk: str(attendee.seat.pk) in came for attendee in who}

    def act() -> Done:
        presence.mark_presence(meeting=meeting, present=present, by=request.member, now=now)
        return Done(f"Gemt: {sum(present.values())} var til stede.", _address(meeting))

    return press(request, act, _address(meeting))


@secretariat
@idempotent
def remind(request: Request, slug: str) -> HttpResponse:
    """A reminder to all who have not answered, now rather than when the planner would send it."""
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    to = meeting if request.POST.get("fra") == "moede" else back_to(request, _address(meeting))

    def act() -> Done:
        reminded = remind_silent(meeting=meeting, by=request.member, now=timezone.now())
        return Done("" if reminded else NOBODY_TO_REMIND, to)  # the bar of what can be undone says who gets it

    return press(request, act, to)
