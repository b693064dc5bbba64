"""In a real browser: an answer swaps its own part of the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from forum.base.dates import near_weekday
from meetings.attendance.models import Attendance
from tests import world
from tests.browser import complaints
from tests.forum.signin.test_signin import newest_code
from tests.meetings.conftest import SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_on_paper_those_who_declined_are_named(cast: world.Cast, signed_in: SignedIn, live_server: Any) -> None:
    meeting = world.make_meeting(start=timezone.now() + timedelta(days=30))
    world.make_answer(meeting, world.seat_of(cast.lead), Attendance.Answer.NO)
    page = signed_in(cast.head)
    page.goto(f"{live_server.url}/moeder/{meeting.slug}/")
    who = page.locator("#hvem-kommer li", has_text=cast.lead.name)
    expect(who).to_be_hidden()
    page.emulate_media(media="print")
    expect(who).to_be_visible()


def test_an_answer_swaps_its_part_of_the_page(cast: world.Cast, signed_in: SignedIn, live_server: Any) -> None:
    meeting = world.make_meeting(start=timezone.now() + timedelta(days=30))
    page = signed_in(cast.head)
    page.goto(f"{live_server.url}/moeder/{meeting.slug}/")
    page.evaluate("window.stays = true")
    page.get_by_role("button", name="Jeg kommer", exact=True).click()
    expect(page.locator("#mit-svar h2")).to_have_text("Du kommer")
    expect(page.locator("#hvem-kommer summary")).to_have_text("1 kommer")
    expect(page.locator("#mit-svar")).to_be_focused()
    assert page.evaluate("window.stays")
    page.get_by_text("Ændr dit svar").click()
    page.get_by_text("En anden kommer i stedet").click()
    page.get_by_role("button", name="Send navnet").click()
    expect(page.locator("#mit-svar .error-summary")).to_be_focused()
    page.get_by_role("link", name="Hvem kommer i stedet for dig? Skriv navnet på den, der kommer.").click()
    expect(page.get_by_label("Hvem kommer i stedet for dig?")).to_be_focused()
    page.get_by_label("Hvem kommer i stedet for dig?").fill("Åse Kvist")
    page.get_by_role("button", name="Send navnet").click()
    expect(page.locator(".answer > h2")).to_have_text("Åse Kvist kommer i stedet for dig")
    day = near_weekday(meeting.start, world.NOW)
    expect(page.locator("#beskeder .toast p")).to_have_text([f"Åse Kvist kommer i stedet for dig {day}."])
    assert Attendance.objects.get().substitute_name == "Åse Kvist"
    assert [said for said in complaints(page) if "422" not in said] == []


def test_who_was_signed_out_meanwhile_signs_in_on_the_page_and_the_pressed_button_counts(
    cast: world.Cast, signed_in: SignedIn, live_server: Any
) -> None:
    meeting = world.make_meeting(start=timezone.now() + timedelta(days=30))
    page = signed_in(cast.head)
    page.goto(f"{live_server.url}/moeder/{meeting.slug}/?x=1")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Jeg kommer", exact=True).click()
    dialog = page.get_by_role("dialog", name="Log ind igen")
    dialog.get_by_role("button", name="Send mig en kode").click()
    expect(dialog.get_by_label("Koden fra mailen")).to_be_focused()
    page.keyboard.type(newest_code())
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("heading", name="Er det din egen enhed?")).to_be_focused()
    dialog.get_by_role("button", name="Nej, log mig ud bagefter").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("#mit-svar [aria-pressed=true]")).to_have_text("Jeg kommer")
    assert (Attendance.objects.get().answer, page.url) == ("yes", f"{live_server.url}/moeder/{meeting.slug}/?x=1")


def test_on_a_phone_the_papers_stand_above_the_folded_agenda(
    cast: world.Cast, signed_in: SignedIn, live_server: Any
) -> None:
    meeting = world.make_meeting(start=timezone.now() + timedelta(days=30), online_link="https://x.dk/moede")
    for number in (1, 2):
        world.make_paper(world.make_item(meeting, number), cast.secretary, f"Notat {number}")
    page = signed_in(cast.head)
    page.goto(f"{live_server.url}/moeder/{meeting.slug}/")
    papers, inside = page.get_by_role("heading", name="Bilag", exact=True), page.locator(".agenda .file-link")
    expect(papers.locator("visible=true")).to_have_count(2)  # on a wide page those in the agenda, one an item
    expect(inside.locator("visible=true")).to_have_count(2)
    page.set_viewport_size({"width": 380, "height": 800})
    expect(page.locator(".file-link").locator("visible=true")).to_contain_text(["Notat 1", "Notat 2"])
    rows = page.locator(":is(.papers-all, .page-meta) a").locator("visible=true")
    assert rows.evaluate_all("all => all.map(e => e.getBoundingClientRect().height >= 44)") == [True] * 5
    tops = [page.locator(each).evaluate("e => e.getBoundingClientRect().top") for each in (
        "#mit-svar", "#alle-bilag", "#dagsorden", "#hvem-kommer")]  # fmt: skip
    assert tops == sorted(tops)
    page.goto(f"{live_server.url}/medlemmer/")
    page.locator(".rows.people > li", has_text=cast.lead.name).click(position={"x": 340, "y": 40})
    expect(page.get_by_role("heading", level=1)).to_have_text(cast.lead.name)
