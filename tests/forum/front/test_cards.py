"""The cards of home: each is answered where it stands, is gone at once, and stays gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from forum.base import dates
from forum.front.my_tasks import waiting_for
from forum.people.models import Member, SeatHolding
from meetings.attendance.models import Attendance
from recommendations.areas.models import AreaUpdate
from tests import world
from tests.world import NOW, Cast

ClientFor = Callable[[Member | None], Client]
HOME = {"fra": "hjem"}


def bare(html: str) -> list[str]:
    """The lines of a fragment without what is made anew for each page: tokens and keys."""
    lines = [line.strip() for line in re.sub(r' data-hx-swap-oob="outerHTML"', "", html).splitlines()]
    return [line for line in lines if line and "csrfmiddlewaretoken" not in line and "form_key" not in line]


def part(html: str, start: str, end: str) -> list[str]:
    at = html.index(start)
    return bare(html[at : html.index(end, at)])


def swapped(client: Client, url: str, data: dict[str, Any], card: str) -> Any:
    """What htmx gets for a press on a card: the answer to its redirect, which it follows with the same headers."""
    return client.post(url, data | HOME, follow=True, headers={"hx-request": "true", "hx-target": card})


def keys(member: Member) -> list[str]:
    return [task.key for task in waiting_for(member, member.as_viewer(), NOW).tasks]


def test_an_answer_takes_its_card_away_and_says_how_to_change_it(cast: Cast, client_for: ClientFor) -> None:
    first, second = world.make_meeting(), world.make_meeting(start=NOW + timedelta(days=60), online_link="https://a.dk")
    seat, client = world.seat_of(cast.head), client_for(cast.head)
    cards = [f"svar-{meeting.pk}-{seat.pk}" for meeting in (first, second)]
    assert keys(cast.head) == cards
    buttons = re.findall(r'name="answer" value="(\w+)"', client.get("/").content.decode())
    # Both meetings: yes and no at a press, another person with a name; the second can be attended on line
    assert buttons == ["yes", "no", "substitute", "yes", "online", "no", "substitute"]

    answered = swapped(client, f"/moeder/{first.slug}/svar/", {"seat": seat.pk, "answer": "no"}, cards[0])
    html, day = answered.content.decode(), dates.near_weekday(first.start, NOW)
    assert (answered.redirect_chain, "task" in answered.context and answered.context["task"]) == ([("/", 302)], None)
    assert (html.count('class="task"'), f"Du kommer ikke {day}." in html) == (0, True)
    assert f'<a href="/moeder/{first.slug}/#svar-{seat.pk}">Ændr det</a>' in html
    page = client.get("/").content.decode()
    card = part(page, 'id="naeste-moede-kort"', "</aside>")
    assert part(html, 'id="naeste-moede-kort"', '<div class="toasts"') == card
    assert ("<span>Du kommer ikke.</span>" in "".join(card), keys(cast.head)) == (True, cards[1:])

    # The last one: the page says that nothing waits, and what comes next
    last = swapped(client, f"/moeder/{second.slug}/svar/", {"seat": seat.pk, "answer": "online"}, cards[1])
    html, page = last.content.decode(), client.get("/").content.decode()
    assert last.headers["HX-Retarget"] == "#venter"
    assert part(html, '<section id="venter"', "</section>") == part(page, '<section id="venter"', "</section>")
    assert f"Du er ajour. Næste møde er {day}." in page
    assert [a.answer for a in Attendance.objects.order_by("meeting__start")] == ["no", "online"]


def test_a_substitute_without_a_name_is_asked_for_in_the_card_alone(cast: Cast, client_for: ClientFor) -> None:
    meeting, seat, client = world.make_meeting(), world.seat_of(cast.head), client_for(cast.head)
    url, key = f"/moeder/{meeting.slug}/svar/", f"svar-{meeting.pk}-{seat.pk}"
    nameless = {"seat": seat.pk, "answer": "substitute", "substitute_name": ""}
    asked = swapped(client, url, nameless, key)
    html = asked.content.decode()
    assert (asked.status_code, asked.headers["HX-Retarget"]) == (422, f"#{key}-valg")
    assert (html.count("Skriv navnet på den, der kommer."), html.count('value="hjem"'), "<h1" in html) == (2, 2, False)
    # Without JavaScript it is the meeting's page, with the same sentence at the field
    plain = client.post(url, nameless | HOME)
    assert (plain.status_code, "<h1" in plain.content.decode()) == (422, True)
    assert client.post(url, nameless | HOME | {"substitute_name": "Åse"}).headers["Location"] == "/"
    assert (Attendance.objects.get().substitute_name, keys(cast.head)) == ("Åse", [])


def test_a_standing_substitute_is_not_asked_while_somebody_holds_the_seat(cast: Cast) -> None:
    stand_in, seat = Member.objects.create_user("vikar@example.dk", "Vikar"), world.seat_of(cast.head)
    SeatHolding.objects.create(seat=seat, member=stand_in, since=seat.since, is_substitute=True)
    meeting = world.make_meeting()
    assert (keys(stand_in), keys(cast.head)) == ([], [f"svar-{meeting.pk}-{seat.pk}"])
    SeatHolding.objects.filter(seat=seat, member=cast.head).update(until=NOW.date())
    assert keys(stand_in) == [f"svar-{meeting.pk}-{seat.pk}"]


def test_an_area_is_given_its_status_in_the_card(cast: Cast, client_for: ClientFor) -> None:
    areas = [world.make_area(world.seat_of(cast.lead).organisation, title=title) for title in ("Et", "To")]
    before = world.make_update(areas[0], cast.lead, date=NOW.date() - timedelta(days=80), next_step="Mød Vejle")
    client, key = client_for(cast.lead), f"omraade-{areas[0].pk}"
    page = client.get("/").content.decode()
    assert (keys(cast.lead), page.count('value="Mød Vejle"')) == ([f"omraade-{areas[1].pk}", key], 1)
    url, written = (
        f"/omraader/{areas[0].slug}/status/",
        {"colour": "yellow", "next_step": "Ring", "revision": before.pk},
    )

    asked = swapped(client, url, written, key)
    html = asked.content.decode()
    assert (asked.status_code, asked.headers["HX-Retarget"]) == (422, f"#{key}-valg")
    assert (f'id="{key}-sentence"' in html, 'value="Ring"' in html, "<h1" in html) == (True, True, False)

    world.make_update(areas[0], cast.secretary, date=NOW.date() - timedelta(days=70), sentence="Kom først")
    stale = swapped(client, url, written | {"sentence": "Det går"}, key)
    assert (stale.status_code, "Kom først" in stale.content.decode()) == (409, True)
    newest = AreaUpdate.objects.get(sentence="Kom først").pk
    given = swapped(client, url, written | {"sentence": "Det går", "revision": newest}, key)
    html = given.content.decode()
    assert (given.status_code, html.count('class="task"'), keys(cast.lead)) == (200, 0, [f"omraade-{areas[1].pk}"])
    assert f'<a href="/omraader/{areas[0].slug}/#status">Ændr det</a>' in html


def test_an_action_is_done_in_the_card(cast: Cast, client_for: ClientFor) -> None:
    held = world.make_meeting(start=NOW - timedelta(days=30), state="approved", slug="holdt")
    world.make_minutes(held, remarks_due=NOW.date() - timedelta(days=5))
    seat = world.seat_of(cast.lead)
    mine = [world.make_action(world.make_item(held, n), seat, text=f"Opgave {n}") for n in (1, 2)]
    client, cards = client_for(cast.lead), [f"opgave-{action.pk}" for action in mine]
    assert keys(cast.lead) == cards
    data = {"to": "done", "result": "Alle har svaret"}
    done = swapped(client, f"/moeder/opgaver/{mine[0].pk}/", data, cards[0])
    html = done.content.decode()
    assert (html.count('class="task"'), keys(cast.lead)) == (0, cards[1:])
    assert f'<a href="/moeder/opgaver/{mine[0].pk}/">Ændr det</a>' in html
    # Another has finished the second meanwhile: the card is gone all the same
    mine[1].state = "done"
    mine[1].save()
    again = swapped(client, f"/moeder/opgaver/{mine[1].pk}/", data, cards[1])
    assert (again.status_code, again.headers["HX-Retarget"], keys(cast.lead)) == (200, "#venter", [])


def test_minutes_without_a_remark_are_done_in_the_card(cast: Cast, client_for: ClientFor) -> None:
    held = world.make_meeting(start=NOW - timedelta(days=9), state="remarks", slug="holdt")
    minutes = world.make_minutes(held, remarks_due=NOW.date() + timedelta(days=5))
    client, key = client_for(cast.head), f"referat-{held.pk}"
    assert (keys(cast.head), keys(cast.former)) == ([key], [])
    said = swapped(client, "/moeder/holdt/referat/ingen-bemaerkninger/", {"sending": minutes.sending}, key)
    html = said.content.decode()
    assert (html.count('class="task"'), said.headers["HX-Retarget"], keys(cast.head)) == (0, "#venter", [])
    assert '<a href="/moeder/holdt/referat/#svar">Ændr det</a>' in html


@pytest.mark.parametrize("who", ["secretary", "former", None])
def test_no_card_is_shown_to_who_cannot_act(cast: Cast, client_for: ClientFor, who: str | None) -> None:
    meeting = world.make_meeting(title="Kort til hovedet")
    assert 'name="answer"' in client_for(cast.head).get("/").content.decode()
    page = client_for(getattr(cast, who) if who else None).get("/").content.decode()
    assert (f"/moeder/{meeting.slug}/svar/" in page, 'class="task"' in page) == (False, False)


def test_who_has_nothing_to_do_is_told_what_comes(cast: Cast, client_for: ClientFor) -> None:
    area = world.make_area(world.seat_of(cast.lead).organisation)
    world.make_update(area, cast.lead, date=NOW.date() - timedelta(days=10))
    said = {who: client_for(getattr(cast, who)).get("/").context["coming_up"] for who in ("lead", "head")}
    day = dates.near_weekday(NOW + timedelta(days=51), NOW).capitalize()
    mailed = "Du får en mail, når næste møde er på plads."
    assert said == {"lead": [mailed, f"{day} spørger vi, hvordan det går med »{area.title}«."], "head": [mailed]}
