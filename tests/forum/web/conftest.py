"""A text of the made-up subject `texts`, with its table, its addresses and its templates; somebody who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import Page

from forum.people.models import Member
from tests.forum.web.texts.models import Text
from tests.world import Cast

Enter = Callable[[Member], None]


@pytest.fixture
def text(cast: Cast, settings: Any) -> Text:
    templates = settings.TEMPLATES[0]
    settings.TEMPLATES = [templates | {"DIRS": [*templates["DIRS"], Path(__file__).parent / "texts/templates"]}]
    settings.ROOT_URLCONF = "tests.forum.web.site"
    with connection.schema_editor() as editor:
        editor.create_model(Text)
    return Text.objects.create(wording="Den første ordlyd", audience="members")


@pytest.fixture
def enter(live_server: Any, page: Page, client_for: Callable[[Member | None], Client]) -> Enter:
    """Signs the member in in the page's browser, whoever was signed in there."""

    def sign_in(member: Member) -> None:
        cookies = client_for(member).cookies.items()
        page.context.add_cookies([{"name": n, "value": c.value, "url": live_server.url} for n, c in cookies])

    return sign_in
