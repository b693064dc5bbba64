"""The desk in a browser, from an empty forum, at both widths, with and without JavaScript: each verb is one press."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from forum.mail.models import OutboxMail
from forum.people.models import Member, Organisation, Seat, SeatHolding
from tests import world
from tests.browser import axe, complaints, overflows
from tests.forum.front.test_desk import called
from tests.world import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def loads_of(page: Page) -> list[str]:
    loads: list[str] = []
    page.on("request", lambda request: loads.append(request.url) if request.is_navigation_request() else None)
    return loads


def test_each_verb_is_one_press(live_server: Any, chromium: Browser, page: Page, client_for: Any) -> None:
    me = Member.objects.create_user("s@example.dk", "Sofie Krogh", is_secretariat=True, welcomed_at=NOW)
    plain = chromium.new_context(java_script_enabled=False, viewport={"width": 380, "height": 800}, locale="da-DK")
    for context in (page.context, plain):
        session = client_for(me).cookies
        context.add_cookies([{"name": n, "value": c.value, "url": live_server.url} for n, c in session.items()])
    page.goto(live_server.url)
    assert (axe(page), overflows(page)) == ([], False)
    page.get_by_role("button", name="Hent dem").click()
    expect(page.get_by_text("Gjort: Hent kommunerne, SKI og KL")).to_have_count(1)
    assert Organisation.objects.municipalities().count() == 98
    seat = Seat.objects.create(organisation=Organisation.objects.get(name="Odense"), since=date(2020, 1, 1))
    head = Member.objects.create_user("m@example.dk", "Mette Lindholm", welcomed_at=NOW)
    SeatHolding.objects.create(seat=seat, member=head, since=date(2020, 1, 1))
    meeting = world.make_meeting(convened_at=NOW - timedelta(days=20))
    world.make_item(meeting)
    called(meeting)
    phone = plain.new_page()
    phone.goto(live_server.url)
    assert overflows(phone) is False
    loads = loads_of(phone)
    phone.get_by_role("button", name="Påmind 1").click()
    expect(phone.get_by_text("Påmindelsen går ud til 1 om")).to_be_visible()
    assert phone.get_by_role("button", name="Påmind 1").count() == 0
    assert (len(loads), phone.url) == (2, f"{live_server.url}/")  # the press and where it leads: one load of the page
    assert OutboxMail.objects.filter(kind="meetings.answer_reminder").count() == 1
    page.set_viewport_size({"width": 380, "height": 800})
    page.reload()
    assert (axe(page), overflows(page), complaints(page)) == ([], False, [])
    plain.close()
