"""The README's two pictures of the demo as it is, the one that shared links show, and the icon on a phone.

`make screenshots` runs it with servers of its own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402 - the path comes first
from playwright.sync_api import Page, sync_playwright  # noqa: E402 - the path comes first

from tools.bench import free_port, manage, served  # noqa: E402 - as above
from tools.launcher import packages  # noqa: E402 - as above

FOLDER = ROOT / "docs"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def main() -> None:
    port = free_port()
    os.environ |= {"SITE_URL": f"http://127.0.0.1:{port}", "DEMO": "true", "DJANGO_SETTINGS_MODULE": "forum.settings"}
    os.environ["DATABASE_URL"] = empty_database(os.environ["DATABASE_URL"])
    manage("migrate", "--verbosity", "0")
    manage("seed_demo")
    FOLDER.mkdir(exist_ok=True)
    with served(port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=packages.browser(), args=FLAGS)
        for width, height, name, take in ((1280, 800, "hjem.png", home), (380, 780, "moede.png", meeting)):
            page = browser.new_page(viewport={"width": width, "height": height}, locale="da-DK")
            enter(page, f"http://127.0.0.1:{port}")
            take(page)
            page.screenshot(path=FOLDER / name)
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        page.goto((ROOT / "tools/share.html").as_uri())
        page.screenshot(path=ROOT / "static/img/share.png")
        page = browser.new_page(viewport={"width": 180, "height": 180})
        page.goto((ROOT / "tools/touch.html").as_uri())
        page.screenshot(path=ROOT / "static/img/touch.png")
        browser.close()


def empty_database(beside: str) -> str:
    """The address of a new database on the same server: the given one may have a benchmark's data."""
    address = urlsplit(beside)._replace(path="/forum_pictures").geturl()
    with psycopg.connect(beside, autocommit=True) as line:
        line.execute("DROP DATABASE IF EXISTS forum_pictures")
        line.execute("CREATE DATABASE forum_pictures")
    return address


def enter(page: Page, url: str) -> None:
    """Through the demo's door as a municipal head of procurement."""
    page.goto(f"{url}/demo/")
    page.get_by_role("button", name="Mette Lindholm").click()
    page.wait_for_url(f"{url}/")


def home(page: Page) -> None:
    page.wait_for_load_state("networkidle")


def meeting(page: Page) -> None:
    page.locator("#naeste-moede ~ * a, section[aria-labelledby=naeste-moede] a").first.click()
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main()
