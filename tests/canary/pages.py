"""What must hold of every page, whatever it is about; asked by the tests that fetch them all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import lxml.html

from tests.canary.addresses import admin_paths, our_names, paths_of
from tests.canary.world import Sweep

SAMPLES_EACH = 2  # a template is the same for each of its objects: two show it with and without something on it
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


def is_page(answer: Any) -> bool:
    """A redirect is none, nor a mail's own HTML: it stands in a frame, runs no script, and axe could not look at it."""
    headers = answer.headers
    policy = headers.get("Content-Security-Policy", "")
    is_html = headers.get("Content-Type", "").startswith("text/html")
    return is_html and "sandbox" not in policy and "Location" not in headers and bool(answer.content)


def samples(sweep: Sweep) -> Iterator[str]:
    """Some addresses of each pattern, ours in the order of their names, then the admin's."""
    for name in sorted(set(our_names())):
        yield from paths_of(name, sweep)[:SAMPLES_EACH]
    yield from admin_paths()


def way(page: bytes) -> list[tuple[str, str]]:
    crumbs = lxml.html.fromstring(page).find_class("crumbs")
    links = [link for crumb in crumbs for link in crumb.iter("a")]
    return [(link.text_content(), link.get("href", "")) for link in links]


def skipped_levels(pages: dict[str, bytes]) -> dict[str, list[str]]:
    """Each page, by its address, whose way up does not lead through each level above it: the links of that way."""
    ways = {path: found for path, content in pages.items() if (found := way(content))}
    assert len(ways) > 30
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
    return skipped
