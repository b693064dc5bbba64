"""What a screen reader says of the main pages: their language, and a name for all that a person uses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from forum.people.models import Member
from tests import world
from tests.browser import unnamed
from tests.world import Cast

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
MAIN = ("/", "/soeg/?q=møde", "/moeder/", "/anbefalinger/", "/omraader/", "/medlemmer/", "/profil/")


def test_every_page_mail_and_paper_says_that_it_is_in_danish() -> None:
    whole = {str(path): path.read_text() for path in TEMPLATES if "<html" in path.read_text()}
    assert len(whole) >= 3  # the frames of pages, mails and papers
    assert [name for name, text in whole.items() if text.count('<html lang="da"') != text.count("<html")] == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_all_that_is_used_has_a_name(
    cast: Cast, client_for: Callable[[Member | None], Client], page: Page, live_server: Any
) -> None:
    meeting = world.make_meeting()
    world.make_item(meeting)
    client = client_for(cast.head)
    paths = [*MAIN, reverse("meetings:actions"), meeting.get_absolute_url()]
    assert [path for path in paths if client.get(path).status_code != 200] == []
    page.context.add_cookies([{"name": k, "value": v.value, "url": live_server.url} for k, v in client.cookies.items()])
    nameless = {}
    for path in paths:
        page.goto(live_server.url + path)
        nameless[path] = unnamed(page)
    assert {path: found for path, found in nameless.items() if found} == {}


@pytest.mark.browser
def test_a_placeholder_or_a_picture_is_no_name(page: Page) -> None:
    page.set_content(
        '<input type="search" placeholder="Søg"><input aria-label="Søg" placeholder="Søg"><label>Navn<input></label>'
        '<a href="/x"><svg></svg></a><button title="Luk"></button><button></button>'
    )
    assert [found.partition(":")[0] for found in unnamed(page)] == ["searchbox", "link", "button"]
