"""Debian's Chromium for tests: one a module, a fresh profile a test, and every complaint of a page kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from tools.launcher import packages

HEARD: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()  # what each page's console said
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--font-render-hinting=none",  # letters as wide as on a person's screen
    "--js-flags=--no-opt --no-maglev",  # a page lives for a second: optimising its scripts costs more than it saves
]  # fmt: skip
AXE = Path(settings.BASE_DIR) / "node_modules/axe-core/axe.min.js"
# What WCAG 2.1 AA asks for, and axe's own good practice
RUN_AXE = """axe.run(document, {
    resultTypes: ['violations'],
    iframes: false,  // ours hold mails, where no script runs
}).then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))"""


def launched(*, whole: bool = False) -> Iterator[Browser]:
    """A browser; the whole one shows PDF, too. Skips the test when the machine has none."""
    if not (path := packages.browser(whole=whole)):
        pytest.skip("Chromium mangler på maskinen")
    # Playwright's loop runs in this thread; the database is still used from it alone
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a module: Playwright's loop holds its thread, and other tests run loops of their own in it."""
    yield from launched()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page in a profile of its own; `complaints(page)` lists what its console said."""
    context = chromium.new_context(
        locale="da-DK", timezone_id="Europe/Copenhagen", viewport={"width": 1280, "height": 900}
    )
    made = heard_of(context.new_page())
    yield made
    context.close()


def heard_of(page: Page) -> Page:
    """The page, whose console is listened to from now on."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    HEARD[page] = heard
    return page


def complaints(page: Page) -> list[str]:
    return HEARD[page]


def bring_axe(page: Page) -> None:
    """For a tour of many pages: the browser keeps axe for each of them, and is not sent half a megabyte a page."""
    page.add_init_script(path=AXE)


def axe(page: Page) -> list[str]:
    """The accessibility rules that the page breaks as it stands, each with its first element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found: Any = page.evaluate(RUN_AXE)
    return list(found)


# The roles of what a person uses, and fills in; a field that is hidden or presentational has none of them
USED = {"button", "link", "textbox", "searchbox", "checkbox", "radio", "combobox", "listbox", "spinbutton", "slider"}
WRITTEN_IN = {"textbox", "searchbox", "combobox", "spinbutton"}  # an element that can have a placeholder


def unnamed(page: Page) -> list[str]:
    """What a person uses and a screen reader has no name for, by the browser's own accessibility tree.

    Each as the role and the element. A placeholder is no name, though browsers make do with it: it goes when one types.
    """
    talk = page.context.new_cdp_session(page)
    talk.send("DOM.enable")
    nodes = talk.send("Accessibility.getFullAXTree")["nodes"]
    used = [node for node in nodes if not node["ignored"] and node["role"]["value"] in USED]
    found = []
    for node in used:
        name, role = node.get("name", {}).get("value", "").strip(), node["role"]["value"]
        element = {"backendNodeId": node["backendDOMNodeId"]}
        attributes: dict[str, str] = {}
        if name and role in WRITTEN_IN:
            told = talk.send("DOM.describeNode", element)["node"].get("attributes", [])
            attributes = dict(zip(told[::2], told[1::2], strict=True))
        if not name or (name == attributes.get("placeholder") != attributes.get("aria-label")):
            found.append(f"{role}: {talk.send('DOM.getOuterHTML', element)['outerHTML'][:120]}")
    talk.detach()
    return found


def overflows(page: Page) -> bool:
    """True when a person must scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
