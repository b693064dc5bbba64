"""The cards of home in a real browser: pressed in a train, the rest of the page and what was typed stay."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from forum.people.models import Member
from meetings.attendance.models import Attendance
from meetings.followup.models import Action
from recommendations.areas.models import AreaUpdate
from tests import world
from tests.browser import axe, complaints, overflows
from tests.world import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientFor = Callable[[Member | None], Client]


def sign_in(page: Page, live_server: Any, client: Client) -> None:
    cookies = client.cookies.items()
    page.context.add_cookies([{"name": n, "value": c.value, "url": live_server.url} for n, c in cookies])


def test_a_to_do_is_emptied_on_a_phone(cast: world.Cast, live_server: Any, page: Page, client_for: ClientFor) -> None:
    """Four things, one load: no click leads away, what is half written stays, and the last one says what comes."""
    seat, meeting = world.seat_of(cast.lead), world.make_meeting(start=NOW + timedelta(days=30))
    held = world.make_meeting(start=NOW - timedelta(days=9), state="remarks", slug="holdt")
    world.make_minutes(held, remarks_due=NOW.date() + timedelta(days=5))
    world.make_action(world.make_item(held), seat, text="Skriv køreplan")
    world.make_area(seat.organisation, title="Skærmbesøg")
    page.set_viewport_size({"width": 380, "height": 800})
    sign_in(page, live_server, client_for(cast.lead))
    page.goto(live_server.url)
    page.evaluate("window.stays = true")
    cards = page.locator(".task")
    expect(cards).to_have_count(4)
    page.get_by_text("Skriv, hvordan det går").click()
    page.get_by_label("Status i én sætning").fill("Vi har fundet tre leverandører.")
    assert (axe(page), overflows(page)) == ([], False)

    page.get_by_text("En anden kommer i stedet").click()
    page.get_by_role("button", name="Send navnet").click()
    expect(page.locator(".task .error-summary")).to_be_focused()
    page.get_by_role("button", name=re.compile(r"^Jeg kommer\s?:")).click()
    expect(cards).to_have_count(3)
    expect(page.locator("#venter")).to_be_focused()  # the place where the card was, for keyboard and voice
    expect(page.locator("#naeste-moede-kort")).to_contain_text("Du kommer.")
    page.get_by_role("button", name="Ingen bemærkninger").click()
    expect(cards).to_have_count(2)
    page.get_by_label(re.compile("^Hvad kom der ud af det")).fill("Den er sendt rundt")
    page.get_by_role("button", name=re.compile("^Udført")).click()
    expect(cards).to_have_count(1)
    expect(page.get_by_label("Status i én sætning")).to_have_value("Vi har fundet tre leverandører.")
    page.get_by_label("Følger planen").check(force=True)
    page.get_by_label("Næste skridt").fill("Markedsdialog i januar")
    page.get_by_role("button", name=re.compile(r"^Gem\s?: Skærmbesøg")).click()
    expect(page.locator("#venter")).to_contain_text("Du er ajour. Næste møde er")
    assert page.evaluate("window.stays")
    assert Action.objects.get().result == "Den er sendt rundt"
    assert AreaUpdate.objects.get().sentence == "Vi har fundet tre leverandører."

    page.reload()
    expect(cards).to_have_count(0)
    page.goto(f"{live_server.url}/moeder/{meeting.slug}/#svar-{seat.pk}")
    expect(page.locator(f"#svar-{seat.pk}")).to_be_focused()
    assert [said for said in complaints(page) if "422" not in said] == []


def test_without_javascript_the_cards_do_the_same(
    cast: world.Cast, live_server: Any, chromium: Browser, client_for: ClientFor
) -> None:
    world.make_meeting(start=NOW + timedelta(days=30))
    context = chromium.new_context(java_script_enabled=False, locale="da-DK")
    plain = context.new_page()
    sign_in(plain, live_server, client_for(cast.head))
    plain.goto(live_server.url)
    plain.get_by_role("button", name="Jeg kommer ikke").click()
    expect(plain.locator("#venter")).to_contain_text("Du er ajour.")
    plain.get_by_role("link", name="Ændr det").click()
    expect(plain.locator(".answer h2")).to_have_text("Du kommer ikke")
    context.close()
    assert Attendance.objects.get().answer == "no"


def test_a_link_onto_a_thing_survives_the_sign_in(live_server: Any, page: Page, cast: world.Cast) -> None:
    meeting, seat = world.make_meeting(start=NOW + timedelta(days=30)), world.seat_of(cast.head)
    address = f"/moeder/{meeting.slug}/#svar-{seat.pk}"
    page.goto(f"{live_server.url}{address}")
    fields = page.locator("input[name=next]")
    assert {field.input_value() for field in fields.all()} == {address}
