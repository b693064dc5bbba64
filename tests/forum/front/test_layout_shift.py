"""The font arrives late, as on a phone in a train: what is being read stays where it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Route, ViewportSize

from forum.people.models import Member
from recommendations.wording.load import load_ten
from tests import world
from tests.world import NOW, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: ViewportSize = {"width": 380, "height": 800}
GOOD = 0.05  # cumulative layout shift; 0.1 is what the field calls good, 0.25 poor
PAGES = ["/", "/moeder/", "/moeder/{slug}/", "/anbefalinger/", "/anbefalinger/9/"]
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
ALL_SHIFTS = """async () => {
  await document.fonts.ready
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  const seen = []
  new PerformanceObserver(list => seen.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true })
  await new Promise(done => setTimeout(done, 50))
  return seen.reduce((sum, shift) => sum + shift.value, 0)
}"""
FONTS = "[...document.fonts].filter(font => font.status === 'loaded' && font.family.includes('IBM Plex')).length"


@pytest.fixture
def slug(cast: Cast) -> str:
    load_ten(by=None, now=NOW)
    meeting = world.make_meeting()
    for number in range(1, 6):
        world.make_item(
            meeting, number, title=f"Fælles indkøb af skærmbesøg, del {number}", background="Om sagen. " * 40
        )
    world.make_meeting(start=NOW - timedelta(days=60), state="held", title="Septembermøde")
    world.make_area(world.seat_of(cast.lead).organisation)
    return meeting.slug


def shift(browser: Browser, address: str, client: Client) -> tuple[float, int]:
    """How far the page moves, from its first paint until its fonts have come; and how many came. The cache is cold."""
    context = browser.new_context(locale="da-DK", viewport=PHONE, is_mobile=True, has_touch=True)
    page, waiting = context.new_page(), list[Route]()
    context.add_cookies([{"name": k, "value": v.value, "url": address} for k, v in client.cookies.items()])
    page.route("**/*.woff2", lambda route: waiting.append(route))
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_function(PAINTED)
    for route in waiting:
        route.continue_()
    found: float = page.evaluate(ALL_SHIFTS)
    came: int = page.evaluate(FONTS)
    context.close()
    return round(found, 3), came


def test_the_main_pages_stand_still_when_the_font_comes(
    cast: Cast, slug: str, client_for: Callable[[Member | None], Client], chromium: Browser, live_server: Any
) -> None:
    client = client_for(cast.head)
    found = {path: shift(chromium, live_server.url + path.format(slug=slug), client) for path in PAGES}
    assert {path: came for path, (_, came) in found.items()} == dict.fromkeys(PAGES, 2)
    assert {path: moved for path, (moved, _) in found.items() if moved >= GOOD} == {}
