"""Twenty-five people from a pasted list to the last answer, and a supplier made on the spot: every click is counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from forum.mail.models import OutboxMail
from forum.membership.models import Invitation
from forum.people.models import Member, Organisation, SeatHolding
from tests import world
from tests.browser import axe, complaints, overflows
from tests.forum.membership.test_invitations import ANSWER, path_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ClientFor = Callable[[Member | None], Client]
MOST_CLICKS, MOST_CLICKS_OF_A_SUPPLIER, MOST_LOADS_OF_A_SUPPLIER = 12, 7, 4


class Hand:
    """The secretary's: each press of mouse or key that is not typing is a click, a field that is gone to is one too."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.loads = page, 0, 0
        page.on("load", lambda _: setattr(self, "loads", self.loads + 1))

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def press(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        self.click(self.page.get_by_role("main").get_by_role("link", name=name, exact=True))

    def write(self, label: str, text: str) -> None:
        field = self.page.get_by_label(label, exact=True)
        if not field.evaluate("element => element === document.activeElement"):
            self.click(field)
        field.fill(text)


def sign_in(page: Page, live_server: Any, client: Client) -> None:
    cookies = client.cookies.items()
    page.context.add_cookies([{"name": n, "value": c.value, "url": live_server.url} for n, c in cookies])


def test_25_from_a_pasted_list_to_the_last_answer(
    cast: world.Cast, live_server: Any, page: Page, client_for: ClientFor, clock: time_machine.Traveller
) -> None:
    pasted = [f"Person {number}\tp{number}@x.dk\tKommune {number}" for number in range(23)]
    for number in range(23):
        Organisation.objects.create(kind="ski", name=f"Kommune {number}", slug=f"kommune-{number}")
    pasted += ["Lis Lund\tlis@lydhoer.dk\tLydhør ApS", "Leo Lind\tleo@fjord.dk\tHelt Ny A/S"]
    sign_in(page, live_server, client_for(cast.secretary))
    page.goto(live_server.url)
    hand = Hand(page)
    hand.click(page.locator(".main-nav").get_by_role("link", name="Invitationer"))
    hand.follow("Inviter mange")
    hand.write("Én person på hver linje: navn, mail, organisation", "\n".join(pasted))
    hand.click(page.get_by_label("Organisationer, vi ikke kender, er nye leverandører"))
    hand.press("Se linjerne igennem")
    expect(page.locator("#linjer")).to_have_text("25 af 25 linjer er klar")
    assert (axe(page), overflows(page)) == ([], False)
    hand.press("Send 25 invitationer")
    expect(page.locator("#fortryd")).to_contain_text("Invitationen går ud til 25 om", timeout=30_000)  # 25 mails made
    assert OutboxMail.objects.filter(kind="forum.invitation").count() == 25
    OutboxMail.objects.update(state="sent", act=None)
    asked = {each.email: each for each in Invitation.objects.all()}
    for number in range(20):
        assert Client().post(path_of(asked[f"p{number}@x.dk"]), ANSWER | {"name": f"P {number}"}).status_code == 302
    Client().post(f"{path_of(asked['p20@x.dk'])}nej-tak/", {"answer": "Jeg skifter job"})
    OutboxMail.objects.filter(to_address="lis@lydhoer.dk").update(state="failed")

    clock.shift(timedelta(days=11))
    sign_in(page, live_server, client_for(cast.secretary))
    page.goto(live_server.url)
    expect(page.locator(".desk-lines")).to_contain_text("4 invitationer udløber snart")
    hand.click(page.locator(".main-nav").get_by_role("link", name="Invitationer"))
    expect(page.locator(".page-head")).to_contain_text("20 af 25 har sagt ja. 1 har sagt nej tak. 4 har ikke svaret.")
    hand.click(page.locator("summary", has_text="Ret adressen til Lis Lund"))
    hand.click(page.locator("details[open] input[type=email]"))
    page.locator("details[open] input[type=email]").fill("lis.lund@lydhoer.dk")
    assert (axe(page), overflows(page)) == ([], False)
    hand.click(page.locator("details[open]").get_by_role("button"))
    expect(page.locator(".rows", has_text="lis.lund@lydhoer.dk")).to_have_count(1)
    hand.press("Påmind de 3, som ikke har fået mail i dag")
    expect(page.locator("#fortryd")).to_contain_text("Påmindelsen går ud til 3 om")

    for each in Invitation.objects.filter(state="sent"):
        assert Client().post(path_of(each), ANSWER | {"name": each.name}).status_code == 302
    page.reload()
    expect(page.locator(".page-head")).to_contain_text("24 af 25 har sagt ja. 1 har sagt nej tak.")
    assert hand.clicks <= MOST_CLICKS
    assert SeatHolding.objects.filter(until=None, seat__organisation__kind="supplier").count() == 3
    page.set_viewport_size({"width": 380, "height": 800})
    assert (axe(page), overflows(page), complaints(page)) == ([], False, [])


def test_a_supplier_that_does_not_exist_yet_and_the_invited_who_opens_and_declines(
    cast: world.Cast, live_server: Any, page: Page, client_for: ClientFor
) -> None:
    sign_in(page, live_server, client_for(cast.secretary))
    page.goto(live_server.url)
    hand = Hand(page)
    hand.click(page.locator(".main-nav").get_by_role("link", name="Medlemmer"))
    hand.follow("Inviter en person")
    hand.write("Navn", "Lis Lund")
    hand.write("Mailadresse", "lis@lydhoer.dk")
    hand.write("Eller en ny plads til en ny leverandør", "Lydhør ApS")
    hand.press("Send invitationen")
    expect(page.locator(".page-head")).to_contain_text("0 af 1 har sagt ja.")
    assert Invitation.objects.get().seat == Organisation.objects.get(name="Lydhør ApS").seats.get()
    assert hand.clicks <= MOST_CLICKS_OF_A_SUPPLIER
    assert hand.loads <= MOST_LOADS_OF_A_SUPPLIER
    assert complaints(page) == []

    page.goto("about:blank")  # a late answer to the secretary's page would set its own cookie over the invitation's
    page.context.clear_cookies()
    page.set_viewport_size({"width": 380, "height": 800})
    with page.expect_response(lambda answer: answer.url.endswith("/aabnet/")) as noted:
        page.goto(live_server.url + path_of(Invitation.objects.get()))
    assert noted.value.status == 204
    assert Invitation.objects.get().opened_at == world.NOW
    page.locator("summary", has_text="Nej tak").click()
    page.get_by_label("Vil du skrive et par ord?").fill("Ikke i år")
    assert (axe(page), overflows(page)) == ([], False)
    page.get_by_role("button", name="Send nej tak").click()
    expect(page.get_by_role("heading", name="Tak for svaret")).to_be_visible()
    assert (Invitation.objects.get().state, Invitation.objects.get().answer) == ("declined", "Ikke i år")
