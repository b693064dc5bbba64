"""The secretariat's front page: a line for each thing that needs a person, and none for what does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from forum.base import heartbeat
from forum.base.heartbeat import Heartbeat
from forum.front import office_tasks
from forum.mail import outbox
from forum.mail.models import OutboxMail
from forum.membership.actions import seats
from forum.membership.models import Invitation, JoinRequest
from forum.people.models import Member, Seat
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes, Remark
from tests import world
from tests.world import NOW


def lines(cast: world.Cast) -> dict[str, int]:
    groups = office_tasks.for_secretariat(cast.secretary.as_viewer(), NOW)
    return {line.what: line.number for group in groups for line in group.lines}


@pytest.fixture(autouse=True)
def _silence(db: None) -> None:
    """No loop has run: a beat is no part of a transaction, so one of another test is still there."""
    for name in ("beat", "sender"):
        heartbeat.beat(name, datetime.fromtimestamp(1, UTC))


def beat() -> None:
    for name in ("beat", "sender"):
        heartbeat.beat(name, NOW)


def all_seated() -> None:
    """Vejle's seat stands empty in the cast."""
    Seat.objects.filter(organisation__name="Vejle").update(until=NOW.date() - timedelta(days=1))


def test_a_quiet_day_has_no_lines(cast: world.Cast) -> None:
    beat()
    all_seated()
    assert lines(cast) == {}


def test_an_empty_seat_is_told_until_somebody_is_invited_to_it(cast: world.Cast) -> None:
    beat()
    seat = Seat.objects.get(organisation__name="Vejle")
    said = "plads er ledig: Vejle Kommune, siden den 31. december 2025"
    assert lines(cast) == {said: 1}
    item = world.make_item(world.make_meeting(start=NOW - timedelta(days=20), state=Meeting.State.APPROVED))
    for _ in range(2):
        world.make_action(item, seat)
    assert lines(cast) == {f"{said}, 2 åbne opgaver": 1}
    Invitation.objects.create(
        email="ny@example.dk", seat=seat, invited_by=cast.secretary, expires_at=NOW + timedelta(days=1)
    )
    assert lines(cast) == {}


def test_silent_loops_are_told(cast: world.Cast) -> None:
    all_seated()
    heartbeat.beat("beat", NOW - timedelta(minutes=6))
    heartbeat.beat("sender", NOW)
    assert lines(cast) == {"del af mailsystemet svarer ikke: tilkald driften": 1}


def test_mail_held_after_a_restore_is_told(cast: world.Cast) -> None:
    beat()
    all_seated()
    Heartbeat.mark(Heartbeat.RESTORED, NOW)
    (line,) = lines(cast)
    assert line.startswith("genskabelse fra en kopi holder nye mails tilbage")


def test_each_thing_that_waits_has_its_line(cast: world.Cast) -> None:
    all_seated()
    beat()
    for number, state in enumerate(("failed", "uncertain", "draft", "draft", "sent", "queued")):
        rendered = outbox.Rendered("Hej", "Hej", "<p>Hej</p>")
        early = NOW - timedelta(hours=1)
        mail = outbox.queue(key=str(number), kind=world.GREETING, to="en@example.dk", rendered=rendered, now=early)
        OutboxMail.objects.filter(pk=mail.pk).update(state=state)
    JoinRequest.objects.create(name="Ny", email="ny@example.dk", organisation="Ny A/S", why="Fordi", state="confirmed")
    seat = world.seat_of(cast.head)
    for name, expires in (("gammel", NOW - timedelta(days=1)), ("frisk", NOW + timedelta(days=1))):
        email = f"{name}@example.dk"
        Invitation.objects.create(email=email, seat=seat, invited_by=cast.secretary, expires_at=expires)
    coming = world.make_meeting()
    world.make_answer(coming, seat)
    held = world.make_meeting(slug="2026-06-01", start=NOW - timedelta(days=175), state=Meeting.State.HELD)
    item = world.make_item(held)
    world.make_action(item, seat, due=NOW.date() - timedelta(days=1))
    world.make_action(item, seat, due=NOW.date() + timedelta(days=1))
    heard = world.make_meeting(slug="2025-12-01", start=NOW - timedelta(days=357), state=Meeting.State.REMARKS)
    world.make_minutes(heard, state=Minutes.State.REMARKS, remarks_due=NOW.date() - timedelta(days=1))
    said = world.make_item(heard)
    for text in ("Mangler", "Forkert"):
        Remark.objects.create(item=said, by=cast.head, text=text)
    Remark.objects.create(item=said, by=cast.head, text="Rettet", outcome="taken_in", answered_at=NOW)
    area = world.make_area(seat.organisation)
    world.make_update(area, cast.head, date=NOW.date() - timedelta(days=61))
    assert lines(cast) == {
        "mail kunne ikke sendes": 1,
        "mail er måske ikke nået frem": 1,
        "mail venter på mailserveren": 1,
        "mails er klar og venter på dit »send«": 2,
        "ansøgning om plads venter på svar": 1,
        "invitation er udløbet uden svar": 1,
        "pladser har ikke svaret: torsdag den 17. december 2026": 5,
        "referat er ikke frigivet: mandag den 1. juni 2026": 1,
        "bemærkninger venter på svar: mandag den 1. december 2025": 2,
        "opgave er over fristen": 1,
        "innovationsområde er uden nyt i 61 dage": 1,
    }


def test_several_silent_areas_are_counted_and_the_longest_silence_named(cast: world.Cast) -> None:
    all_seated()
    beat()
    for days in (0, 60, 61, 93):
        day = NOW.date() - timedelta(days=days)
        world.make_area(world.organisation("Aalborg"), title=f"Tavst i {days}", delegated_on=day)
    assert lines(cast) == {"innovationsområder er uden nyt, det ene i 93 dage": 2}


def test_the_page_is_the_secretariats_and_every_line_leads_somewhere(
    cast: world.Cast, client_for: Callable[[Member | None], Client]
) -> None:
    JoinRequest.objects.create(name="Ny", email="ny@example.dk", organisation="Ny A/S", why="Fordi", state="confirmed")
    all_seated()
    assert client_for(cast.chair).get("/sekretariat/").status_code == 403
    secretary = client_for(cast.secretary)
    old = secretary.get("/sekretariat/")
    assert (old.status_code, old.headers["Location"]) == (301, "/")
    page = secretary.get("/")
    urls = [line.url for group in page.context["groups"] for line in group.lines]
    assert len(urls) == 2
    assert {secretary.get(url).status_code for url in urls} <= {200, 503}


def test_a_plan_does_not_hide_who_has_not_answered(cast: world.Cast) -> None:
    beat()
    all_seated()
    world.make_meeting(slug="plan", start=NOW + timedelta(days=7), state="planned", agenda_version=0)
    world.make_meeting()
    assert lines(cast) == {
        "møde er ikke indkaldt: mandag den 30. november 2026": 1,
        "pladser har ikke svaret: torsdag den 17. december 2026": 6,
    }


def test_a_closed_seat_is_not_vacant_and_a_forum_without_chair_is_told(cast: world.Cast) -> None:
    beat()
    all_seated()
    seats.close_seat(seat=world.seat_of(cast.chair), by=cast.secretary, now=NOW)
    assert lines(cast) == {"forperson mangler: ingen plads har rollen": 1}


def test_minutes_with_an_unanswered_remark_cannot_be_approved_yet(cast: world.Cast) -> None:
    beat()
    all_seated()
    held = world.make_meeting(slug="hoert", start=NOW - timedelta(days=40), state=Meeting.State.REMARKS)
    world.make_minutes(held, remarks_due=NOW.date() - timedelta(days=1))
    day = "onsdag den 14. oktober 2026"
    approvable = f"referat kan godkendes, fristen for bemærkninger er udløbet: {day}"
    assert lines(cast) == {approvable: 1}
    Remark.objects.create(item=world.make_item(held), by=cast.head, text="Et navn mangler.")
    assert lines(cast) == {f"bemærkning venter på svar: {day}": 1}
