"""People with a browser and a mailbox: their presses and loads are counted, and mail comes by SMTP on a moved clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import Any

import lxml.html
import time_machine
from django.test import Client
from playwright.sync_api import Browser, Dialog, Locator, Page, Request, expect

from forum import tasks
from forum.jobs import worker
from forum.mail import delivery
from forum.people.models import Member
from meetings.tasks import plan_mail
from tests.browser import complaints, heard_of, overflows
from tests.conftest import sign_in
from tests.sink import Sink, said

MINUTE = 61  # seconds: what could be undone cannot be any more


@dataclass(frozen=True)
class Way:
    """How a journey is made: on how wide a screen, and whether scripts run."""

    width: int
    script: bool

    def __str__(self) -> str:
        return f"{self.width}-{'script' if self.script else 'plain'}"


@dataclass
class Forum:
    """The site, its clock and its mails. Time passes by `until` and `wait` alone."""

    url: str
    sink: Sink
    clock: time_machine.Traveller

    def until(self, moment: datetime) -> None:
        """Go on to the moment. Beat looks once, as it does every few minutes, and what is due goes."""
        self.clock.move_to(moment)
        tasks.beat()
        plan_mail()
        delivery.send_due()

    def wait(self, seconds: int = MINUTE) -> None:
        """Papers are made meanwhile, and the mails that waited for them or for the minute go."""
        self.clock.shift(seconds)
        while worker.work_next():
            pass
        delivery.send_due()

    def mails(self, subject: str, to: str = "") -> list[EmailMessage]:
        return [mail for mail in self.sink.mails if subject in mail["Subject"] and to in mail["To"]]

    def link(self, part: str, to: str, subject: str = "") -> str:
        """The first link with this part in the newest mail to somebody."""
        mail = self.mails(subject, to)[-1]
        found = re.search(rf"{re.escape(self.url)}\S*{re.escape(part)}\S*", said(mail))
        assert found, said(mail)
        return found[0]


@dataclass
class Person:
    """Somebody at a browser. A click is a press that is no typing; a load is a page, not a swapped part."""

    forum: Forum
    email: str
    page: Page
    clicks: int = field(default=0, init=False)
    loads: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.goes_on_in(self.page)

    def goes_on_in(self, page: Page) -> None:
        """In this tab from now on."""
        self.page = heard_of(page)
        self.page.on("request", self._count_load)
        self.page.on("dialog", self._say_yes)

    def _count_load(self, request: Request) -> None:
        self.loads += request.is_navigation_request() and request.redirected_from is None

    def _say_yes(self, dialog: Dialog) -> None:
        self.clicks += dialog.type == "confirm"
        dialog.accept()

    def visit(self, address: str = "/") -> None:
        """By a bookmark, or by a mail's link: counted from there."""
        self.page.goto(address if address.startswith("http") else self.forum.url + address)
        self.clicks = self.loads = 0

    def comes_back(self, moment: datetime) -> None:
        """Another day, signed in again: how that is done is walked elsewhere, and would cost four pages each time."""
        self.forum.until(moment)
        client = Client()
        sign_in(client, Member.objects.get(email=self.email))
        session = client.session
        session.set_expiry(0)  # a secretary's ends with the day
        session.save()
        cookies: Any = [{"name": k, "value": v.value, "url": self.forum.url} for k, v in client.cookies.items()]
        self.page.context.add_cookies(cookies)
        self.visit()

    def press(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def button(self, name: str, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("button", name=_begins(name))

    def link(self, name: str, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("link", name=_begins(name))

    def press_button(self, name: str, within: Locator | None = None) -> None:
        self.press(self.button(name, within))

    def press_link(self, name: str, within: Locator | None = None) -> None:
        self.press(self.link(name, within))

    def fill(self, label: str | re.Pattern[str], text: str) -> None:
        self.page.get_by_label(label).fill(text)

    def choose(self, label: str) -> None:
        """Of several, by the label's text: the buttons themselves are drawn by the style sheet."""
        self.press(self.page.locator("label", has_text=re.compile(rf"^\s*{re.escape(label)}")))

    def sees(self, text: str | re.Pattern[str]) -> None:
        """The page says it, and nobody has to scroll sideways."""
        expect(self.page.locator("body")).to_contain_text(text)
        assert not overflows(self.page), self.page.url

    def spent(self) -> tuple[int, int]:
        """Clicks and loads since they were asked for last, or since the visit."""
        spent = (self.clicks, self.loads)
        self.clicks = self.loads = 0
        return spent

    def write(self, place: Locator, text: str) -> None:
        """At the end of what stands in a long text: in the editor, or in the plain field where no scripts run."""
        self.page.wait_for_load_state()  # the editor's script runs when the page is there
        editor = place.locator(".ProseMirror")
        if editor.count():
            editor.click()
            self.page.keyboard.press("Control+End")
            self.page.keyboard.type(text)
        else:
            plain = place.locator("textarea")
            plain.fill(plain.input_value() + text)

    def enter_code(self) -> None:
        """On the sign-in page: ask for a code, and type it."""
        self.fill("Din mailadresse", self.email)
        self.press_button("Send mig en kode")
        expect(self.page.get_by_label("Koden fra mailen")).to_be_visible()
        self.fill("Koden fra mailen", self.code())
        self.press_button("Log ind")

    def sign_in(self) -> None:
        """As a member on a device of one's own, wherever that leads afterwards."""
        self.enter_code()
        self.press_button("Ja, husk mig her")

    def code(self) -> str:
        delivery.send_due()
        found = re.search(r"\b\d{4} \d{4}\b", said(self.forum.mails("", self.email)[-1]))
        assert found
        return found[0]

    @property
    def complaints(self) -> list[str]:
        return complaints(self.page)


def _begins(name: str) -> re.Pattern[str]:
    """How a name begins; "Gem$" is the whole of it. Words that are read aloud only are parted from it by a space."""
    return re.compile("^" + re.escape(name).replace(":", r"\s?:").replace(r"\$", "$"))


@contextmanager
def at_a_browser(chromium: Browser, forum: Forum, email: str, way: Way) -> Iterator[Person]:
    """A browser of one's own, without anybody's cookies."""
    context = chromium.new_context(
        locale="da-DK",
        timezone_id="Europe/Copenhagen",
        viewport={"width": way.width, "height": 900},
        java_script_enabled=way.script,
    )
    yield Person(forum, email, context.new_page())
    context.close()


def send_form(forum: Forum, address: str, **data: str) -> None:
    """The first form behind a mail's link, filled in and sent by somebody who needs no screen of their own here."""
    client, path = Client(), address.removeprefix(forum.url)
    page = lxml.html.fromstring(client.get(path).content)
    form = page.xpath("//main//form[@method='post']")[0]
    answer = client.post(form.get("action") or path, dict(form.form_values()) | data)
    assert answer.status_code == 302, answer.content.decode()
