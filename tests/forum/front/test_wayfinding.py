"""Where one is: every page's way up leads through each level above it, and the browser finds the site's mark."""

from __future__ import annotations

from collections.abc import Callable

import lxml.html
from django.test import Client

from forum.people.models import Member
from tests.canary.test_sweep import our_names, paths_of
from tests.canary.world import Sweep
from tests.forum.front.test_every_page import SAMPLES_EACH, is_page

# The first link below Home that a page's address calls for; a page that stands elsewhere is named with where
SECTIONS = {
    "/moeder/": "Møder",
    "/beslutninger/": "Beslutninger",
    "/anbefalinger/": "Anbefalinger",
    "/omraader/": "Innovationsområder",
    "/medlemmer/": "Medlemmer",
    "/pladser/": "Medlemmer",
    "/kommuner/": "Medlemmer",
    "/rapporter/": "Rapporter",
    "/mails/": "Mails",
    "/invitationer/": "Invitationer",
    "/ansoegninger/": "Ansøgninger",
}


def way(page: bytes) -> list[tuple[str, str]]:
    crumbs = lxml.html.fromstring(page).find_class("crumbs")
    links = [link for crumb in crumbs for link in crumb.iter("a")]
    return [(link.text_content(), link.get("href", "")) for link in links]


def test_no_level_is_skipped(sweep: Sweep, client_for: Callable[[Member | None], Client]) -> None:
    client = client_for(sweep.cast.secretary)
    client.raise_request_exception = False
    paths = {path for name in set(our_names()) for path in paths_of(name, sweep)[:SAMPLES_EACH]}
    pages = {path: answer for path in paths if is_page(answer := client.get(path)) and answer.status_code == 200}
    ways = {path: found for path, answer in pages.items() if (found := way(answer.content))}
    skipped = {}
    for path, found in ways.items():
        labels = [label for label, _ in found]
        section = next(
            (name for start, name in SECTIONS.items() if path.startswith(start) and path.partition("?")[0] != start),
            None,
        )
        if labels[0] != "Hjem" or (section and labels[1:2] != [section]):
            skipped[path] = labels
        # The page above this one says the same of what stands above itself
        above = ways.get(found[-1][1])
        if above is not None and above != found[:-1]:
            skipped[path] = labels
    assert skipped == {}
    assert len(ways) > 30


def test_the_old_address_of_the_mark(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/static/img/logo.svg")
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
