"""The writing page in a real browser: it saves itself, says so, and shows a lost race in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from forum.people.models import Member
from meetings.minutes.actions import notes
from meetings.minutes.models import Note, NoteDraft
from tests.browser import axe, complaints
from tests.meetings.minutes.conftest import Held
from tests.world import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writing(live_server: Any, page: Page, held: Held, client_for: Callable[[Member | None], Client]) -> Page:
    for name, cookie in client_for(held.cast.secretary).cookies.items():
        page.context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])
    page.goto(f"{live_server.url}{held.base}skriv/")
    return page


def type_first(page: Page, text: str) -> None:
    page.locator(".ProseMirror").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def test_it_saves_itself_and_ctrl_s_saves_for_good(writing: Page, held: Held) -> None:
    state = writing.locator("[data-save-state]").first
    type_first(writing, " Og mere.")
    expect(state).to_have_text("Kladde gemt kl. 09.00", timeout=8000)
    assert NoteDraft.objects.get().text == "Sagt åbent. Og mere."
    assert Note.objects.get(item=held.open).text == "Sagt åbent."
    writing.keyboard.press("Control+s")
    expect(writing.locator("[name=revision]").first).to_have_value("3")
    assert Note.objects.get(item=held.open).text == "Sagt åbent. Og mere."
    assert NoteDraft.objects.count() == 0
    # Nothing is left unsaved: the page may be left without a question
    writing.goto(writing.url)
    assert complaints(writing) == []


def test_a_lost_race_is_shown_in_place_and_can_be_settled(writing: Page, held: Held) -> None:
    other = Member.objects.create_user("bente@example.dk", "Bente Lund", is_secretariat=True)
    notes.save_note(item=held.open, text="Bentes tekst.", revision=2, by=other, now=NOW)
    save_all = writing.get_by_role("button", name="Gem alle")
    expect(writing.get_by_role("button", name="Gem punkt 1")).to_be_hidden()
    type_first(writing, " Sofies.")
    writing.locator(".ProseMirror").nth(1).click()
    # It is said at the field, the text is a draft, and the writer goes on where they are
    expect(writing.locator("[data-save-state]").first).to_contain_text("Bente Lund har gemt punktet, mens du skrev.")
    expect(writing.locator(".ProseMirror").nth(1)).to_be_focused()
    expect(writing.locator("#skridt")).to_contain_text("har tekst, som ikke er gemt")
    assert (NoteDraft.objects.get().text, Note.objects.get(item=held.open).text) == (
        "Sagt åbent. Sofies.", "Bentes tekst.",
    )  # fmt: skip
    expect(save_all).to_be_visible()
    writing.get_by_role("button", name="Gem punkt 1").click()
    expect(writing.get_by_role("heading", name="Punkt 1 er ikke gemt endnu")).to_be_visible()
    expect(writing.locator(".both-texts pre")).to_have_text(["Bentes tekst.", "Sagt åbent. Sofies."])
    assert axe(writing) == []
    writing.get_by_role("button", name="Gem punkt 1").click()
    expect(writing.locator(".toast")).to_contain_text("Punkt 1 er gemt.")
    assert Note.objects.get(item=held.open).text == "Sagt åbent. Sofies."


def test_left_it_is_saved_for_good_and_the_box_beside_knows(writing: Page, held: Held) -> None:
    """Also by the link that leads on, with the net gone meanwhile, and in a draft from before, which is not touched."""
    box, state = writing.locator("#skridt"), writing.locator("[data-save-state]").first
    NoteDraft.objects.create(note=held.closed.note, member=held.cast.secretary, text="Fra i går", note_revision=2)
    writing.reload()
    expect(box).to_contain_text("Punkt 2 har tekst, som ikke er gemt.")
    save_all = writing.get_by_role("button", name="Gem alle")
    expect(save_all).to_be_visible()
    writing.context.set_offline(True)
    type_first(writing, " Og mere.")
    writing.locator(".ProseMirror").nth(2).click()
    expect(state).to_contain_text("Ingen forbindelse.")
    expect(writing.get_by_role("button", name="Gem punkt 1")).to_be_visible()
    writing.context.set_offline(False)
    expect(state).to_have_text("Gemt 09.00")
    expect(writing.get_by_role("button", name="Gem punkt 1")).to_be_hidden()
    assert Note.objects.get(item=held.open).text == "Sagt åbent. Og mere."
    assert Note.objects.get(item=held.closed).text == "Sagt lukket."
    expect(box).to_contain_text("Punkt 2 har tekst, som ikke er gemt.")
    save_all.click()
    expect(box.get_by_role("link", name="Send")).to_be_visible()
    expect(save_all).to_be_hidden()
    assert (Note.objects.get(item=held.closed).text, NoteDraft.objects.count()) == ("Fra i går", 0)
    type_first(writing, " Til sidst.")
    box.get_by_role("link", name="Læs referatet").click()
    expect(writing.get_by_text("Sagt åbent. Og mere. Til sidst.")).to_be_visible()
    writing.wait_for_load_state("networkidle")
    assert NoteDraft.objects.count() == 0


def test_what_did_not_reach_the_server_is_there_when_the_page_is_opened_again(writing: Page, held: Held) -> None:
    """But for what is closed to members, of which the browser keeps nothing."""
    writing.route("**/referat/punkt/**", lambda route: route.abort())
    type_first(writing, " Uden net.")
    expect(writing.locator("[data-save-state]").first).to_contain_text("Ingen forbindelse.", timeout=15000)
    writing.locator(".ProseMirror").nth(1).press_sequentially("Hemmeligt. ")
    writing.wait_for_timeout(500)  # longer than a draft waits to be kept
    assert NoteDraft.objects.count() == 0
    again = writing.context.new_page()
    again.goto(writing.url)
    expect(again.locator(".ProseMirror").first).to_have_text("Sagt åbent. Uden net.")
    expect(again.locator(".draft-line")).to_contain_text("er hentet.")
    expect(again.locator(".ProseMirror").nth(1)).to_have_text("Sagt lukket.")
    assert again.evaluate("Object.values(localStorage).map(kept => JSON.parse(kept).fields.text[0])") == [
        "Sagt åbent. Uden net."
    ]
    expect(again.locator("[data-save-state]").first).to_contain_text("Kladde gemt kl.", timeout=15000)
    expect(again.locator(".draft-line")).to_have_count(0)
    assert (NoteDraft.objects.get().text, again.evaluate("localStorage.length")) == ("Sagt åbent. Uden net.", 0)


def test_a_decision_is_added_in_place_and_its_removal_undone(writing: Page) -> None:
    writing.get_by_role("link", name="Tilføj beslutning til punkt 1").click()
    form = writing.locator(".outcome-form")
    expect(form.get_by_label("Tovholderkommune")).to_be_hidden()
    form.get_by_label("Uddelegeret").check()
    expect(form.get_by_label("Tovholderkommune")).to_be_visible()
    form.get_by_label("Besluttet").check()
    form.get_by_role("button", name="Gem").click()
    expect(form.locator(".error-summary")).to_be_focused()
    form.get_by_label("Ordlyd").fill("Vi prøver.")
    form.get_by_role("button", name="Gem").click()
    decision = writing.locator(".outcome .decision")
    expect(decision).to_contain_text("Besluttet: Vi prøver.")
    decision.get_by_role("button", name="Fjern").click()
    expect(decision).to_have_count(0)
    writing.locator(".toast").get_by_role("button", name="Fortryd").click()
    expect(decision).to_contain_text("Besluttet: Vi prøver.")
    assert [line for line in complaints(writing) if "422" not in line] == []


def test_on_a_phone_the_items_come_before_the_names(
    live_server: Any, page: Page, held: Held, client_for: Callable[[Member | None], Client]
) -> None:
    held.release()
    for name, cookie in client_for(held.cast.supplier).cookies.items():
        page.context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])
    page.goto(live_server.url + held.base)
    guest, fold = page.get_by_text("Aalborg Kommune"), page.get_by_text("Vis navnene")
    expect(guest).to_be_visible()
    expect(fold).to_be_hidden()
    page.set_viewport_size({"width": 380, "height": 800})
    expect(guest).to_be_hidden()
    tops = [
        page.locator(one).bounding_box() for one in ("nav[aria-label='Punkter i referatet']", "#deltagere", "#punkt-1")
    ]
    assert tops == sorted(tops, key=lambda box: box["y"] if box else 0)
    assert axe(page) == []
    fold.click()
    expect(guest).to_be_visible()
    page.emulate_media(media="print")
    fold.evaluate("summary => summary.parentElement.open = false")
    expect(guest).to_be_visible()
