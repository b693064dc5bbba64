"""The demo's meetings: true in the past, always soon, and there once however often they are sown."""

from __future__ import annotations

import re
from contextlib import ExitStack
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any

import openpyxl
import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client
from django.utils import timezone

from forum.base.workdays import add_workdays, is_avoided, is_workday
from forum.demo.cast import CAST
from forum.demo.seed import calendar, later_texts, without_seat
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.membership import vacancies
from forum.membership.models import JoinRequest
from forum.people.models import Member, Seat
from forum.receivers.models import ReceiverList
from meetings.agenda.models import AgendaItem, Attachment
from meetings.attendance.models import Attendance, Guest
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.messages.models import Message
from meetings.minutes import rules
from meetings.minutes.actions import course
from meetings.minutes.models import Minutes, Note, Remark
from recommendations.areas.models import Area, AreaUpdate
from tests import world
from tests.meetings.conftest import At, local

pytestmark = pytest.mark.django_db


def counts() -> list[int]:
    return [model._base_manager.count() for model in (Meeting, AgendaItem, Attachment, Attendance, OutboxMail)]


def test_invented_people_are_refused_outside_the_demo(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO"):
        call_command("seed_demo")
    assert Member.objects.count() == 0


def test_the_demo_has_its_meetings_once(demo: None, at: At) -> None:
    before = counts()
    for days in (0, 10):  # another day would have had other dates
        at(world.NOW + timedelta(days=days))
        call_command("seed_demo")
        assert counts() == before
    at(world.NOW)
    august = Meeting.objects.get(slug="2019-08-22")
    assert (august.start, august.end) == (local("2019-08-22 10:00"), local("2019-08-22 15:00"))
    assert august.place == "KL-Huset, Weidekampsgade 10, København S"
    coming = Meeting.objects.get(start__gt=world.NOW)
    assert (coming.state, coming.agenda_version) == ("released", 1)
    karen = Member.objects.get(email="karen.dahl@example.dk")
    assert AgendaItem.objects.filter(meeting=coming, audience="authorities").count() == 1
    assert AgendaItem.objects.filter(meeting=coming, disqualified=karen).count() == 1
    assert all(paper.file.path.is_file() for paper in Attachment.objects.select_related("file"))


def test_the_casts_convocations_are_left_for_the_sender(demo: None) -> None:
    call_command("seed_demo")
    waiting = OutboxMail.objects.filter(state=OutboxMail.State.QUEUED)
    called = {part.email for part in CAST if part.key not in {"secretary", "former"}}
    others = {without_seat.GUEST[1], without_seat.STAND_IN[1], without_seat.INVITED[1]}
    kinds = {"meetings.convocation", "meetings.guest_invitation", "forum.invitation"}
    assert (set(waiting.values_list("kind", flat=True)), waiting.count()) == (kinds, len(called | others))
    assert set(waiting.values_list("to_address", flat=True)) == called | others
    assert {(mail.created_at, mail.not_before, delivery.why_not_send(mail, timezone.now())) for mail in waiting} == {
        (world.NOW, world.NOW, "")
    }
    paths = [re.search(r"/(moeder/(gaest/)?svar|invitation)/\S+", mail.text) for mail in waiting]
    assert [Client().get(found[0]).status_code for found in paths if found] == [200] * len(called | others)


def test_the_demo_has_somebody_on_each_screen_of_those_without_a_seat() -> None:
    call_command("seed_demo")
    guest, message = Guest.objects.get(), Message.objects.get()
    assert (guest.item_numbers, guest.answer) == ("6", "yes")
    assert Attendance.objects.exclude(substitute=None).get().substitute_name == without_seat.STAND_IN[0]
    assert (message.sent_at is not None, message.receipts.filter(member=guest.member).count()) == (True, 1)
    assert [one.label for one in ReceiverList.objects.with_receivers()] == ["Styregruppen (6)"]
    assert vacancies.word_for(vacancies.vacant(Seat.objects.all(), world.NOW)[0]) == "inviteret"


def test_the_demos_papers_are_real_and_were_there_when_the_agenda_was_released(demo: None) -> None:
    late = Attachment.objects.filter(file__created_at__gt=F("item__meeting__released_at"))
    assert (Attachment.objects.exists(), list(late)) == (True, [])
    found = {paper.title: paper.file.path.read_bytes() for paper in Attachment.objects.select_related("file")}
    sheet = openpyxl.load_workbook(BytesIO(found.pop("Status i skemaform"))).active
    assert sheet is not None
    assert (sheet["A1"].value, sheet["B2"].value, sheet.max_row) == ("Område", "Aalborg Kommune", 9)
    with ExitStack() as opened:
        papers = {title: opened.enter_context(pikepdf.open(BytesIO(data))) for title, data in found.items()}
        assert {title: len(paper.pages) for title, paper in papers.items()} == {
            "Køreplaner for områderne": 2, "Udbudsplaner samlet": 2, "Evaluering": 2
        }  # fmt: skip
    assert "Rengøring efter behov" not in "".join(data.decode("latin-1") for data in found.values())


def test_one_of_the_demos_minutes_can_be_approved_now_and_gives_an_area_its_lead(demo: None) -> None:
    chair = Member.objects.get(email="henrik.oestergaard@example.dk")
    out = {minutes.meeting.title: minutes for minutes in Minutes.objects.filter(state="remarks")}
    today = world.NOW.date()
    refused = {title: bool(rules.why_not_approve(minutes, today)) for title, minutes in out.items()}
    assert refused == {later_texts.RIPE.title: False, later_texts.OPEN.title: True}
    assert Remark.objects.filter(outcome="").count() == 1
    area = Area.objects.get(title="Tolkning på skærm til sjældne sprog")
    ripe = out[later_texts.RIPE.title]
    course.approve(minutes=ripe, revision=ripe.revision, by=chair, now=world.NOW)
    before, after = area.lead, Area.objects.get(pk=area.pk)
    assert (before, str(after.lead), after.delegated_on) == (None, "Odense", today)


def test_in_the_demo_people_work_in_working_hours(at: At) -> None:
    at(local("2026-12-27 02:30"))  # a Sunday night between holidays
    call_command("seed_demo")
    moments = [
        *Meeting.objects.values_list("convened_at", "released_at", "changed_at", "start", "end"),
        *Minutes.objects.values_list("released_at", "approved_at"),
        *Attendance.objects.values_list("answered_at"),
        *Remark.objects.values_list("at", "answered_at"),
        *JoinRequest.objects.values_list("created_at"),
        *Note.objects.values_list("saved_at"),
    ]
    found = [moment.astimezone(world.COPENHAGEN) for row in moments for moment in row if moment]
    late = [moment for moment in found if not (is_workday(moment.date()) and 8 <= moment.hour <= 17)]
    assert (len(found) > 200, late) == (True, [])
    days = [
        *AreaUpdate.objects.values_list("date"),
        *Area.objects.values_list("proposed_on"),
        *Action.objects.values_list("due"),
    ]
    assert [day for (day,) in days if not is_workday(day)] == []
    coming = Meeting.objects.get(start__gt=timezone.now())
    assert [moment for moment in found if moment > timezone.now()] == [coming.start, coming.end]


@pytest.mark.parametrize(
    "today", [date(2026, 11, 23), date(2027, 1, 25), date(2027, 3, 1), date(2027, 6, 21), date(2027, 12, 2)]
)
def test_the_next_meeting_is_a_thursday_soon_when_people_come(today: date) -> None:
    day = calendar.next_day(today)
    assert (day.weekday(), is_avoided(day)) == (3, False)
    assert 21 <= (day - today).days <= 56


def test_whenever_it_is_filled_the_meetings_lie_where_a_forums_would() -> None:
    """Every third day of two years: half a year between them, and one of the working meetings open, one over."""
    for number in range(0, 730, 3):
        today = date(2026, 6, 1) + timedelta(days=number)
        days = [calendar.next_day(today), *calendar.terms(today)]
        gaps = [(later - earlier).days for later, earlier in pairwise(days)]
        open_day, ripe_day, out = calendar.open_day(today), calendar.ripe_day(today), calendar.open_release(today)
        held = [*days[1:], open_day, ripe_day]
        assert (today, [day for day in held if is_avoided(day)]) == (today, [])
        assert (today, min(gaps) >= 120, max(gaps) <= 240) == (today, True, True)
        assert (today, days[1] < ripe_day < open_day < out < today) == (today, True)
        until = add_workdays(out, rules.REMARK_DAYS)
        over = add_workdays(ripe_day, calendar.RELEASE_DAYS + rules.REMARK_DAYS)
        assert (today, over < today <= until) == (today, True)


def test_the_gap_after_2019_is_explained_by_the_first_meeting_after_it() -> None:
    oldest = later_texts.ORDINARY[-1]
    assert oldest.introduction.startswith("Efter mødet i august 2019 holdt forummet pause.")
    assert [held.introduction for held in later_texts.ORDINARY[:-1]] == [""] * (calendar.TERMS - 1)
