"""Whoever is given a seat is asked whether the answers fit that were given before."""

from __future__ import annotations

from datetime import datetime

from forum.mail.render import link
from forum.membership.gains import Question
from forum.people.models import SeatHolding
from meetings.attendance.models import Attendance
from meetings.attendance.rules import successor_question
from meetings.convocation.mail import RsvpLink
from meetings.meeting.models import Meeting


def questions(holding: SeatHolding, now: datetime) -> list[Question]:
    """A question for each coming meeting that the seat has answered; »Ja« is one press on the page it leads to."""
    if holding.is_substitute:
        return []
    coming = Meeting.objects.visible_to(holding.member.as_viewer()).taking_answers(now)
    given = Attendance.objects.filter(seat=holding.seat_id, meeting__in=coming).order_by("meeting__start")
    found = [each for each in given.select_related("meeting", "answered_by") if each.is_inherited_by(holding)]
    return [_question(each, holding, now) for each in found]


def _question(given: Attendance, holding: SeatHolding, now: datetime) -> Question:
    meeting = given.meeting
    page = link("meetings:rsvp", RsvpLink(meeting.pk, holding.seat_id, holding.member_id, meeting.start).token())
    choices = [("Ja, det passer", f"{page}?svar={given.answer}"), ("Nej, ret svaret", page)]
    return Question(successor_question(given, meeting, now), choices)
