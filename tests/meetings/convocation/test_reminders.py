"""Reminders: at the right wall clock time, to the right people, once; a moved meeting reminds anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from forum.base import dates
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice, SeatHolding
from meetings import tasks
from meetings.attendance.actions import answer
from meetings.convocation.actions import reminders
from meetings.convocation.actions.meeting import cancel_meeting, move_meeting
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.conftest import At, local, plan_and_send
from tests.sink import Sink

WEEK = local("2026-12-10 10:00")
DAY = local("2026-12-16 10:00")
MINUTE = timedelta(minutes=1)


def queued(kind: str = "meetings.reminder") -> list[str]:
    rows = OutboxMail.objects.filter(kind=kind).order_by("to_member__name")
    return list(rows.values_list("to_member__name", flat=True))


EVERYONE = ["Camilla Bech", "Henrik Østergaard", "Jens Åkjær", "Karen Dahl", "Mette Lindholm", "Peter Ravn"]


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2027-11-03 09:00", 7, "2027-10-27T09:00:00+02:00"),  # the clocks go back on 31 October
        ("2027-04-01 09:00", 7, "2027-03-25T09:00:00+01:00"),  # and forward on 28 March
        ("2026-12-17 10:00", 1, "2026-12-16T10:00:00+01:00"),
    ],
)
def test_days_before_are_counted_on_the_wall_clock(start: str, days: int, due: str) -> None:
    assert dates.local(reminders.days_before(local(start), days)).isoformat() == due


@pytest.mark.parametrize(
    ("start", "due_utc"),
    [
        ("2027-11-01 02:30", "2027-10-31T00:30:00+00:00"),  # 02.30 comes twice that night: the first is meant
        ("2027-03-29 02:30", "2027-03-28T01:30:00+00:00"),  # 02.30 is left out that night
    ],
)
def test_a_time_in_the_doubled_or_missing_hour_is_due_once(cast: world.Cast, start: str, due_utc: str) -> None:
    meeting = world.make_meeting(start=local(start), convened_at=world.NOW)
    due = datetime.fromisoformat(due_utc)
    assert reminders.days_before(meeting.start, 1) == due
    day_before = OutboxMail.objects.filter(key__startswith="meetings.reminder:1d")
    there = []
    for minutes in (-30, -1, 0, 30, 60, 90, 120):
        reminders.plan_mail(now=due + timedelta(minutes=minutes))
        there.append(day_before.count())
    assert there == [0, 0, 6, 6, 6, 6, 6]


def test_a_week_before_all_but_those_who_declined(meeting: Meeting, cast: world.Cast) -> None:
    world.make_answer(meeting, world.seat_of(cast.head), "yes")
    world.make_answer(meeting, world.seat_of(cast.lead), "no")
    reminders.plan_mail(now=WEEK - MINUTE)
    assert queued() == []
    assert reminders.plan_mail(now=WEEK) == 5
    assert queued() == [name for name in EVERYONE if name != "Jens Åkjær"]


def test_the_key_names_meeting_start_and_seat(meeting: Meeting, cast: world.Cast) -> None:
    reminders.plan_mail(now=WEEK)
    seat = world.seat_of(cast.head)
    (key,) = OutboxMail.objects.filter(to_member=cast.head).values_list("key", flat=True)
    assert key == f"meetings.reminder:7d:meeting-{meeting.pk}:2026-12-17T10:00:seat-{seat.pk}:member-{cast.head.pk}"


def test_nothing_comes_twice_however_often_it_runs(meeting: Meeting) -> None:
    assert [reminders.plan_mail(now=WEEK + n * MINUTE) for n in range(5)] == [6, 0, 0, 0, 0]
    assert [reminders.plan_mail(now=DAY + n * MINUTE) for n in range(5)] == [6, 0, 0, 0, 0]
    assert queued() == sorted(EVERYONE * 2)


def test_a_missed_beat_heals_but_not_absurdly_late(meeting: Meeting) -> None:
    assert reminders.plan_mail(now=WEEK + timedelta(days=2)) == 6
    OutboxMail.objects.all().delete()
    reminders.plan_mail(now=DAY + timedelta(hours=3))
    assert {mail.key[:20] for mail in OutboxMail.objects.all()} == {"meetings.reminder:1d"}
    OutboxMail.objects.all().delete()
    assert reminders.plan_mail(now=meeting.start) == 0


def test_whoever_was_called_after_the_moment_is_not_reminded_at_once(cast: world.Cast) -> None:
    world.make_meeting(convened_at=WEEK + timedelta(hours=1))
    assert reminders.plan_mail(now=WEEK + timedelta(hours=2)) == 0
    assert reminders.plan_mail(now=DAY) == 6


def test_the_silent_are_asked_two_working_days_before_the_deadline(cast: world.Cast) -> None:
    # Deadline Monday 7 December at 12: two working days before it is Thursday the 3rd, at nine
    meeting = world.make_meeting(rsvp_deadline=local("2026-12-07 12:00"), convened_at=local("2026-10-01 09:00"))
    world.make_answer(meeting, world.seat_of(cast.head), "yes")
    world.make_answer(meeting, world.seat_of(cast.lead), "no")
    assert reminders.plan_mail(now=local("2026-12-03 08:59")) == 0
    assert reminders.plan_mail(now=local("2026-12-03 09:00")) == 4
    assert queued("meetings.answer_reminder") == ["Camilla Bech", "Henrik Østergaard", "Karen Dahl", "Peter Ravn"]
    OutboxMail.objects.all().delete()
    assert reminders.plan_mail(now=local("2026-12-07 12:00")) == 0


@pytest.mark.parametrize(("pace", "week", "day"), [("at_once", 6, 6), ("weekly", 5, 6), ("never", 5, 5)])
def test_notification_choices_hold(meeting: Meeting, cast: world.Cast, pace: str, week: int, day: int) -> None:
    NotificationChoice.objects.create(member=cast.head, kind="reminders", pace=pace)
    assert reminders.plan_mail(now=WEEK) == week
    assert reminders.plan_mail(now=DAY) == day


def test_a_moved_meeting_reminds_anew(meeting: Meeting, cast: world.Cast) -> None:
    assert reminders.plan_mail(now=WEEK) == 6
    later: dict[str, Any] = {
        "start": local("2027-01-14 10:00"),
        "end": local("2027-01-14 15:00"),
        "rsvp_deadline": local("2027-01-07 09:00"),
    }
    move_meeting(meeting=meeting, revision=1, by=cast.secretary, now=WEEK + MINUTE, **later)
    assert reminders.plan_mail(now=DAY) == 0
    assert reminders.plan_mail(now=local("2027-01-07 10:00")) == 6
    assert queued() == sorted(EVERYONE * 2)


def test_a_cancelled_or_planned_meeting_reminds_nobody(meeting: Meeting, cast: world.Cast) -> None:
    cancel_meeting(meeting=meeting, reason="For mange afbud.", by=cast.secretary, now=world.NOW)
    world.make_meeting(slug="planlagt", state="planned")
    assert reminders.plan_mail(now=WEEK) == 0


def test_a_named_standing_substitute_is_reminded_too(meeting: Meeting, cast: world.Cast) -> None:
    seat = world.seat_of(cast.head)
    stand_in = Member.objects.create_user("maria.kvist@example.dk", "Maria Kvist")
    SeatHolding.objects.create(seat=seat, member=stand_in, is_substitute=True, since=world.NOW.date())
    world.make_answer(meeting, seat, "substitute", substitute_name="Maria Kvist")
    reminders.plan_mail(now=WEEK)
    assert queued() == sorted([*EVERYONE, "Maria Kvist"])


def test_the_person_who_took_over_a_seat_is_reminded(meeting: Meeting, cast: world.Cast, at: At, sink: Sink) -> None:
    reminders.plan_mail(now=WEEK)
    holding = SeatHolding.objects.get(member=cast.head)
    SeatHolding.objects.filter(pk=holding.pk).update(until=WEEK.date())
    heir = Member.objects.create_user("ny@example.dk", "Ny Chef")
    SeatHolding.objects.create(seat=holding.seat, member=heir, since=WEEK.date())
    at(WEEK + MINUTE)
    assert plan_and_send(WEEK + MINUTE) == 7  # the heir is called as well
    assert "mette.lindholm@example.dk" not in sink.receivers
    assert "ny@example.dk" in sink.receivers
    dropped = OutboxMail.objects.get(to_member=cast.head)
    assert dropped.state == "dropped"


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("cancel", "Mødet er aflyst."),
        ("move", "Mødet er flyttet, siden mailen blev skrevet."),
        ("begin", "Mødet er begyndt."),
        ("close", "Modtageren kan ikke længere se mødet."),
        ("decline", "Modtageren har meldt afbud i mellemtiden."),
    ],
)
def test_a_reminder_that_lost_its_sense_is_dropped_at_send_time(
    meeting: Meeting, cast: world.Cast, at: At, sink: Sink, what: str, sentence: str
) -> None:
    reminders.plan_mail(now=DAY)
    now = DAY + MINUTE
    if what == "cancel":
        Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", cancel_reason="Sygdom")
    elif what == "move":
        Meeting.objects.filter(pk=meeting.pk).update(start=meeting.start + timedelta(hours=1))
    elif what == "begin":
        now = meeting.start
    elif what == "close":
        Meeting.objects.filter(pk=meeting.pk).update(audience="secretariat")
    else:
        world.make_answer(meeting, world.seat_of(cast.head), "no")
    at(now)
    delivery.send_due(now=now)
    mail = OutboxMail.objects.get(to_member=cast.head)
    assert (mail.state, mail.error) == ("dropped", sentence)
    assert "mette.lindholm@example.dk" not in sink.receivers


def test_a_nag_is_dropped_when_the_answer_came_first(meeting: Meeting, cast: world.Cast, at: At, sink: Sink) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(rsvp_deadline=local("2026-12-07 12:00"))
    now = local("2026-12-03 09:00")
    reminders.plan_mail(now=now)
    at(now)
    answer(meeting=meeting, seat=world.seat_of(cast.head), answer="yes", by=cast.head, now=now, via="page")
    assert delivery.send_due(now=now) == 5
    assert OutboxMail.objects.get(to_member=cast.head).error == "Modtageren har svaret i mellemtiden."


def test_the_command_plans_at_the_given_moment(meeting: Meeting) -> None:
    call_command("plan_mail", "--now", "2026-12-10T09:59")
    assert queued() == []
    call_command("plan_mail", "--now", "2026-12-10T10:00")
    assert queued() == EVERYONE


def test_the_beat_looks_at_the_clock(meeting: Meeting, at: At) -> None:
    at(WEEK)
    tasks.plan_mail()
    assert queued() == EVERYONE


def test_a_meeting_that_is_over_is_held(meeting: Meeting) -> None:
    reminders.plan_mail(now=meeting.end)
    meeting.refresh_from_db()
    assert meeting.state == "released"
    reminders.plan_mail(now=meeting.end + MINUTE)
    meeting.refresh_from_db()
    assert meeting.state == "held"


def test_planning_takes_the_same_few_queries_however_often_it_finds_nothing(meeting: Meeting) -> None:
    reminders.plan_mail(now=WEEK)
    with CaptureQueriesContext(connection) as queries:
        reminders.plan_mail(now=WEEK + MINUTE)
    assert len(queries) <= 11  # one asks who got a seat since the meeting was called, one for its guests


@pytest.mark.django_db(transaction=True)
def test_a_second_planner_leaves_it_to_the_first(cast: world.Cast) -> None:
    world.make_meeting(convened_at=local("2026-10-01 09:00"))
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [reminders.LOCK])
        assert reminders.plan_mail(now=WEEK) == 0
        cursor.execute("SELECT pg_advisory_unlock(%s)", [reminders.LOCK])
    other.close()
    assert reminders.plan_mail(now=WEEK) == 6
