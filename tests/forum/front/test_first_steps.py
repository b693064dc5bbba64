"""»Kom i gang«: an empty forum is led to its first meeting, and what it does not have yet is said so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from forum.base import heartbeat
from forum.front.office_tasks.desk import STARTED, _loops
from forum.membership.actions import seats
from forum.membership.models import Invitation
from forum.people.models import Member, Organisation, Seat
from recommendations.wording.models import Recommendation
from tests import world
from tests.forum.front.test_desk import DAY, ClientFor, beat, quiet
from tests.world import NOW

EMPTY = [("pladser", "Ingen pladser endnu."), ("anbefalinger", "Hent de ti")]


def test_an_empty_forum_is_led_through_its_first_steps_until_all_are_done(db: None, client_for: ClientFor) -> None:
    beat()
    me = Member.objects.create_user("s@example.dk", "Sofie", is_secretariat=True, welcomed_at=NOW)
    client = client_for(me)

    def left() -> list[str]:
        return [step.verb for step in client.get("/").context["beginning"].steps if not step.is_done]

    assert left() == ["Hent dem", "Hent de ti", "Inviter", "Vælg", "Inviter", "Opret"]
    home = client.get("/")
    waiting = [step.what for step in home.context["beginning"].steps if step.waits_for]
    assert (home.context["lines"], waiting) == ([], ["Vælg en forperson"])
    assert "Alle pladser er besat." not in client.get("/pladser/").content.decode()
    assert [client.get(f"/{page}/").content.decode().count(said) for page, said in EMPTY] == [1, 1]
    assert client.post("/anbefalinger/hent/", {"fra": "hjem"}).headers["Location"] == "/"
    assert Recommendation.objects.count() == 10
    assert "Hent de ti" not in client.get("/anbefalinger/").content.decode()
    assert client.post("/organisationer/hent/").headers["Location"] == "/"
    assert Organisation.objects.municipalities().count() == 98
    seat = Seat.objects.create(organisation=Organisation.objects.get(name="Odense"), since=date(2026, 1, 1))
    Invitation.objects.create(email="m@example.dk", seat=seat, invited_by=me, expires_at=NOW + 900 * DAY)
    assert left() == ["Vælg", "Inviter", "Opret"]
    assert [step.what for step in client.get("/").context["beginning"].steps if step.waits_for] == []
    Seat.objects.filter(pk=seat.pk).update(role="chair")
    assert client.get("/invitationer/ny/?som=secretariat").context["form"]["part"].value() == "secretariat"
    Invitation.objects.create(email="k@example.dk", is_secretariat=True, invited_by=me, expires_at=NOW + 900 * DAY)
    assert left() == ["Opret"]
    world.make_meeting(state="planned", agenda_version=0)
    assert (left(), "Kom i gang" in client.get("/").content.decode()) == ([], False)


def test_a_forum_under_way_that_lost_its_chair_is_told(cast: world.Cast, client_for: ClientFor) -> None:
    quiet()
    world.make_meeting(state="closed", start=NOW - DAY)
    seats.close_seat(seat=world.seat_of(cast.chair), by=cast.secretary, now=NOW)
    context = client_for(cast.secretary).get("/").context
    assert ([line.what for line, _ in context["lines"]], context["beginning"].steps) == (
        ["Forummet har ingen forperson"], [],
    )  # fmt: skip


def test_loops_that_have_not_run_yet_are_given_five_minutes(cast: world.Cast) -> None:
    quiet()
    heartbeat.beat("beat", datetime(1970, 1, 1, 0, 1, tzinfo=UTC))

    def said(after: timedelta) -> list[str]:
        return [line.what for line in _loops(STARTED + after)]

    heartbeat.beat("sender", STARTED)
    assert (said(timedelta(minutes=4)), said(timedelta(minutes=6))) == ([], ["Mailsystemet er gået i stå"])
