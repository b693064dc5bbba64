"""The desk: a line for each thing that needs a person, with the verb that does it, and none for what does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.base import heartbeat
from forum.base.heartbeat import Heartbeat
from forum.front import office_tasks
from forum.front.office_tasks import Line
from forum.mail import outbox
from forum.mail.models import OutboxMail
from forum.membership.models import Invitation, JoinRequest
from forum.people.models import Member, Seat
from meetings.convocation.mail import CONVOCATION
from meetings.followup.models import Action, ActionStep
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes, Remark
from tests import world
from tests.world import NOW

ClientFor = Callable[[Member | None], Client]
DAY = timedelta(days=1)


def desk(cast: world.Cast) -> list[Line]:
    return office_tasks.desk_of(cast.secretary, cast.secretary.as_viewer(), NOW).lines


def lines(cast: world.Cast) -> dict[str, str]:
    return {line.what: line.verb for line in desk(cast)}


@pytest.fixture(autouse=True)
def _silence(db: None) -> None:
    """No loop has run: a beat is no part of a transaction, so one of another test is still there."""
    for name in ("beat", "sender"):
        heartbeat.beat(name, datetime.fromtimestamp(1, UTC))


def beat() -> None:
    for name in ("beat", "sender"):
        heartbeat.beat(name, NOW)


def give_a_colleague() -> None:
    Member.objects.create_user("kollega@example.dk", "Kollega", is_secretariat=True)


def quiet() -> None:
    """The loops run, the secretary has a colleague, and Vejle's seat, empty in the cast, is closed."""
    beat()
    give_a_colleague()
    Seat.objects.filter(organisation__name="Vejle").update(until=NOW.date() - DAY)


def called(meeting: Meeting) -> None:
    """Everybody with a seat has had the convocation, ten days ago."""
    meeting.refresh_from_db()  # mails name the start as the database does
    for seat in Seat.objects.filter(until=None).with_holders():
        if seat.holder:
            about = {"meeting": meeting.pk, "seat": seat.pk, "member": seat.holder.pk,
                     "start": meeting.start.isoformat()}  # fmt: skip
            rendered = outbox.Rendered("Mød op", "Hej", "<p>Hej</p>")
            made = outbox.queue(key=f"k-{meeting.pk}-{seat.pk}", kind=CONVOCATION, to=seat.holder, rendered=rendered,
                                about=about, now=NOW - 10 * DAY)  # fmt: skip
            OutboxMail.objects.filter(pk=made.pk).update(state="sent", created_at=NOW - 10 * DAY)


def test_a_quiet_day_has_no_lines(cast: world.Cast) -> None:
    quiet()
    assert lines(cast) == {}


def test_an_empty_seat_is_told_until_somebody_is_invited_to_it(cast: world.Cast) -> None:
    beat()
    give_a_colleague()
    seat = Seat.objects.get(organisation__name="Vejle")
    (line,) = desk(cast)
    said = (line.what, line.verb, line.url, line.about, line.when(NOW))
    assert said == ("Vejle Kommune har en ledig plads", "Inviter", f"/invitationer/ny/?plads={seat.pk}", "",
                    "Siden 31. december")  # fmt: skip
    item = world.make_item(world.make_meeting(start=NOW - 20 * DAY, state=Meeting.State.CLOSED))
    assert len([world.make_action(item, seat) for _ in range(2)]) == 2
    assert desk(cast)[0].about == "2 åbne opgaver følger med pladsen."
    Invitation.objects.create(email="ny@example.dk", seat=seat, invited_by=cast.secretary, expires_at=NOW + 4 * DAY)
    assert lines(cast) == {}


def test_faults_of_the_mail_system_stand_first(cast: world.Cast) -> None:
    quiet()
    world.make_action(
        world.make_item(world.make_meeting(state="closed")), world.seat_of(cast.head), due=NOW.date() - DAY
    )
    heartbeat.beat("beat", NOW - timedelta(minutes=6))
    Heartbeat.mark(Heartbeat.RESTORED, NOW)
    assert list(lines(cast)) == ["Mailsystemet er gået i stå", "Nye mails holdes tilbage", "Skriv udkast til køreplan"]


def make_everything(cast: world.Cast, suffix: str = "") -> None:
    for number, state in enumerate(("failed", "uncertain", "draft", "draft", "sent", "queued")):
        rendered = outbox.Rendered("Hej", "Hej", "<p>Hej</p>")
        early = NOW - timedelta(hours=1)
        key = f"{number}{suffix}"
        mail = outbox.queue(key=key, kind=world.GREETING, to="en@example.dk", rendered=rendered, now=early)
        OutboxMail.objects.filter(pk=mail.pk).update(state=state)
    JoinRequest.objects.create(
        name=f"Ny{suffix}", email=f"ny{suffix}@example.dk", organisation="Ny A/S", why="Fordi", state="confirmed",
        created_at=NOW,
    )  # fmt: skip
    JoinRequest.objects.update(created_at=NOW - DAY)
    seat = world.seat_of(cast.head)
    for name, expires in (("gammel", NOW - DAY), ("frisk", NOW + DAY)):
        email = f"{name}{suffix}@example.dk"
        Invitation.objects.create(email=email, seat=seat, invited_by=cast.secretary, expires_at=expires)
    coming = world.make_meeting(slug=f"kommer{suffix}")
    called(coming)
    world.make_answer(coming, seat)
    held = world.make_meeting(slug=f"holdt{suffix}", start=NOW - 175 * DAY, state=Meeting.State.HELD)
    item = world.make_item(held)
    world.make_item(coming)
    world.make_action(item, seat, text=f"Sent{suffix}", due=NOW.date() - DAY)
    world.make_action(item, None, text=f"Vores{suffix}", due=NOW.date() + DAY)
    world.make_action(item, seat, text=f"I ugen{suffix}", due=NOW.date() + 2 * DAY)
    heard = world.make_meeting(slug=f"hoert{suffix}", start=NOW - 357 * DAY, state=Meeting.State.REMARKS)
    world.make_minutes(heard, state=Minutes.State.REMARKS, remarks_due=NOW.date() - DAY)
    said = world.make_item(heard)
    for text in ("Mangler", "Forkert"):
        Remark.objects.create(item=said, by=cast.head, text=text)
    Remark.objects.create(item=said, by=cast.head, text="Rettet", outcome="taken_in", answered_at=NOW)
    area = world.make_area(seat.organisation, title=f"Skærmbesøg{suffix}")
    world.make_update(area, cast.head, date=NOW.date() - 61 * DAY)


def test_each_thing_that_waits_has_its_line_and_verb_the_late_first(cast: world.Cast) -> None:
    quiet()
    make_everything(cast)
    assert [(line.what, line.verb, line.is_late) for line in desk(cast)] == [
        ("En mail kunne ikke sendes", "Send igen", True),
        ("En mail venter på mailserveren", "Se den", True),
        ("En mail er måske ikke nået frem", "Afgør", True),
        ("Referatet er ikke begyndt", "Skriv referat", True),
        ("Sent", "Følg op", True),
        ("2 bemærkninger venter på svar", "Besvar 2", True),
        ("»Skærmbesøg« er uden nyt", "Spørg ind", False),
        ("Invitationen til gammel@example.dk er udløbet", "Send igen", False),
        ("Ny vil være med", "Svar", False),
        ("Vores", "Meld udført", False),
        ("Invitationen til frisk@example.dk udløber snart", "Påmind alle", False),
        ("5 har ikke svaret", "Påmind 5", False),
        ("2 mails er klar til at blive sendt", "Se dem", False),
    ]


def test_more_than_a_few_of_a_kind_are_one_line_with_their_number(cast: world.Cast) -> None:
    quiet()
    for number in range(4):
        world.make_area(world.organisation("Aalborg"), title=f"Tavst {number}", delegated_on=NOW.date() - 90 * DAY)
        JoinRequest.objects.create(
            name="Ny", email=f"ny{number}@example.dk", organisation="Ny", why="", state="confirmed"
        )
    silent = {f"»Tavst {number}« er uden nyt": "Spørg ind" for number in range(3)}  # each has its own lead to ask
    assert lines(cast) == {**silent, "4 vil være med i forummet": "Svar"}


def test_the_page_is_the_secretariats_and_its_verbs_do_what_they_say(cast: world.Cast, client_for: ClientFor) -> None:
    quiet()
    make_everything(cast)
    secretary = client_for(cast.secretary)
    assert client_for(cast.chair).get("/sekretariat/").status_code == 403
    old = secretary.get("/sekretariat/")
    assert (old.status_code, old.headers["Location"]) == (301, "/")
    found = [line for line, _ in secretary.get("/").context["lines"]]
    assert {secretary.get(line.url).status_code for line in found if not line.is_post} <= {200, 503}
    pressed = {}
    for line in found:
        if line.is_post and "Referatet" not in line.what:  # that one leads on to the page where it is written
            answer = secretary.post(line.url, {"fra": "hjem"})
            pressed[line.verb] = (answer.status_code, answer.headers["Location"])
    assert pressed == dict.fromkeys(("Send igen", "Påmind alle", "Påmind 5"), (302, "/"))
    assert OutboxMail.objects.filter(kind="meetings.answer_reminder").count() == 5
    left = {line.what for line, _ in secretary.get("/").context["lines"]}
    assert {"5 har ikke svaret", "Vores"} & left == {"Vores"}  # what is done leaves at once
    (late,) = (line for line in found if line.verb == "Følg op")
    assert late.about == "Odense Kommune lovede det på mødet 1. juni"
    sent = Action.objects.get(text=late.what)
    ActionStep.objects.create(action=sent, kind="reminded", by=cast.secretary, at=NOW)
    assert late.what not in lines(cast)  # the owner is given some days to answer
    ActionStep.objects.update(at=NOW - 5 * DAY)
    assert lines(cast)[late.what] == "Følg op"
    (silent,) = (line for line in found if line.verb == "Spørg ind")
    page, _, place = silent.url.partition("#")
    assert f'id="{place}"' in secretary.get(page).content.decode()


def test_the_week_names_its_deadlines_and_an_empty_one_the_next(cast: world.Cast) -> None:
    quiet()

    def week() -> list[tuple[date, str, bool]]:
        found = office_tasks.desk_of(cast.secretary, cast.secretary.as_viewer(), NOW).deadlines
        return [(each.day, each.what, each.is_later) for each in found]

    meeting = world.make_meeting(state="convened", agenda_version=0)
    assert week() == [(date(2026, 12, 3), "Dagsordenen til mødet 17. december skal ud", True)]
    Meeting.objects.filter(pk=meeting.pk).update(rsvp_deadline=NOW + 4 * DAY)
    heard = world.make_meeting(slug="hoert", start=NOW - 20 * DAY, state="remarks")
    world.make_minutes(heard, remarks_due=NOW.date())
    item = world.make_item(heard)
    for text, days in (("Skriv", 1), ("Ring", 2), ("Mød op", 2), ("Næste uge", 7)):
        world.make_action(item, world.seat_of(cast.head), text=text, due=NOW.date() + days * DAY)
    world.make_action(item, None, text="Skriv ud", due=NOW.date() + 4 * DAY)
    world.make_meeting(slug="plan", start=NOW + 59 * DAY, state="planned")
    world.make_meeting(slug="holdt", start=NOW - 4 * DAY, state="held")
    Meeting.objects.update(created_at=NOW - 400 * DAY)
    Invitation.objects.create(
        email="ny@example.dk", seat=world.seat_of(cast.head), invited_by=cast.secretary, expires_at=NOW + 2 * DAY
    )
    assert week() == [
        (date(2026, 11, 23), "Sidste dag for bemærkninger til referatet fra 3. november", False),
        (date(2026, 11, 24), "Frist for »Skriv«", False),
        (date(2026, 11, 25), "Frist for 2 opgaver", False),
        (date(2026, 11, 25), "Invitationen til ny@example.dk udløber", False),
        (date(2026, 11, 26), "Mødet 21. januar skal indkaldes", False),
        (date(2026, 11, 26), "Referatet fra 19. november skal ud til bemærkninger", False),
        (date(2026, 11, 27), "Frist for »Skriv ud«", False),
        (date(2026, 11, 27), "Svarfrist til mødet 17. december", False),
    ]


def figures(cast: world.Cast) -> dict[str, tuple[str, str]]:
    found = office_tasks.figures(cast.secretary.as_viewer(), NOW)
    return {figure.label: (figure.value, figure.says) for figure in found}


def test_the_four_figures_count_and_say_what_they_count(cast: world.Cast) -> None:
    assert {value for value, _ in figures(cast).values()} == {"–"}
    assert all(says.endswith(".") for _, says in figures(cast).values())
    for days, took in ((400, 40), (200, 22)):
        start = NOW - days * DAY
        held = world.make_meeting(slug=f"m{days}", start=start, state="closed", convened_at=start - 60 * DAY)
        world.make_minutes(held, state="locked", approved_at=start + took * DAY, approved_hash="x")
    first, last = Meeting.objects.order_by("start")
    for via, who in (("page", cast.head), ("mail", cast.lead), ("secretariat", cast.supplier)):
        world.make_answer(last, world.seat_of(who), via=via)
    item, owner = world.make_item(first), world.seat_of(cast.head)
    for finished in (last.start - DAY, last.start + DAY, None):
        state = "done" if finished else "open"
        world.make_action(item, owner, state=state, finished_at=finished)
    told = world.make_area(owner.organisation, title="Fortalt", delegated_on=NOW.date() - 300 * DAY)
    world.make_update(told, cast.head, date=date(2026, 10, 1))
    silent = world.make_area(owner.organisation, title="Tavst", delegated_on=NOW.date() - 300 * DAY)
    world.make_update(silent, cast.head, date=date(2026, 9, 30))
    assert figures(cast) == {
        "Fra møde til godkendt referat": ("22 dage", "Så længe tog det seneste referat. Det forrige tog 40."),
        "Svarede selv": ("33 %", "2 af 6 svarede på mødet 7. maj, uden at I skulle ringe."),
        "Opgaver lukket til næste møde": (
            "33 %", "1 af 3 opgaver fra mødet 19. oktober 2025 var lukket, da I mødtes igen.",
        ),
        "Områder med nyt": ("50 %", "1 af 2 områder har fortalt nyt siden 1. oktober."),
    }  # fmt: skip


def test_the_desk_costs_the_same_with_one_and_three_of_each(cast: world.Cast, client_for: ClientFor) -> None:
    quiet()
    client, counts = client_for(cast.secretary), []
    for number in range(3):
        make_everything(cast, f"-{number}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[2]
    assert counts[0] <= 20


def test_a_secretary_with_a_seat_is_asked_for_it_too(cast: world.Cast, client_for: Any) -> None:
    quiet()
    Member.objects.filter(pk=cast.head.pk).update(is_secretariat=True)
    cast.head.refresh_from_db()
    world.make_meeting(start=timezone.now() + 60 * DAY)
    found = office_tasks.desk_of(cast.head, cast.head.as_viewer(), NOW).lines
    assert [line.verb for line in found if line.what.startswith("Kommer du")] == ["Svar"]
