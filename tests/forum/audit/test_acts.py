"""One real act of every subject, read back from the history: who did it, and what it is called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from forum import files
from forum.audit import history
from forum.audit.context import LABELS
from forum.jobs import worker
from forum.mail import actions as mail_actions
from forum.mail import outbox
from forum.membership.actions import members, seats
from forum.panel import corrections
from forum.receivers import actions as lists
from forum.undo.actions import take_back
from forum.undo.models import Undo
from meetings import retention
from meetings.agenda.actions import items
from meetings.agenda.actions.view_copies import plan_copies
from meetings.agenda.models import Attachment
from meetings.attendance.actions import answer
from meetings.convocation.actions import meeting as meeting_actions
from meetings.followup.actions import move_action
from meetings.messages import actions as messages
from meetings.minutes.actions import course
from recommendations.areas import actions as area_actions
from recommendations.reports import actions as report_actions
from recommendations.wording import actions as wording_actions
from tests import world
from tests.forum.files.example_files import PDF
from tests.world import NOW, Cast

Act = Callable[[Cast], None]
REASONS = {"forum.undo": "Aflyste møde"}  # tells it from what it undid
BY_THE_SYSTEM = {"forum.copies", "forum.jobs", "meetings.retention"}


def leave_a_mail(cast: Cast) -> None:
    rendered = outbox.Rendered("Emne", "Tekst", "<p>Tekst</p>")
    mail = outbox.queue(key="a", kind=world.GREETING, to=cast.head, rendered=rendered, now=NOW, is_draft=True)
    mail_actions.leave_unsent(mail=mail, reason="Ikke nødvendig", by=cast.secretary, now=NOW)


def correct(cast: Cast) -> None:
    cast.head.title = "Direktør"
    corrections.correct(obj=cast.head, fields=["title"], by=cast.secretary, now=NOW, reason="Rettelse")


def begin_a_job(cast: Cast) -> None:
    world.make_job(report_actions.REPORT)
    assert worker._claim(by=None, now=NOW)


def edit_an_item(cast: Cast) -> None:
    item = world.make_item(world.make_meeting())
    items.edit_item(item=item, revision=1, disqualified=[], title="Nyt", by=cast.secretary, now=NOW)


def answer_for(cast: Cast) -> None:
    seat = world.seat_of(cast.head)
    answer(meeting=world.make_meeting(), seat=seat, answer="yes", by=cast.secretary, now=NOW, via="secretariat")


def cancel(cast: Cast) -> None:
    meeting_actions.cancel_meeting(meeting=world.make_meeting(), reason="Sygdom", by=cast.secretary, now=NOW)


def finish(cast: Cast) -> None:
    action = world.make_action(world.make_item(world.make_meeting()), world.seat_of(cast.head))
    move_action(action=action, to="done", by=cast.secretary, now=NOW)


def approve(cast: Cast, **decided: Any) -> None:
    start = NOW - timedelta(days=40)
    meeting = world.make_meeting(start=start, state="remarks")
    item = world.make_item(meeting)
    world.make_note(item)
    if decided:
        world.make_decision(item, **decided)
    world.make_answer(meeting, world.seat_of(cast.head), was_present=True)
    minutes = world.make_minutes(meeting, remarks_due=(NOW - timedelta(days=3)).date())
    course.approve(minutes=minutes, revision=minutes.revision, by=cast.secretary, now=NOW)


def forget(cast: Cast) -> None:
    meeting = world.make_meeting(start=NOW - timedelta(days=4000))
    world.make_answer(meeting, world.seat_of(cast.head), "substitute", substitute_name="Ole Vikar")
    assert retention.forget_substitutes(now=NOW)


def explain(cast: Cast) -> None:
    made = world.make_recommendation()
    wording_actions.explain(recommendation=made, why="Fordi", revision=made.revision, by=cast.secretary, now=NOW)


def undo_an_act(cast: Cast) -> None:
    cancel(cast)
    take_back(undo=Undo.objects.get(), by=cast.secretary, now=NOW, reason="Aflyste møde")


def plan_a_copy(cast: Cast) -> None:
    paper = files.store(PDF, name="Oplæg.pdf")
    Attachment.objects.create(item=world.make_item(world.make_meeting()), file=paper, title="X", added_by=cast.head)
    assert plan_copies(now=NOW)


def draft_a_message(cast: Cast) -> None:
    messages.draft(meeting=None, to="all", list=None, subject="Emne", text="Tekst", by=cast.secretary, now=NOW)


def make_a_list(cast: Cast) -> None:
    lists.create(name="Styregruppen", members=[cast.chair], addresses=[], by=cast.secretary, now=NOW)


ACTS: dict[str, tuple[Act, str]] = {
    "forum.copies": (plan_a_copy, "Bestilte kopier, der kan åbnes i browseren"),
    "forum.jobs": (begin_a_job, "Begyndte på arbejdet"),
    "forum.mail": (leave_a_mail, "Lod mail ligge"),
    "forum.membership": (
        lambda cast: seats.make_chair(seat=world.seat_of(cast.head), by=cast.secretary, now=NOW),
        "Valgte forperson",
    ),
    "forum.panel": (correct, "Rettede"),
    "forum.receivers": (make_a_list, "Oprettede modtagerliste"),
    "forum.undo": (undo_an_act, "Fortrød"),
    "meetings.agenda": (edit_an_item, "Rettede punkt"),
    "meetings.attendance": (answer_for, "Svarede på indkaldelse"),
    "meetings.convocation": (cancel, "Aflyste møde"),
    "meetings.followup": (finish, "Flyttede opgave"),
    "meetings.messages": (draft_a_message, "Skrev kladde til besked"),
    "meetings.minutes": (approve, "Godkendte referat"),
    "meetings.retention": (forget, "Glemte navne på stedfortrædere"),
    "recommendations.areas": (
        lambda cast: area_actions.stop(area=world.make_area(), reason="Løst", by=cast.secretary, now=NOW),
        "Stoppede område",
    ),
    "recommendations.reports": (
        lambda cast: report_actions.try_again(
            report=report_actions.Report.objects.create(
                audience="members", job=world.make_job(report_actions.REPORT, state="failed")
            ),
            by=cast.secretary,
            now=NOW,
        ),
        "Bad om rapporten igen",
    ),
    "recommendations.wording": (explain, "Skrev begrundelse"),
}


def test_every_subject_has_its_act() -> None:
    subjects = {name.rpartition(".")[0] for name in LABELS}
    assert {each for each in subjects if each.split(".")[0] in {"forum", "meetings", "recommendations"}} == set(ACTS)


def newest(cast: Cast, words: str = "") -> history.Deed:
    found, _ = history.read(cast.secretary.as_viewer(), history.Question(words=words), start=0, count=1)
    return found[0]


@pytest.mark.parametrize("subject", ACTS)
def test_it_is_on_record_with_its_name(subject: str, cast: Cast) -> None:
    act, label = ACTS[subject]
    act(cast)
    deed = newest(cast, REASONS.get(subject, ""))
    who = "systemet" if subject in BY_THE_SYSTEM else "Sofie Krogh"
    assert (deed.who.casefold(), deed.verb) == (who.casefold(), label)
    assert deed.entries


def test_what_is_part_of_another_act_is_on_record_as_that_act(cast: Cast) -> None:
    """An approval delegates an area, by an act of its own: it says why, and not that the whole was a delegation."""
    area = world.make_area(state="prioritised")
    approve(cast, kind="delegated", area=area, lead=world.organisation("Aalborg"))
    (deed, *_), _ = history.read(cast.secretary.as_viewer(), history.Question(), start=0, count=40)
    assert (deed.verb, deed.reason) == ("Godkendte referat", "Besluttet på Møde i samarbejdsforummet")
    assert {"innovationsområde", "referat"} <= {entry.what.casefold() for entry in deed.entries}


def test_a_new_address_is_on_record(cast: Cast) -> None:
    """The way in for somebody else, should it be done unseen."""
    members.change_address(member=cast.head, email="ny@example.dk", by=cast.secretary, now=NOW, reason="Nyt job")
    deed = newest(cast)
    assert (deed.who, deed.verb, deed.reason) == ("Sofie Krogh", "Rettede mailadresse", "Nyt job")
