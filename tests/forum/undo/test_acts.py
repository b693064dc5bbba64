"""Every act that goes to many is undone with all it did: each row as it was, and no mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from pghistory.core import event_models

from forum import files
from forum.base.refusal import NotAllowed
from forum.base.visibility import SYSTEM
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.membership.actions import seats
from forum.people.models import Member, SeatHolding
from forum.undo.actions import take_back
from forum.undo.acts import ACTS
from forum.undo.models import Undo
from meetings.attendance.attendees import attendees
from meetings.convocation.actions.convene import release_agenda, revision_of_draft
from meetings.convocation.actions.meeting import cancel_meeting, delete_plan, hold_meeting, hold_past, move_meeting
from meetings.followup.actions import hand_over, set_due
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.actions import course
from meetings.minutes.models import Minutes
from recommendations.areas import actions as areas
from recommendations.areas.models import Area, AreaPartner, AreaUpdate
from recommendations.reports import actions as reports
from recommendations.reports.models import Report
from tests import world
from tests.forum.files.example_files import PDF
from tests.forum.undo.invited import invite_many, remind_the_invited, withdraw_invitation
from tests.forum.undo.test_bar import bar
from tests.meetings.conftest import call
from tests.world import NOW, Cast

ClientFor = Callable[[Member | None], Client]
Do = Callable[[Cast], object]
COUNTERS = {"revision", "undo_until", "news_seen_at", "last_login"}


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row with a history, but for the counters that never go back."""
    found: dict[str, list[dict[str, Any]]] = {}
    history: Any  # made by pghistory at start
    for history in event_models():
        model: type[Model] = history.pgh_tracked_model
        rows = model._base_manager.order_by("pk").values()
        found[model._meta.label] = [{name: row[name] for name in row.keys() - COUNTERS} for row in rows]
    return found


def release_minutes(cast: Cast) -> Do:
    meeting = world.make_meeting(start=NOW - timedelta(days=3), state="held", agenda_version=0)
    world.make_item(meeting, 1, awaits_release=True)
    world.make_answer(meeting, world.seat_of(cast.head))
    minutes = course.start(meeting=meeting, by=cast.secretary, now=NOW)
    world.make_note(meeting.items.get())
    return lambda cast: course.release(minutes=type(minutes).objects.get(), by=cast.secretary, now=NOW)


def approve_minutes(cast: Cast) -> Do:
    """With a delegation: an area gets a lead, and other partners than it had."""
    meeting = world.make_meeting(start=NOW - timedelta(days=40), state="remarks")
    item = world.make_item(meeting)
    world.make_note(item)
    world.make_answer(meeting, world.seat_of(cast.head), was_present=True)
    area = world.make_area(state="prioritised")
    area.partners.set([world.organisation("Kolding")])
    decision = world.make_decision(item, kind="delegated", area=area, lead=world.organisation("Aalborg"))
    decision.partners.set([world.organisation("Vejle")])
    minutes = world.make_minutes(meeting, state="remarks", remarks_due=(NOW - timedelta(days=3)).date())
    revision = minutes.revision
    return lambda cast: course.approve(
        minutes=type(minutes).objects.get(), revision=revision, by=cast.secretary, now=NOW
    )


def send_report(cast: Cast) -> Do:
    done = {"job": world.make_job(reports.REPORT, "done"), "pages": 12, "file": files.store_made(PDF, name="r.pdf")}
    report = Report.objects.create(audience="members", **done)
    to: dict[str, Any] = {"members": [cast.head, cast.lead], "addresses": [], "as_link": False}
    return lambda cast: reports.send(report=report, letter="", is_vouched=False, by=cast.secretary, now=NOW, **to)


def turn_red(cast: Cast) -> Do:
    area = world.make_area(world.organisation("Aalborg"))
    said: dict[str, Any] = {"sentence": "Ingen bød.", "next_step": "Ny dialog"}
    return lambda cast: areas.report_status(area=area, colour="red", by=cast.secretary, now=NOW, **said)


def close_seat(cast: Cast) -> Do:
    """Of somebody who has a meeting in the calendar, which is called off there too."""
    call(world.make_meeting(state="planned", agenda_version=0), cast)
    OutboxMail.objects.update(state="sent", sent_at=NOW, act=None)
    Undo.objects.all().delete()
    return lambda cast: seats.close_seat(seat=world.seat_of(cast.head), by=cast.secretary, now=NOW)


def end_holding(cast: Cast) -> Do:
    holding = SeatHolding.objects.get(member=cast.head, until=None)
    return lambda cast: seats.end_holding(holding=holding, by=cast.secretary, now=NOW)


def delete_a_plan(cast: Cast) -> Do:
    meeting = world.make_meeting(state="planned", agenda_version=0)
    world.make_item(meeting, 1).disqualified.add(cast.disqualified)
    return lambda cast: delete_plan(meeting=meeting, by=cast.secretary, now=NOW)


def hold(cast: Cast) -> Do:
    meeting = world.make_meeting(start=NOW - timedelta(hours=1), end=NOW + timedelta(hours=1))
    return lambda cast: hold_meeting(meeting=Meeting.objects.get(pk=meeting.pk), by=cast.secretary, now=NOW)


def convene_a_meeting(cast: Cast) -> Do:
    meeting = world.make_meeting(state="planned", agenda_version=0)
    world.make_item(meeting, 1, awaits_release=True)
    return lambda cast: call(Meeting.objects.get(pk=meeting.pk), cast, release=True)


def release_an_agenda(cast: Cast) -> Do:
    meeting = world.make_meeting(convened_at=NOW - timedelta(days=30))
    world.make_item(meeting, 1, awaits_release=True)

    def do(cast: Cast) -> object:
        again = Meeting.objects.get(pk=meeting.pk)
        receivers = [each for each in attendees(again, SYSTEM, NOW) if each.receiver]
        revision = revision_of_draft(again, receivers)
        return release_agenda(meeting=again, revision=revision, tell=True, by=cast.secretary, now=NOW)

    return do


def move_a_meeting(cast: Cast) -> Do:
    """To another day, and so to another address."""
    meeting = world.make_meeting(convened_at=NOW - timedelta(days=30))
    later: dict[str, Any] = {"start": meeting.start + timedelta(days=7), "end": meeting.end + timedelta(days=7)}

    def do(cast: Cast) -> object:
        again = Meeting.objects.get(pk=meeting.pk)
        return move_meeting(meeting=again, revision=again.revision, by=cast.secretary, now=NOW, **later)

    return do


def cancel_a_meeting(cast: Cast) -> Do:
    meeting = world.make_meeting(convened_at=NOW - timedelta(days=30))
    return lambda cast: cancel_meeting(
        meeting=Meeting.objects.get(pk=meeting.pk), reason="Sygdom", by=cast.secretary, now=NOW
    )


def bring_red_back(cast: Cast) -> Do:
    """The mails were dropped when the status was taken back."""
    turn_red(cast)(cast)
    update = AreaUpdate.objects.get()
    areas.take_back_status(update=update, by=cast.secretary, now=NOW)
    delivery.send_due(now=world.SENT)
    Undo.objects.all().delete()
    return lambda cast: areas.restore_status(update=AreaUpdate.objects.get(), by=cast.secretary, now=NOW)


def hand_over_an_action(cast: Cast) -> Do:
    meeting = world.make_meeting(start=NOW - timedelta(days=40), state="remarks")
    action = world.make_action(world.make_item(meeting), owner=world.seat_of(cast.head))
    world.make_minutes(meeting, state="remarks", remarks_due=NOW.date())
    to = world.seat_of(cast.lead)
    return lambda cast: hand_over(action=Action.objects.get(pk=action.pk), owner=to, by=cast.secretary, now=NOW)


def lock_minutes(cast: Cast) -> Do:
    do = approve_minutes(cast)
    do(cast)
    Undo.objects.all().delete()
    OutboxMail.objects.all().delete()
    return lambda cast: course.lock(minutes=Minutes.objects.get(), by=cast.secretary, now=NOW)


SCENES: dict[str, tuple[Callable[[Cast], Do], int]] = {  # how many mails wait
    "meetings.convocation.convene": (convene_a_meeting, 6),
    "meetings.convocation.release_agenda": (release_an_agenda, 6),
    "meetings.convocation.move_meeting": (move_a_meeting, 6),
    "meetings.convocation.cancel_meeting": (cancel_a_meeting, 6),
    "recommendations.areas.restore_status": (bring_red_back, 2),
    "meetings.followup.hand_over": (hand_over_an_action, 2),
    "meetings.minutes.release": (release_minutes, 6),
    "meetings.minutes.approve": (approve_minutes, 13),
    "meetings.minutes.lock": (lock_minutes, 0),
    "recommendations.reports.send": (send_report, 2),
    "recommendations.areas.report_status": (turn_red, 2),
    "forum.membership.close_seat": (close_seat, 2),
    "forum.membership.end_holding": (end_holding, 1),
    "forum.membership.withdraw": (withdraw_invitation, 1),
    "forum.membership.invite_all": (invite_many, 2),
    "forum.membership.remind_invited": (remind_the_invited, 2),
    "meetings.convocation.delete_plan": (delete_a_plan, 0),
    "meetings.convocation.hold_meeting": (hold, 0),
}
OWN_TESTS = {
    "meetings.messages.send", "meetings.convocation.take_off_guest", "recommendations.reports.send_as_last",
    "meetings.minutes.send_correction", "meetings.convocation.remind_silent",
}  # fmt: skip


def test_every_act_has_its_scene() -> None:
    assert {verb for verb in ACTS if verb.split(".")[0] != "tests"} == SCENES.keys() | OWN_TESTS


@pytest.mark.parametrize("verb", SCENES)
def test_it_is_undone_and_can_be_done_again(verb: str, cast: Cast, client_for: ClientFor) -> None:
    """By its button, which leads to a page that is there."""
    scene, mails = SCENES[verb]
    do, office = scene(cast), client_for(cast.secretary)
    before, sent = everything(), OutboxMail.objects.count()

    def waiting() -> int:
        return OutboxMail.objects.filter(state="queued", not_before=world.SENT).count()

    do(cast)
    undo = Undo.objects.get()
    assert (undo.verb, waiting(), everything() != before) == (verb, mails, True)
    answer = office.post(f"/fortryd/{undo.pk}/", follow=True)
    assert (answer.status_code, "Det er fortrudt" in answer.content.decode()) == (200, True)
    assert (everything(), OutboxMail.objects.count(), delivery.send_due(now=world.SENT)) == (before, sent, 0)
    do(cast)
    assert waiting() >= mails


def test_the_partners_of_an_area_come_back(cast: Cast) -> None:
    do = approve_minutes(cast)
    assert world.history(AreaPartner).count() > 0
    do(cast)
    assert [str(partner) for partner in Area.objects.get().partners.all()] == ["Vejle"]
    take_back(undo=Undo.objects.get(), by=cast.secretary, now=NOW, reason="")
    area = Area.objects.get()
    assert ([str(p) for p in area.partners.all()], area.lead, area.state) == (["Kolding"], None, "prioritised")


def test_what_others_have_built_on_is_not_undone(cast: Cast) -> None:
    """A status that somebody has answered to stays; nothing of it is undone by half."""
    do = turn_red(cast)
    do(cast)
    update = AreaUpdate.objects.get()
    areas.take_back_status(update=update, by=cast.lead, now=NOW)
    before = everything()
    with pytest.raises(NotAllowed, match="Tog status tilbage"):
        take_back(undo=Undo.objects.get(), by=cast.secretary, now=NOW, reason="")
    assert (everything(), Undo.objects.get().undone_at) == (before, None)


def test_an_owner_is_not_taken_back_from_under_a_new_due_day(cast: Cast) -> None:
    """What was agreed is kept of both at once."""
    hand_over_an_action(cast)(cast)
    action = Action.objects.get()
    set_due(action=action, due=action.due + timedelta(days=7), by=cast.lead, now=NOW)
    before = everything()
    with pytest.raises(NotAllowed, match="Gav opgave ny frist"):
        take_back(undo=Undo.objects.get(), by=cast.secretary, now=NOW, reason="")
    assert everything() == before


def test_people_are_counted_once_and_the_records_system_by_its_name(cast: Cast, settings: Any) -> None:
    """Approved minutes that delegate an area are two mails to some."""
    settings.RECORDS_ADDRESS = "journal@example.dk"
    approve_minutes(cast)(cast)
    undo, people = Undo.objects.get(), OutboxMail.objects.exclude(to_address=settings.RECORDS_ADDRESS)
    assert (undo.mails > people.values("to_address").distinct().count() + 1) is True
    read = people.filter(kind="meetings.minutes_approved").values("to_address").distinct().count()
    assert undo.goes_to == f"{read} og journalen"  # whoever hears of the area alone does not get the minutes


def test_a_held_meeting_goes_back_while_its_minutes_are_empty(cast: Cast, client_for: ClientFor) -> None:
    """And stays there: the planner holds a meeting once for each end that it has."""
    meeting = world.make_meeting(start=NOW - timedelta(hours=3), end=NOW - timedelta(hours=1))
    item = world.make_item(meeting)
    assert (hold_past(now=NOW), Meeting.objects.get().state) == (1, "held")
    assert Undo.objects.count() == 0  # by the system
    minutes = course.start(meeting=Meeting.objects.get(), by=cast.secretary, now=NOW)
    course.unhold(meeting=meeting, by=cast.secretary, now=NOW)
    assert (hold_past(now=NOW), Meeting.objects.get().state) == (0, "released")
    hold_meeting(meeting=Meeting.objects.get(), by=cast.secretary, now=NOW)
    office = client_for(cast.secretary)
    assert [line[:28] for line in bar(office)] == ["Mødet er markeret som holdt."]
    course.unhold(meeting=meeting, by=cast.secretary, now=NOW)
    assert bar(office) == []  # it is taken back already
    hold_meeting(meeting=Meeting.objects.get(), by=cast.secretary, now=NOW)
    world.make_note(item)
    with pytest.raises(NotAllowed, match="begyndt"):
        course.unhold(meeting=meeting, by=cast.secretary, now=NOW)
    assert (Meeting.objects.get().state, course.start(meeting=meeting, by=cast.secretary, now=NOW)) == ("held", minutes)
