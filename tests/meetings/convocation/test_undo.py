"""What goes to all who are called can be undone for a minute: the meeting, its answers and its mails are as before."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
import time_machine
from django.test import Client

from forum.base.refusal import NotAllowed
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member
from forum.undo.actions import take_back
from forum.undo.models import Undo
from meetings.agenda.models import AgendaItem
from meetings.attendance.actions import answer
from meetings.attendance.models import Attendance
from meetings.convocation.actions.meeting import cancel_meeting, edit_meeting, move_meeting
from meetings.convocation.actions.reminders import plan_mail
from meetings.meeting.models import Meeting
from tests import world
from tests.forum.undo.test_bar import bar
from tests.meetings.conftest import call, local, plan_and_send
from tests.sink import Sink

ClientFor = Callable[[Member | None], Client]
NOW, LATER = world.NOW, world.NOW + timedelta(seconds=61)
UNCOUNTED = {"revision"}


@pytest.fixture
def planned(cast: world.Cast) -> Meeting:
    meeting = world.make_meeting(state="planned", agenda_version=0)
    world.make_item(meeting, 1, title="Velkomst")
    world.make_item(meeting, 2, title="Tillæg", awaits_release=True)
    return meeting


def rows(meeting: Meeting) -> list[dict[str, Any]]:
    """All columns of the meeting, its items and its answers, but for the counters that stale pages are known by."""
    found = [
        *Meeting.objects.filter(pk=meeting.pk).values(),
        *AgendaItem.objects.filter(meeting=meeting).order_by("pk").values(),
        *Attendance.objects.filter(meeting=meeting).order_by("pk").values(),
    ]
    return [{name: value for name, value in row.items() if name not in UNCOUNTED} for row in found]


def undo(by: Member, now: Any = NOW) -> None:
    """Undo the newest act, as its doer does."""
    newest = Undo.objects.filter(by=by, undone_at=None).order_by("-pk")[0]
    take_back(undo=newest, by=by, now=now, reason="Indkaldte")


def waiting() -> int:
    return OutboxMail.objects.filter(state="queued", not_before=NOW + timedelta(seconds=60)).count()


def test_a_convocation_is_undone_and_sent_anew(planned: Meeting, cast: world.Cast, sink: Sink) -> None:
    before = rows(planned)
    told = call(planned, cast, release=True)
    assert (delivery.send_due(now=NOW + timedelta(seconds=59)), waiting(), len(told) > 2) == (0, len(told), True)
    assert rows(planned) != before
    answer(meeting=planned, seat=world.seat_of(cast.head), answer="yes", by=cast.head, now=NOW, via="page")
    undo(cast.secretary)
    (given,) = Attendance.objects.filter(meeting=planned)  # to a convocation that never was
    assert (rows(planned)[:-1], given.answer, OutboxMail.objects.count()) == (before, "", 0)
    assert (plan_and_send(LATER), len(sink.mails)) == (0, 0)
    planned.refresh_from_db()
    again = call(planned, cast, LATER, release=True)
    assert (len(again), delivery.send_due(now=LATER + timedelta(seconds=60))) == (len(told), len(told))


def test_a_move_is_undone_with_the_answers_to_the_time_before(meeting: Meeting, cast: world.Cast, sink: Sink) -> None:
    head, supplier = world.seat_of(cast.head), world.seat_of(cast.supplier)
    answer(meeting=meeting, seat=head, answer="no", by=cast.head, now=NOW, via="page")
    before = rows(meeting)
    later: dict[str, Any] = {"start": meeting.start + timedelta(days=7), "end": meeting.end + timedelta(days=7)}
    move_meeting(meeting=meeting, revision=meeting.revision, by=cast.secretary, now=NOW, **later)
    assert [row.answer for row in Attendance.objects.filter(meeting=meeting)] == [""]
    for seat, who in ((head, cast.head), (supplier, cast.supplier)):  # in the minute, to the new time
        answer(meeting=meeting, seat=seat, answer="yes", by=who, now=NOW, via="page")
    undo(cast.secretary)
    assert rows(meeting)[:-1] == before
    assert dict(Attendance.objects.values_list("seat", "answer")) == {head.pk: "no", supplier.pk: ""}
    assert (delivery.send_due(now=LATER), OutboxMail.objects.count()) == (0, 0)


def test_cancelling_is_undone(meeting: Meeting, cast: world.Cast) -> None:
    before = rows(meeting)
    cancel_meeting(meeting=meeting, reason="Sygdom", by=cast.secretary, now=NOW)
    assert waiting() > 2
    undo(cast.secretary)
    assert (rows(meeting), waiting()) == (before, 0)


def test_two_acts_are_undone_one_after_the_other(planned: Meeting, cast: world.Cast) -> None:
    before = rows(planned)
    call(planned, cast)
    move_meeting(meeting=planned, revision=planned.revision, by=cast.secretary, now=NOW, place="Odense")
    first = Undo.objects.earliest("pk")
    with pytest.raises(NotAllowed, match=r"ændret noget siden \(.*: »Flyttede møde«\)"):
        take_back(undo=first, by=cast.secretary, now=NOW, reason="")
    undo(cast.secretary)
    undo(cast.secretary)
    assert (rows(planned), waiting(), Undo.objects.open(NOW).count()) == (before, 0, 0)


def test_too_late_is_said_and_changes_nothing(
    planned: Meeting, cast: world.Cast, client_for: ClientFor, clock: time_machine.Traveller, sink: Sink
) -> None:
    told = call(planned, cast)
    before, row = rows(planned), Undo.objects.get()
    with pytest.raises(NotAllowed, match="for sent"):
        undo(cast.secretary, LATER)
    OutboxMail.objects.filter(pk=OutboxMail.objects.earliest("pk").pk).update(state="claimed", claimed_at=NOW)
    with pytest.raises(NotAllowed, match="for sent"):  # a clock that goes slow: one has been taken by a sender
        undo(cast.secretary)
    assert (rows(planned), OutboxMail.objects.count()) == (before, len(told))
    clock.move_to(LATER)
    page = client_for(cast.secretary).post(f"/fortryd/{row.pk}/", follow=True).content.decode()
    assert page.count("Det er for sent at fortryde. Indkaldelsen er gået ud.") == 1


def test_a_colleagues_change_of_something_else_stays(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor, sink: Sink
) -> None:
    """A meeting is moved, and its title is corrected within the minute: the move is undone, the title is not."""
    before, start = bar(client_for(cast.secretary)), meeting.start
    later: dict[str, Any] = {"start": start + timedelta(days=7), "end": meeting.end + timedelta(days=7)}
    move_meeting(meeting=meeting, revision=meeting.revision, by=cast.secretary, now=NOW, **later)
    sequence = meeting.sequence
    edit_meeting(meeting=meeting, revision=meeting.revision, by=cast.chair, now=NOW, title="Decembermøde")
    offered = bar(client_for(cast.secretary))
    assert (before, offered) == ([], ["Ændringen går ud til 6 om 60 sekunder. Møde i samarbejdsforummet, 17. december"])
    undo(cast.secretary)
    meeting.refresh_from_db()
    assert (meeting.title, meeting.start, meeting.slug, meeting.former_slugs) == (
        "Decembermøde", start, "2026-12-17", [],
    )  # fmt: skip
    assert (meeting.sequence > sequence, waiting(), delivery.send_due(now=LATER)) == (True, 0, 0)


def test_a_colleagues_change_of_the_same_is_not_undone_and_the_bar_says_so(
    planned: Meeting, cast: world.Cast, client_for: ClientFor
) -> None:
    call(planned, cast)
    Undo.objects.update(mails=0)
    office = client_for(cast.secretary)
    assert [line[:9] for line in bar(office)] == ["Mødet er "]
    cancel_meeting(meeting=planned, reason="Sygdom", by=cast.chair, now=NOW)
    Undo.objects.filter(by=cast.chair).update(undone_at=NOW)  # too late for that one
    before = rows(planned)
    why_not = f"({cast.chair.name}: »Aflyste møde«)"
    with pytest.raises(NotAllowed, match=re.escape(why_not)):
        undo(cast.secretary)
    page = lxml.html.fromstring(office.get("/moeder/").content.decode())
    (line,) = bar(office)
    assert (why_not in line, len(page.xpath("//*[@id='fortryd']//button"))) == (True, 0)
    assert (rows(planned), waiting() > 2) == (before, True)


def test_the_planner_waits_and_what_it_queued_does_not_go(meeting: Meeting, cast: world.Cast, sink: Sink) -> None:
    """A reminder is due in the very minute after the meeting was called."""
    due = local("2026-12-10 10:00")
    Meeting.objects.filter(pk=meeting.pk).update(state="planned", convened_at=None)
    meeting.refresh_from_db()
    just_before = due - timedelta(seconds=30)
    Meeting.objects.filter(pk=meeting.pk).update(rsvp_deadline=local("2026-12-15 10:00"))
    meeting.refresh_from_db()
    call(meeting, cast, just_before)
    assert plan_mail(now=due) == 0
    assert plan_mail(now=due + timedelta(seconds=31)) > 2  # there was something to hold back
    Undo.objects.update(until=due + timedelta(minutes=5))
    OutboxMail.objects.filter(kind="meetings.convocation").update(not_before=due + timedelta(minutes=5))
    undo(cast.secretary, due + timedelta(seconds=32))
    assert (delivery.send_due(now=due + timedelta(minutes=10)), len(sink.mails)) == (0, 0)
    dropped = {mail.error for mail in OutboxMail.objects.all()}
    assert dropped <= {"Modtageren kan ikke længere se mødet.", "Indkaldelsen er fortrudt."}
