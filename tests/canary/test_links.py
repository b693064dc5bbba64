"""Pages behind links, opened by whoever holds the link: nothing on the way, and no browser, keeps a copy."""

from __future__ import annotations

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from forum.base.logs import KEYS
from tests.canary.addresses import our_names
from tests.canary.samples import SAMPLES
from tests.canary.world import Sweep

KEPT = {"front:calendar_feed": "private, no-cache"}  # a calendar program asks whether its own copy still holds


def behind_links(resolver: URLResolver | None = None, space: str = "") -> set[str]:
    """The names of the addresses with a part that is good for its bearer."""
    found = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found |= behind_links(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and KEYS & entry.pattern.converters.keys():
            found.add(f"{space}{entry.name}")
    return found


def test_what_is_behind_a_link_is_kept_nowhere(sweep: Sweep) -> None:
    names = behind_links()
    assert len(names) >= 8
    assert names <= set(our_names())
    assert settings.SESSION_COOKIE_NAME not in Client().cookies
    told = {}
    for name in sorted(names):
        real = [reverse(name, args=args) for args in SAMPLES[name](sweep)][:2]
        for path in [*real, reverse(name, args=["forged"])]:
            for answer in (Client().get(path), Client().post(path, {"x": "y"})):
                if answer.status_code != 405 and not (answer.status_code == 404 and name in KEPT):
                    told[name, answer.wsgi_request.method, answer.status_code] = answer.headers.get("Cache-Control")
    wrong = {}
    for key, said in told.items():
        wanted = KEPT.get(key[0], "private, no-store")
        if not set(wanted.split(", ")) <= set((said or "").split(", ")):
            wrong[key] = said
    assert wrong == {}
    assert {name for name, _, status in told if status == 200} >= {"meetings:rsvp", "recommendations:report_link_file"}
