"""Names without a space, as long as the fields let them be: nothing grows wider than a phone or a desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from forum.people.models import Member
from tests import world
from tests.browser import axe, overflows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Speciallægepraksisplanlægningsstabiliseringsperioden" * 2


def test_long_words_stay_on_the_screen(
    cast: world.Cast, client_for: Callable[[Member | None], Client], page: Page, live_server: Any
) -> None:
    Member.objects.update(name=LONG, title=LONG, competences=LONG)
    area = world.make_area(world.organisation("Odense"), title=LONG[:100], description=LONG)
    world.make_update(area, cast.head, sentence=LONG, next_step=LONG)
    start = timezone.now() + timedelta(days=30)
    meeting = world.make_meeting(start=start, title=LONG, place=LONG, convened_at=timezone.now())
    item = world.make_item(meeting, title=LONG, area=area, background=LONG, motion=LONG)
    world.make_paper(item, cast.secretary, text=LONG)
    world.make_answer(meeting, world.seat_of(cast.head), "substitute", substitute_name=LONG)
    world.make_action(item, world.seat_of(cast.head), text=LONG)
    paths = [
        "/", "/moeder/", f"/moeder/{meeting.slug}/", f"/moeder/{meeting.slug}/dagsorden/", f"/moeder/punkt/{item.pk}/",
        f"/moeder/{meeting.slug}/deltagelse/", "/moeder/opgaver/", area.get_absolute_url(), "/omraader/", "/medlemmer/",
        f"/medlemmer/{cast.head.pk}/", "/pladser/", f"/soeg/?q={LONG[:52]}", "/sekretariatet/", "/mails/",
    ]  # fmt: skip
    wide = []
    for who in (cast.head, cast.secretary):
        client = client_for(who)
        page.context.add_cookies(
            [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()]
        )
        for path in paths:
            if client.get(path).status_code != 200:
                continue
            page.goto(live_server.url + path)
            for width in (1280, 360):
                page.set_viewport_size({"width": width, "height": 800})
                wide += [(path, width, who.is_secretariat)] if overflows(page) else []
    assert wide == []


def test_a_wide_table_scrolls_in_a_box_of_its_own(
    cast: world.Cast, client_for: Callable[[Member | None], Client], page: Page, live_server: Any
) -> None:
    """Nine columns, and code in a long line: the page stays as wide as a phone, and the arrow keys move the table."""
    heads = ["Kommune", "Beløb", *(f"Kvartal {n}" for n in range(1, 8))]
    table = (
        f"| {' | '.join(heads)} |\n|{'---|' * 9}\n| {' | '.join(['Lyngby-Taarbæk'] * 8)} | https://ski.dk/{'a1' * 90} |"
    )
    meeting = world.make_meeting(start=timezone.now() + timedelta(days=30), convened_at=timezone.now())
    world.make_item(meeting, background=f"{table}\n\n```\n{'kode ' * 60}\n```")
    cookies = client_for(cast.head).cookies.items()
    page.context.add_cookies([{"name": name, "value": c.value, "url": live_server.url} for name, c in cookies])
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{live_server.url}/moeder/{meeting.slug}/")
    page.get_by_text("Læs mere").click()  # what belongs to an item is folded on a phone
    assert overflows(page) is False
    box = page.get_by_role("region", name=f"Tabel: {', '.join(heads)}")
    assert box.evaluate("box => box.scrollWidth > 2 * box.clientWidth") is True
    box.evaluate("box => { box.focus(); return document.activeElement === box }")
    page.keyboard.press("ArrowRight")
    moved = (
        "new Promise(done => { const look = () => box.scrollLeft ? done(true) : requestAnimationFrame(look); look() })"
    )
    assert box.evaluate(f"box => {moved}") is True
    assert axe(page) == []
