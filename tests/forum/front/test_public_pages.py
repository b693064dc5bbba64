"""The public pages: open to all, honest about what they say, and nothing above the public's audience in them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from forum.base.dates import term
from forum.base.visibility import Audience
from forum.mail import outbox
from forum.membership.actions import join_requests, pseudonymise
from meetings import retention
from meetings.attendance import wishes
from meetings.meeting.models import Meeting
from recommendations.wording.load import load_ten
from tests import world

ClientFor = Callable[..., Client]
PAGES = [
    "/",
    "/anbefalinger/",
    "/omraader/",
    "/om/",
    "/bliv-medlem/",
    "/bliv-medlem/tjek-din-mail/",
    "/tilgaengelighed/",
    "/privatliv/",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", [None, "former", "supplier", "secretary"])
def test_open_to_all(cast: world.Cast, client_for: ClientFor, path: str, who: str | None) -> None:
    assert client_for(getattr(cast, who) if who else None).get(path).status_code == 200


def test_public_pages_need_few_queries(cast: world.Cast, now: datetime, django_assert_max_num_queries: Any) -> None:
    load_ten(by=None, now=now)
    for path in PAGES:
        with django_assert_max_num_queries(3):
            Client().get(path)


def test_about_names_those_with_a_seat_in_danish_order(cast: world.Cast) -> None:
    groups = Client().get("/om/").context["groups"]
    found = {label: [organisation.name for organisation in organisations] for label, organisations in groups}
    assert found == {
        "Kommuner": ["Kolding", "Odense", "Vejle", "Aalborg", "Aarhus"],
        "Leverandører": ["Fjordtek A/S"],
        "Fællesoffentlige": ["SKI"],
    }


def test_external_group_is_linked_only_when_there_is_one(client: Client, db: None, monkeypatch: Any) -> None:
    from forum.web import context

    url = "https://engage.example/gruppe"
    before = url in client.get("/om/").content.decode()
    monkeypatch.setitem(context.SITE, "group_url", url)
    assert (before, url in client.get("/om/").content.decode()) == (False, True)


@pytest.mark.parametrize(
    ("preliminary", "sentence", "shows_each"),
    [
        (2, "Anbefalingerne er foreløbige: Forummet arbejder videre med dem, møde for møde.", False),
        (1, "1 af anbefalingerne er foreløbig: Forummet arbejder videre med den, møde for møde.", True),
        (0, "", False),
    ],
)
def test_the_front_page_says_that_recommendations_are_preliminary_as_long_as_they_are(
    client: Client, db: None, preliminary: int, sentence: str, *, shows_each: bool
) -> None:
    for number in (1, 2):
        world.make_recommendation(number, state="preliminary" if number <= preliminary else "adopted")
    world.make_recommendation(3, state="retired")
    page = " ".join(client.get("/").content.decode().split())
    said = re.findall(r"[^>]*foreløbig[^<]*møde\.", page)
    assert (said, "Vedtaget" in page) == ([sentence] if sentence else [], shows_each)


def test_the_front_page_shows_the_public_area_that_has_come_furthest(client: Client, cast: world.Cast) -> None:
    assert client.get("/").context["result"] is None
    lead = world.organisation("Odense")
    for title, audience, state in (
        ("Hemmeligt", "members", "effect"), ("Møbler", "public", "purchase"), ("Bleer", "public", "need"),
    ):  # fmt: skip
        area = world.make_area(lead, title=title, audience=audience, state=state)
        world.make_update(area, cast.lead, sentence=f"{title} virker.")
    page = client.get("/").content.decode()
    assert ("Odense Kommune går foran" in page, "Møbler virker." in page) == (True, True)
    assert [word in page for word in ("Hemmeligt", "Bleer")] == [False, False]


def test_next_date_of_the_whole_forum_and_no_other(client: Client, cast: world.Cast) -> None:
    def shown() -> object:
        return client.get("/").context["next_start"]

    soon = world.NOW + timedelta(days=5)
    world.make_meeting(start=soon, slug="lukket", audience=Audience.AUTHORITIES)
    world.make_meeting(start=soon, slug="planlagt", state=Meeting.State.PLANNED)
    world.make_meeting(start=soon, slug="aflyst", state=Meeting.State.CANCELLED, cancel_reason="Sygdom")
    assert shown() is None
    meeting = world.make_meeting(title="Hemmelig titel")
    assert shown() == meeting.start
    assert "Hemmelig titel" not in client.get("/").content.decode()


def test_robots_are_kept_out_of_a_demo_and_out_of_what_is_closed(client: Client, settings: Any) -> None:
    settings.DEMO = False
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert ("Disallow: /moeder/" in lines, "Disallow: /" in lines, lines[-1]) == (
        True,
        False,
        "Sitemap: http://127.0.0.1:8000/sitemap.xml",
    )
    settings.DEMO = True
    assert client.get("/robots.txt").content.decode().splitlines()[1] == "Disallow: /"


def test_sitemap_holds_the_public_and_nothing_else(client: Client, cast: world.Cast) -> None:
    for number, audience in enumerate(Audience, start=1):
        world.make_recommendation(number, audience=audience)
        world.make_area(world.organisation("Aalborg"), title=f"Område {number}", audience=audience)
    world.make_recommendation(9, state="retired")
    tree = ElementTree.fromstring(client.get("/sitemap.xml", headers={"host": "127.0.0.1"}).content)
    found = {
        (node.text or "").removeprefix("http://127.0.0.1:8000") for node in tree.iter() if node.tag.endswith("loc")
    }
    own = {"/", "/anbefalinger/", "/omraader/", "/om/", "/bliv-medlem/", "/tilgaengelighed/", "/privatliv/"}
    assert found == own | {"/anbefalinger/1/", "/omraader/omraade-1/"}
    assert {client.get(path).status_code for path in found} == {200}


def test_security_txt_is_good_for_less_than_a_year(client: Client, db: None) -> None:
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())
    expires = datetime.fromisoformat(lines["Expires"])
    assert timedelta(0) < expires - world.NOW < timedelta(days=365) or expires > world.NOW
    assert sorted(lines) == ["Canonical", "Contact", "Expires", "Preferred-Languages"]


def test_public_pages_can_be_found_and_shared_and_others_not(cast: world.Cast, client_for: ClientFor) -> None:
    world.make_recommendation(9)
    page = Client().get("/anbefalinger/9/").content.decode()
    title = '<meta property="og:title" content="Fordel det fælleskommunale ansvar for innovationsprojekter">'
    assert (title in page, "noindex" in page) == (True, False)
    picture = re.search(r'"og:image" content="http://127.0.0.1:8000/static/([^"]+)"', page)
    assert picture
    assert finders.find(picture[1])
    front = Client().get("/").content.decode()
    canonical = '<link rel="canonical" href="http://127.0.0.1:8000/">'
    assert [front.count(tag) for tag in (canonical, "og:site_name", "noindex")] == [1, 1, 0]
    touch = re.search(r'"apple-touch-icon" href="/static/([^"]+)"', front)
    assert touch
    assert finders.find(touch[1])
    area = world.make_area()
    assert "noindex" in client_for(cast.head).get(area.get_absolute_url()).content.decode()


def test_privacy_says_what_the_code_does(client: Client, db: None, settings: Any) -> None:
    page = " ".join(client.get("/privatliv/").content.decode().split())
    promises = (
        f"{term(settings.RETENTION_DAYS_AFTER_LEAVING).capitalize()} efter, at du er gået ud",
        f"Slettes {term(settings.RETENTION_DAYS_AFTER_LEAVING)} efter mødet",
        f"Slettes {retention.ADDRESS_DAYS} dage efter, at mødets referat er godkendt",
        f"højst {settings.SESSION_COOKIE_AGE // 86_400} dage",
        f"Slettes {wishes.KEPT_DAYS} dage efter mødet",
        f"Teksten slettes {outbox.TEXT_DAYS} dage efter, at mailen er sendt",
        f"Slettes {term(outbox.TEXT_DAYS)} efter, at vi sidst har brugt den",
        f"Slettes {join_requests.ANSWERED_DAYS} dage efter, at du har fået svar",
        f"som du ikke bekræfter, slettes efter {join_requests.UNCONFIRMED_DAYS} dage",
        f"fjernes {pseudonymise.UNUSED_DAYS} dage efter, at en ubrugt invitation er udløbet",
        f"Højst {term(settings.LOG_DAYS)}. Loggen",
    )
    assert [promise for promise in promises if promise not in page] == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/.well-known/security.txt", "text/plain; charset=utf-8"),
        ("/sitemap.xml", "application/xml"),
    ],
)
def test_what_programs_ask_for_is_there_as_plain_text_or_xml(client: Client, db: None, path: str, kind: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)


def test_the_old_address_of_the_mark(client: Client) -> None:
    """Browsers look there whatever the page says."""
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/static/img/logo.svg")
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
