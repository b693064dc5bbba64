"""Pages that a plain visit does not show, in a real browser: on the way in, refused forms, all that opens opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from forum.membership.actions import invitations
from forum.people.models import Member
from tests import world
from tests.browser import axe, complaints, overflows
from tests.forum.signin.test_second_factor import set_up_app, sign_in_by_code
from tests.world import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientFor = Callable[[Member | None], Client]
WIDTHS = (1280, 320)
# Sends the page's main form as it stands, past the browser's own checks
SEND = """const fields = "input:not([type=hidden]), textarea"
  const form = [...document.querySelectorAll("main form[method=post]")].find((form) => form.querySelector(fields))
  form.noValidate = true
  form.requestSubmit()"""
EMPTY = "document.querySelectorAll('main form input:not([type=hidden]), main form textarea').forEach(i => i.value = '')"
OPEN = "document.querySelectorAll('details').forEach(d => d.open = d.checkVisibility())"


class Eyes:
    """The page as somebody's browser has it, and what was found wrong with it so far."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        self.wrong: list[str] = []

    def be(self, client: Client) -> None:
        self.page.context.clear_cookies()
        cookies: Any = [{"name": name, "value": c.value, "url": self.server} for name, c in client.cookies.items()]
        self.page.context.add_cookies(cookies)

    def go(self, path: str) -> None:
        complaints(self.page).clear()
        self.page.goto(self.server + path)
        self.look(path)

    def refused(self, path: str) -> None:
        """The page at the address after its form was sent empty."""
        self.page.goto(self.server + path)
        self.page.evaluate(EMPTY)
        with self.page.expect_navigation():
            self.page.evaluate(SEND)
        complaints(self.page).clear()  # the browser tells of each 422
        assert self.page.locator("[aria-invalid=true], .alert-error").count() > 0, path
        self.look(f"{path} refused")

    def look(self, what: str) -> None:
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            self.wrong += [f"{what} at {width}: {broken}" for broken in axe(self.page)]
            if overflows(self.page):
                self.wrong.append(f"{what} at {width}: wider than the screen")
        self.wrong += complaints(self.page)


@pytest.fixture
def eyes(page: Page, live_server: Any) -> Eyes:
    return Eyes(page, live_server.url)


def test_the_way_in(eyes: Eyes, cast: Cast) -> None:
    wanted: dict[str, Any] = {"email": "ny@example.dk", "name": "Ny Chef", "seat": world.seat_of(cast.head)}
    invitation = invitations.invite(**wanted, by=cast.secretary, now=timezone.now())
    accept = f"/invitation/{invitations.token_of(invitation)}/"
    eyes.go(accept)
    eyes.refused(accept)
    for path in ("/konto/log-ind/", "/bliv-medlem/"):
        eyes.refused(path)
    assert eyes.wrong == []


def test_the_second_step(eyes: Eyes, cast: Cast) -> None:
    fresh, _ = sign_in_by_code(cast.secretary)
    eyes.be(fresh)
    eyes.refused("/konto/to-trin/app/")
    set_up_app(fresh)
    eyes.be(fresh)
    eyes.go("/konto/to-trin/noedkoder/")
    eyes.go("/konto/to-trin/")
    colleague = Member.objects.create_user("to@example.dk", "Nummer To", is_secretariat=True)
    old, _ = sign_in_by_code(colleague)
    TOTP.activate(colleague, "JBSWY3DPEHPK3PXP")
    eyes.be(old)
    eyes.go("/konto/to-trin/bekraeft/?next=/")
    eyes.refused("/konto/to-trin/bekraeft/?next=/")
    halfway, location = sign_in_by_code(colleague)
    eyes.be(halfway)
    eyes.go(location)
    eyes.refused(location)
    member, location = sign_in_by_code(cast.head)
    eyes.be(member)
    eyes.go(location)
    assert eyes.wrong == []


def test_forms_that_are_refused(eyes: Eyes, cast: Cast, client_for: ClientFor) -> None:
    meeting, area = world.make_meeting(), world.make_area(world.organisation("Aalborg"))
    eyes.be(client_for(cast.secretary))
    for path in (
        "/moeder/nyt/",
        f"/moeder/{meeting.slug}/dagsorden/nyt/",
        "/omraader/foreslaa/",
        f"{area.get_absolute_url()}status/",
        "/profil/",
    ):
        eyes.refused(path)
    assert eyes.wrong == []


def test_all_that_opens(eyes: Eyes, cast: Cast, client_for: ClientFor) -> None:
    meeting = world.make_meeting()
    world.make_answer(meeting, world.seat_of(cast.head))
    eyes.be(client_for(cast.secretary))
    for width in WIDTHS:
        eyes.page.set_viewport_size({"width": width, "height": 800})
        eyes.page.goto(eyes.server + meeting.get_absolute_url())
        assert eyes.page.locator("details:visible").count() > 1
        eyes.page.evaluate(OPEN)
        eyes.wrong += [f"{width}: {broken}" for broken in axe(eyes.page)]
        assert not overflows(eyes.page)
    assert eyes.wrong == complaints(eyes.page) == []
