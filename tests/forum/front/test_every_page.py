"""Every page in a real browser, on a desk and on a small phone: accessible, inside the screen, no complaint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from forum.people.models import Member
from tests.browser import axe, bring_axe, complaints, overflows, unnamed
from tests.canary.addresses import our_names, paths_of
from tests.canary.pages import SAMPLES_EACH, is_page
from tests.canary.world import Sweep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1280, 320)
# The five sizes of type (static/css/_tools.scss), in pixels; Django's own admin has its own
SIZES = {14, 16, 20, 24, 36}
SIZES_USED = """() => document.querySelector(".site-head") ? [...new Set(
  [...document.body.querySelectorAll("*")]
    .filter((e) => e.offsetParent && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .map((e) => parseFloat(getComputedStyle(e).fontSize)))] : []"""


def pages_of(client: Client, sweep: Sweep, share: slice) -> dict[str, Any]:
    """What the client is answered at the addresses of this share that have a page of their own for it."""
    client.raise_request_exception = False  # a page that fails is the sweep's to tell
    paths = [path for name in sorted(set(our_names())) for path in paths_of(name, sweep)[:SAMPLES_EACH]]
    answers = {path: client.get(path) for path in paths[share]}
    return {path: answer for path, answer in answers.items() if answer.status_code == 200 and is_page(answer)}


def problems(page: Page, address: str, answer: Any) -> list[str]:
    """The browser is handed the answer that is there already; what the page asks for itself comes from the server."""
    complaints(page).clear()
    page.route(address, lambda route: route.fulfill(headers=dict(answer.headers), body=answer.content), times=1)
    page.goto(address)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width}: {broken}" for broken in axe(page)]
        if overflows(page):
            found.append(f"{width}: wider than the screen")
        if odd := sorted(set(page.evaluate(SIZES_USED)) - SIZES):
            found.append(f"{width}: type of {odd} px")
    if page.evaluate("document.documentElement.lang") != "da":
        found.append("is not in Danish")
    return found + unnamed(page) + complaints(page)


@pytest.mark.slow  # axe looks at every page there is, at two widths
@pytest.mark.parametrize(
    ("role", "share"),
    [  # the secretary's many pages in three shares: the run's processes take one each
        *(pytest.param("secretary", slice(n, None, 3), id=f"secretary-{n}") for n in range(3)),
        pytest.param("head", slice(None), id="head"),
        pytest.param("nobody", slice(None), id="nobody"),
    ],
)
def test_every_page(
    role: str, share: slice, sweep: Sweep, client_for: Callable[[Member | None], Client], page: Page, live_server: Any
) -> None:
    client = client_for(None if role == "nobody" else sweep.cast.everyone()[role])
    page.context.add_cookies([{"name": k, "value": v.value, "url": live_server.url} for k, v in client.cookies.items()])
    bring_axe(page)
    pages = pages_of(client, sweep, share)
    found = {path: problems(page, live_server.url + path, answer) for path, answer in pages.items()}
    assert {path: said for path, said in found.items() if said} == {}
    assert len(pages) > 1
