"""Home: what waits, the next meeting, what is new; each for whom it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.base import dates
from forum.front import my_tasks, news
from forum.people.models import Member, Seat, SeatHolding
from meetings.meeting.models import Meeting
from tests import world
from tests.world import Cast

ClientFor = Callable[[Member | None], Client]


def tasks_of(member: Member) -> list[tuple[str, bool]]:
    now = timezone.now()
    found = my_tasks.waiting_for(member, member.as_viewer(), now)
    return [(task.what, task.is_late) for task in found.tasks]


def test_what_waits_is_asked_of_those_it_waits_for(cast: Cast) -> None:
    now = timezone.now()
    meeting = world.make_meeting(start=now + timedelta(days=20))
    held = world.make_meeting(start=now - timedelta(days=9), state=Meeting.State.REMARKS, slug="holdt")
    world.make_minutes(held, remarks_due=(now + timedelta(days=5)).date())
    world.make_action(
        world.make_item(held), world.seat_of(cast.lead), text="Skriv køreplan", due=now.date() - timedelta(days=2)
    )
    world.make_area(world.seat_of(cast.lead).organisation)
    world.make_answer(meeting, world.seat_of(cast.head))

    remarks = (f"Læs referatet fra {dates.near_day(held.start, now)}. Har du noget at rette?", False)
    answer = (f"Kommer du {dates.near_weekday(meeting.start, now)}?", False)
    assert tasks_of(cast.head) == [remarks]
    assert tasks_of(cast.supplier) == [remarks, answer]  # by date
    assert tasks_of(cast.lead) == [
        ("Skriv køreplan", True), remarks, answer, ("Hvordan går det med »Skærmbesøg i hjemmeplejen«?", False),
    ]  # fmt: skip
    assert tasks_of(cast.former) == []
    assert tasks_of(cast.secretary) == []  # sent the minutes


def test_nobody_is_asked_for_remarks_when_their_time_is_over(cast: Cast) -> None:
    now = timezone.now()
    today = dates.local(now).date()
    for days in (-1, 0):
        held = world.make_meeting(start=now - timedelta(days=30), state=Meeting.State.REMARKS, slug=f"holdt{days}")
        world.make_minutes(held, remarks_due=today + timedelta(days=days))
    day = dates.near_day(held.start, now)
    assert tasks_of(cast.head) == [(f"Læs referatet fra {day}. Har du noget at rette?", False)]


def test_a_lead_is_told_how_long_nothing_was_heard_and_from_when_it_counts(cast: Cast) -> None:
    now = timezone.now()
    today, aalborg = dates.local(now).date(), world.seat_of(cast.lead).organisation
    told = world.make_area(aalborg, title="Fortalt", delegated_on=today - timedelta(days=300))
    world.make_update(told, cast.lead, date=today - timedelta(days=75))
    world.make_area(aalborg, title="Aldrig fortalt", delegated_on=today - timedelta(days=90))
    world.make_area(aalborg, title="Nyt", delegated_on=today)
    waiting = my_tasks.waiting_for(cast.lead, cast.lead.as_viewer(), now)
    assert [(task.what, task.about) for task in waiting.tasks] == [
        (
            "Hvordan går det med »Aldrig fortalt«?",
            "I har været tovholder i 90 dage og har ikke skrevet, hvordan det går.",
        ),
        ("Hvordan går det med »Fortalt«?", "I skrev sidst for 75 dage siden."),
    ]


def test_who_has_two_seats_answers_for_both(cast: Cast) -> None:
    meeting = world.make_meeting(start=timezone.now() + timedelta(days=20))
    first = world.seat_of(cast.head)
    other = Seat.objects.create(organisation=world.organisation("Vejle"), since=date(2020, 1, 1))
    SeatHolding.objects.create(seat=other, member=cast.head, since=date(2020, 1, 1))
    day = dates.near_weekday(meeting.start, timezone.now())
    for seat, left in ((first, 1), (other, 0)):
        world.make_answer(meeting, seat)
        assert tasks_of(cast.head) == [(f"Kommer du {day} for Vejle Kommune?", False)] * left


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("yes", "no", "Odense Kommune: deltager, Vejle Kommune: afbud."),
        ("no", "", "Odense Kommune: afbud, Vejle Kommune: ikke svaret endnu."),
        ("no", "no", "Du kommer ikke."),
        ("", "", "Du har ikke svaret endnu."),
    ],
)
def test_the_next_meeting_says_what_each_of_two_seats_has_answered(
    cast: Cast, client_for: ClientFor, first: str, second: str, said: str
) -> None:
    meeting, seat = world.make_meeting(), world.seat_of(cast.head)
    Seat.objects.filter(pk=seat.pk).update(organisation=world.organisation("Odense"))
    other = Seat.objects.create(organisation=world.organisation("Vejle"), since=date(2020, 1, 1))
    SeatHolding.objects.create(seat=other, member=cast.head, since=date(2020, 1, 1))
    for answering, answer in ((seat, first), (other, second)):
        if answer:
            world.make_answer(meeting, answering, answer)
    page = client_for(cast.head).get("/").content.decode()
    foot = page.partition("card-foot")[2].partition("<span>")[2].partition("</span>")[0]
    assert re.sub(r"</?bdi>", "", foot) == said


@pytest.mark.parametrize(("named", "said"), [("Vikar", ["Du kommer."]), ("En anden", [])])
def test_the_next_meeting_asks_no_standing_substitute(
    cast: Cast, client_for: ClientFor, named: str, said: list[str]
) -> None:
    standing_by, seat = Member.objects.create_user("vikar@example.dk", "Vikar"), world.seat_of(cast.head)
    SeatHolding.objects.create(seat=seat, member=standing_by, since=date(2020, 1, 1), is_substitute=True)
    world.make_answer(world.make_meeting(), seat, "substitute", substitute_name=named)
    page = client_for(standing_by).get("/").content.decode()
    assert re.findall(r"<span>([^<]*)</span>", page.partition("card-foot")[2].partition("</article>")[0]) == said


def test_news_is_what_came_since_and_may_be_seen(cast: Cast) -> None:
    now = timezone.now()
    area = world.make_area(world.seat_of(cast.lead).organisation, proposed_on=now.date() - timedelta(days=400))
    closed = world.make_area(
        world.seat_of(cast.lead).organisation, title="Lukket område", audience="authorities",
        proposed_on=now.date() - timedelta(days=400),
    )  # fmt: skip
    world.make_update(area, cast.lead, date=now.date())
    world.make_update(closed, cast.lead, date=now.date())
    world.make_update(area, cast.lead, date=now.date() - timedelta(days=90), sentence="Gammelt nyt")
    moment = now - timedelta(days=30)
    assert {entry.about for entry in news.since(moment, cast.head.as_viewer())} == {area.title, closed.title}
    assert {entry.about for entry in news.since(moment, cast.supplier.as_viewer())} == {area.title}


def test_papers_of_a_cancelled_meeting_are_no_news(cast: Cast) -> None:
    meeting = world.make_meeting(convened_at=timezone.now() - timedelta(days=90))
    world.make_paper(world.make_item(meeting), cast.secretary, text="Evaluering")
    moment, viewer = timezone.now() - timedelta(days=30), cast.head.as_viewer()
    assert [entry.kind for entry in news.since(moment, viewer)] == ["Bilag"]
    Meeting.objects.update(state="cancelled", cancel_reason="Sygdom", changed_at=timezone.now())
    assert [(entry.kind, entry.what) for entry in news.since(moment, viewer)] == [("Møde", "Aflyst: Sygdom")]


def test_a_move_and_a_cancellation_are_news(cast: Cast) -> None:
    now = timezone.now()
    called = {"convened_at": now - timedelta(days=90)}
    world.make_meeting(slug="a", title="Flyttet møde", moved_at=now, **called)
    off = {"state": "cancelled", "cancel_reason": "For mange afbud", "changed_at": now}
    # what last became of it is the news: it was moved first
    world.make_meeting(slug="b", title="Aflyst møde", moved_at=now - timedelta(days=1), **called, **off)
    world.make_meeting(slug="c", title="Kun en plan", **off)
    found = news.since(now - timedelta(days=30), cast.head.as_viewer())
    assert {(entry.kind, entry.about, entry.what) for entry in found} == {
        ("Møde", "Flyttet møde", "Flyttet til et andet tidspunkt"),
        ("Møde", "Aflyst møde", "Aflyst: For mange afbud"),
    }


def test_what_was_written_last_on_a_day_stands_first_and_the_rest_is_folded(cast: Cast, client_for: ClientFor) -> None:
    area = world.make_area()
    for number in range(10):
        world.make_update(area, cast.head, sentence=f"Skridt {number}")
    context = client_for(cast.head).get("/").context
    shown, folded = ([entry.what for entry in context[name]] for name in ("news", "more_news"))
    assert shown + folded[:2] == [f"Skridt {number}" for number in range(9, -1, -1)]
    assert len(shown) == 8


def test_marking_as_read_empties_the_news(cast: Cast, client_for: ClientFor) -> None:
    area = world.make_area(world.seat_of(cast.lead).organisation)
    world.make_update(area, cast.lead, date=timezone.now().date())
    client = client_for(cast.head)
    assert len(client.get("/").context["news"]) == 1
    assert client.get("/nyt/set/").status_code == 405
    assert client.post("/nyt/set/").headers["Location"] == "/"
    assert client.get("/").context["news"] == []


def test_home_costs_the_same_with_one_and_three_of_each(cast: Cast, client_for: ClientFor) -> None:
    now = timezone.now()
    client = client_for(cast.lead)
    counts = []
    for wanted in (1, 3):
        for n in range(Meeting.objects.filter(end__gt=now).count(), wanted):
            world.make_meeting(start=now + timedelta(days=20 + n))
            held = world.make_meeting(start=now - timedelta(days=9 + n), state="remarks", slug=f"holdt-{n}")
            world.make_minutes(held, released_at=now)
            world.make_action(world.make_item(held), world.seat_of(cast.lead))
            world.make_area(world.seat_of(cast.lead).organisation, title=f"Område {n}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.mark.parametrize("who", [None, "former"])
def test_the_front_page_is_for_everybody(cast: Cast, client_for: ClientFor, who: str | None) -> None:
    world.make_recommendation(1, audience="public", text="Indkøb er motoren")
    world.make_recommendation(2, audience="members", text="Kun for os")
    client = client_for(getattr(cast, who) if who else None)
    answer: Any = client.get("/")
    assert [r.text for r in answer.context["recommendations"]] == ["Indkøb er motoren"]


def test_who_lost_the_seat_is_told_kindly_and_nobody_else(cast: Cast, client_for: ClientFor) -> None:
    half = Client()
    half.force_login(cast.secretary, backend="allauth.account.auth_backends.AuthenticationBackend")
    clients = {"former": client_for(cast.former), "nobody": client_for(None), "no second factor": half}
    pages = {who: client.get("/").content.decode() for who, client in clients.items()}
    assert {who: "din plads i forummet er afsluttet" in page for who, page in pages.items()} == {
        "former": True, "nobody": False, "no second factor": False,
    }  # fmt: skip
    assert client_for(cast.former).get("/profil/data/").status_code == 200  # as the page promises
