"""The admin panel in a real browser: its scripts run under its own policy, and a correction is made and found again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from forum.mail import outbox
from forum.mail.models import OutboxMail
from forum.people.models import Member
from meetings.convocation.mail import CONVOCATION
from tests import world
from tests.browser import complaints

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def panel(
    transactional_db: None,
    cast: world.Cast,
    client_for: Callable[[Member | None], Client],
    page: Page,
    live_server: Any,
) -> Page:
    client = client_for(cast.secretary)
    page.context.add_cookies([{"name": k, "value": v.value, "url": live_server.url} for k, v in client.cookies.items()])
    page.goto(f"{live_server.url}/admin/")
    return page


def test_a_correction_from_front_page_to_trail(panel: Page, cast: world.Cast) -> None:
    panel.get_by_role("link", name="Medlemmer").first.click()
    panel.get_by_role("searchbox", name="Søg medlemmer").or_(panel.locator("#searchbar")).fill("lindholm")
    panel.keyboard.press("Enter")
    panel.get_by_role("link", name="Mette Lindholm").click()
    panel.get_by_label("Titel").fill("Direktør")
    panel.get_by_role("button", name="Gem", exact=True).click()
    expect(panel.get_by_text("Skriv, hvorfor du retter det.")).to_be_visible()
    panel.get_by_label("Begrundelse").fill("Forfremmet")
    panel.get_by_role("button", name="Gem og fortsæt").click()
    panel.get_by_role("link", name="Historik", exact=True).last.click()
    deed = panel.locator(".deed").first
    expect(deed).to_contain_text("Rettede")
    expect(deed).to_contain_text("Sofie Krogh, i administrationen")
    expect(deed).to_contain_text("Hvorfor: Forfremmet")
    expect(deed.locator("dd")).to_have_text("fra Udbuds- og indkøbschef → til Direktør")
    assert complaints(panel) == []


def test_date_pickers_and_look_ups_run_under_the_policy(panel: Page, cast: world.Cast, live_server: Any) -> None:
    seat = world.seat_of(cast.head)
    panel.goto(f"{live_server.url}/admin/forum/seat/{seat.pk}/change/")
    panel.locator(".datetimeshortcuts a").nth(1).click()
    expect(panel.locator(".calendarbox").first).to_be_visible()
    panel.keyboard.press("Escape")
    panel.locator(".select2-selection").click()
    panel.locator(".select2-search__field").fill("Aalb")
    expect(panel.locator(".select2-results__option").first).to_have_text("Aalborg")
    assert complaints(panel) == []


def test_the_widest_lists_fit_a_window_of_1280(panel: Page, cast: world.Cast, live_server: Any) -> None:
    """With every column filled: what lies outside is never found."""
    address = "forvaltningen.for.indkoeb.og.udbud@ishoej-vallensbaek.example.dk"
    rendered = outbox.Rendered("Indkaldelse: Møde i samarbejdsforummet", "Hej", "<p>Hej</p>")
    mail = outbox.queue(key="a", kind=CONVOCATION, to=address, rendered=rendered, now=world.NOW)
    OutboxMail.objects.filter(pk=mail.pk).update(state="uncertain", sent_at=world.NOW)
    item = world.make_item(world.make_meeting(), title="Rengøring med funktionskrav: erfaringer fra et udbud")
    area = world.make_area(world.seat_of(cast.lead).organisation)
    world.make_decision(item, kind="delegated", area=area, lead=area.lead)
    panel.set_viewport_size({"width": 1280, "height": 900})
    for path in ("forum/outboxmail", "meetings/decision"):
        panel.goto(f"{live_server.url}/admin/{path}/")
        wide, room = panel.locator(".results").evaluate("box => [box.scrollWidth, box.clientWidth]")
        assert (path, wide) == (path, room)
