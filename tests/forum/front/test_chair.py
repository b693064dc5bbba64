"""The chair's home: who comes and who is silent, areas in trouble, and a greeting in the convocation."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.base.stale import StaleError
from forum.people.models import Member
from meetings.convocation.actions import convene
from meetings.convocation.actions.convene import Draft, not_yet_called
from meetings.convocation.mail import CONVOCATION
from meetings.meeting.models import Meeting
from tests import world
from tests.world import NOW, Cast

ClientFor = Callable[[Member | None], Client]
SAID = "Kære alle\nVi skal tale om <b>mod</b>."


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_the_chair_alone_sees_who_comes_and_who_is_silent(cast: Cast, client_for: ClientFor) -> None:
    meeting = world.make_meeting(title="Forårsmøde")
    world.make_answer(meeting, world.seat_of(cast.head))
    world.make_answer(meeting, world.seat_of(cast.lead), "no")
    client, path = client_for(cast.chair), f"/moeder/{meeting.slug}/deltagelse/"
    page = client.get("/").content.decode()
    part = text_of(page[page.index('id="forperson-svar"') : page.index("Se svarene, plads for plads")])
    silent = [getattr(cast, who).name for who in ("chair", "supplier", "ski", "disqualified")]
    assert re.findall(r"\d+ (?:kommer ikke|kommer|har ikke svaret)", part) == [
        "1 kommer", "1 kommer ikke", "4 har ikke svaret",
    ]  # fmt: skip
    assert [name in part for name in silent] == [True] * 4
    seats = client.get(path).content.decode()
    # The seats are the chair's to read; to answer for others, to remind and to mark who came is the secretariat's
    assert ([name in seats for name in silent], "<form" in seats.partition("<main")[2]) == ([True] * 4, False)
    assert [client.post(url).status_code for url in (path, f"{path}paamind/")] == [403, 403]
    other = client_for(cast.head)
    assert (other.get(path).status_code, "forperson-svar" in other.get("/").content.decode()) == (403, False)
    assert cast.ski.name not in other.get(f"/moeder/{meeting.slug}/").content.decode()
    assert cast.ski.name in client.get(f"/moeder/{meeting.slug}/").content.decode()


def test_areas_in_trouble_are_the_red_and_the_silent_that_the_chair_may_see(cast: Cast, client_for: ClientFor) -> None:
    lead = world.seat_of(cast.lead).organisation
    told = {"Rødt": ("red", 5), "Tavst": ("green", 80), "Godt": ("green", 5), "Lukket": ("red", 5)}
    for title, (colour, days) in told.items():
        area = world.make_area(lead, title=title, audience="secretariat" if title == "Lukket" else "members")
        world.make_update(area, cast.lead, colour=colour, date=NOW.date() - timedelta(days=days))
    chair = client_for(cast.chair).get("/").context["chair"]
    assert [area.title for area in chair.areas] == ["Rødt", "Tavst"]
    assert client_for(cast.head).get("/").context["chair"] is None


def test_the_chairs_home_keeps_to_its_queries(cast: Cast, client_for: ClientFor) -> None:
    lead, seat, client = world.seat_of(cast.lead).organisation, world.seat_of(cast.chair), client_for(cast.chair)
    counts = []
    for made in (1, 2):
        for number in range(made):
            slug = f"{made}-{number}"
            world.make_meeting(slug=slug, state="released")
            world.make_meeting(slug=f"plan-{slug}", state="planned", agenda_version=0)
            held = world.make_meeting(start=NOW - timedelta(days=30), slug=f"holdt-{slug}", state="remarks")
            world.make_minutes(held, remarks_due=NOW.date() + timedelta(days=5))
            world.make_action(world.make_item(held), seat)
            world.make_area(lead, title=f"Område {slug}")
            world.make_area(seat.organisation, title=f"Eget område {slug}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 14


@pytest.fixture
def plan(cast: Cast) -> Meeting:
    return world.make_meeting(title="Hemmelig plan", state="planned", agenda_version=0, introduction="Hemmelig tekst")


def written(client: Client, meeting: Meeting, text: str = SAID) -> Any:
    return client.post(f"/moeder/{meeting.slug}/hilsen/", {"greeting": text, "fra": "hjem"})


def sent(meeting: Meeting, cast: Cast, revision: str) -> None:
    convene.convene(meeting=meeting, revision=revision, release=False, by=cast.secretary, now=NOW)


def test_the_chairs_greeting_stands_above_the_convocations_text(
    cast: Cast, client_for: ClientFor, plan: Meeting
) -> None:
    client = client_for(cast.chair)
    page = client.get("/").content.decode()
    assert ('id="hilsen"' in page, "Hemmelig" in page) == (True, False)  # of a plan the chair knows its day alone
    stale = Draft(CONVOCATION, plan, not_yet_called(plan, NOW), NOW, as_released=False).revision
    swapped = client.post(
        f"/moeder/{plan.slug}/hilsen/", {"greeting": SAID, "fra": "hjem"}, follow=True,
        headers={"hx-request": "true", "hx-target": "hilsen"},
    )  # fmt: skip
    html = swapped.content.decode()
    assert (html.count('id="hilsen"'), "Vi skal tale om &lt;b&gt;mod" in html, "HX-Retarget" in swapped.headers) == (
        1, True, False,
    )  # fmt: skip
    plan.refresh_from_db()
    assert (plan.greeting, plan.greeting_by) == (SAID, cast.chair)
    # Whoever had the draft open sends nothing that they have not seen
    with pytest.raises(StaleError):
        sent(plan, cast, stale)
    draft = Draft(CONVOCATION, plan, not_yet_called(plan, NOW), NOW, as_released=False)
    assert draft.first_mail is not None
    signed = f"{SAID}\n\nHilsen {cast.chair.name}, forperson\n\n"
    assert [draft.first_mail.text.count(signed), draft.first_mail.html.count("tale om &lt;b&gt;mod&lt;/b&gt;.")] == [
        1,
        1,
    ]
    assert draft.first_mail.text.index(signed) < draft.first_mail.text.index("Du er inviteret for")

    sent(plan, cast, draft.revision)
    late = written(client, plan, "For sent")
    plan.refresh_from_db()
    assert (late.status_code, plan.greeting) == (409, SAID)
    assert "Indkaldelsen er sendt, så hilsenen kan ikke ændres mere." in late.content.decode()


def test_nobody_else_writes_it_and_a_closed_meeting_has_none(cast: Cast, client_for: ClientFor, plan: Meeting) -> None:
    others = [client_for(member) for member in (cast.head, cast.supplier, cast.secretary)]
    assert [written(client, plan).status_code for client in others] == [403] * 3
    assert [client.get(f"/moeder/{plan.slug}/hilsen/").status_code for client in others] == [403] * 3
    assert written(client_for(cast.chair), plan).headers["Location"] == "/"
    assert written(client_for(cast.chair), plan, " ").headers["Location"] == "/"
    plan.refresh_from_db()
    assert (plan.greeting, plan.greeting_by) == ("", None)
    for closed in ("authorities", "secretariat"):
        Meeting.objects.update(audience=closed)
        assert written(client_for(cast.chair), plan).status_code == 404
        assert client_for(cast.chair).get("/").context["chair"].to_greet is None
