"""The frame and its scripts in a real browser, under the real content security policy."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import world
from tests.browser import axe, complaints, overflows
from tests.forum.front import urls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_pages")]
EDITOR = "[role=textbox][contenteditable]"


@pytest.fixture
def at(live_server: Any, page: Page) -> Page:
    page.goto(f"{live_server.url}/prove/")
    return page


@pytest.mark.parametrize("width", [1280, 380, 320])
def test_accessible_at_every_width(at: Page, width: int) -> None:
    at.set_viewport_size({"width": width, "height": 800})
    assert axe(at) == []
    assert overflows(at) is False
    assert complaints(at) == []


OVER_EACH_OTHER = """percent => {
  document.documentElement.style.fontSize = `${62.5 * percent / 100}%`
  const words = document.createRange()
  words.selectNodeContents(document.querySelector(".brand"))
  const parts = [...document.querySelectorAll(".head-inner > :not(.brand)")].filter(part => part.offsetWidth)
  const [name, ...rest] = [words, ...parts].map(part => part.getBoundingClientRect())
  const hidden = document.querySelector(".skipnav").getBoundingClientRect()
  return [
    ...rest.filter(r => r.left < name.right && r.right > name.left && r.top < name.bottom && r.bottom > name.top),
    ...[name, ...rest].filter(r => r.right > innerWidth),
    ...[hidden].filter(r => r.bottom > 0),
  ].length
}"""


@pytest.mark.parametrize(("width", "percent"), [(1280, 200), (320, 200), (320, 100), (240, 100)])
def test_the_headers_parts_never_lie_over_each_other(
    cast: world.Cast, live_server: Any, page: Page, client_for: Any, width: int, percent: int
) -> None:
    """Text at 200 % (WCAG 1.4.4), on a desk and on a small phone."""
    page.set_viewport_size({"width": width, "height": 800})
    for who in (None, cast.secretary):
        session = client_for(who).cookies
        page.context.add_cookies([{"name": n, "value": c.value, "url": live_server.url} for n, c in session.items()])
        page.goto(live_server.url)
        assert (page.evaluate(OVER_EACH_OTHER, percent), overflows(page)) == (0, False)
        for menu in page.locator(".head-inner .menu:visible > summary").all():
            menu.click()
        assert overflows(page) is False


def test_errors_take_focus_and_lead_to_the_field(at: Page) -> None:
    at.get_by_role("button", name="Gem").click()
    expect(at.locator(".error-summary")).to_be_focused()
    at.get_by_role("link", name=re.compile("^Navn")).click()
    expect(at.get_by_label("Navn")).to_be_focused()
    assert axe(at) == []


def test_editor_writes_markdown_into_its_field(at: Page) -> None:
    field = at.locator("textarea[name=text]")
    at.locator("#id_text_label").click()
    at.keyboard.type("# Beslutning")
    at.keyboard.press("Enter")
    at.keyboard.type("Vi er ")
    at.keyboard.press("Control+b")
    at.keyboard.type("enige")
    assert field.input_value() == "# Beslutning\n\nVi er **enige**"
    expect(at.get_by_role("button", name="Fed")).to_have_attribute("aria-pressed", "true")
    assert complaints(at) == []


def test_editor_reads_what_is_stored(live_server: Any, page: Page) -> None:
    page.goto(f"{live_server.url}/prove/?text=- et%0A- to")
    expect(page.locator(f"{EDITOR} li")).to_have_count(2)
    page.goto(f"{live_server.url}/prove/?text=| a | b |%0A|---|---|%0A| c | d |")
    expect(page.locator(f"{EDITOR} :is(th, td)")).to_have_text(["a", "b", "c", "d"])
    assert page.locator("textarea[name=text]").input_value() == "| a | b |\n|---|---|\n| c | d |"


def test_the_editor_is_told_by_the_fields_own_words(at: Page) -> None:
    """Four toolbars on a page have four names; no label points at the textarea that is hidden below."""
    expect(at.get_by_role("toolbar")).to_have_attribute("aria-label", "Formatering: Referat")
    expect(at.get_by_role("textbox", name="Referat")).to_be_visible()
    pointing = "[...document.querySelectorAll('label')].filter(label => label.control?.hidden).length"
    assert at.evaluate(pointing) == 0
    at.locator("#id_text_label").click()
    expect(at.locator(EDITOR)).to_be_focused()


def test_in_a_contrast_theme_only_the_current_page_is_marked(at: Page, live_server: Any) -> None:
    """Windows draws a transparent border like any other."""
    at.emulate_media(forced_colors="active")
    at.goto(f"{live_server.url}/anbefalinger/")
    lines = """() => {
      const paper = getComputedStyle(document.body).backgroundColor
      const links = [...document.querySelectorAll(".main-nav a")]
      return links.map(a => [a.hasAttribute("aria-current"), getComputedStyle(a).borderBottomColor !== paper])
    }"""
    marked = at.evaluate(lines)
    assert sorted({tuple(each) for each in marked}) == [(False, False), (True, True)]


def test_toolbar_is_one_stop_with_arrows_inside(at: Page) -> None:
    at.locator(EDITOR).click()
    at.keyboard.press("Alt+F10")
    expect(at.get_by_role("button", name="Fed")).to_be_focused()
    at.keyboard.press("ArrowRight")
    expect(at.get_by_role("button", name="Kursiv")).to_be_focused()
    at.keyboard.press("Tab")
    expect(at.locator(EDITOR)).to_be_focused()


def test_a_link_is_set_without_a_pop_up(at: Page) -> None:
    at.locator(EDITOR).click()
    at.keyboard.type("KL")
    at.keyboard.press("Control+a")
    at.keyboard.press("Control+k")
    asked = at.get_by_label("Adresse, linket går til")
    asked.fill("file:///C:/referat.docx")  # no other reader has that file
    at.keyboard.press("Enter")
    refusal = asked.evaluate("input => input.validationMessage")
    assert (refusal, at.locator("textarea[name=text]").input_value()) == (
        "Skriv en webadresse, en mailadresse eller et telefonnummer.",
        "KL",
    )
    asked.fill("kl.dk")
    at.keyboard.press("Enter")
    assert at.locator("textarea[name=text]").input_value() == "[KL](https://kl.dk)"


def test_text_saves_itself_and_says_so(at: Page) -> None:
    at.locator(EDITOR).click()
    at.keyboard.type("Kladde")
    expect(at.locator("[data-save-state]")).to_have_text("Kladde gemt kl. 10.32")
    assert urls.received[-1]["text"] == "Kladde"
    assert at.locator("input[name=revision]").input_value() == "2"


def test_a_lost_race_is_told_and_the_text_kept(at: Page) -> None:
    urls.answer["status"] = 409
    at.locator(EDITOR).click()
    at.keyboard.type("Min tekst")
    expect(at.locator("[data-save-state]")).to_have_text("Bo har gemt <b>før</b> dig.")
    assert at.locator("textarea[name=text]").input_value() == "Min tekst"


def test_offline_is_told_and_healed(at: Page) -> None:
    at.context.set_offline(True)
    at.locator(EDITOR).click()
    at.keyboard.type("I toget")
    expect(at.locator("[data-save-state]")).to_contain_text("Ingen forbindelse")
    at.context.set_offline(False)
    expect(at.locator("[data-save-state]")).to_have_text("Kladde gemt kl. 10.32")


def test_leaving_what_was_typed_asks_first(at: Page) -> None:
    at.on("dialog", lambda dialog: dialog.dismiss())
    at.get_by_label("Navn").click()
    at.keyboard.type("Ny titel")
    with at.expect_event("dialog") as asked:
        at.get_by_role("link", name="Privatliv").click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    assert at.get_by_label("Navn").input_value() == "Ny titel"


def test_a_link_that_says_that_nothing_is_kept_does_not_ask(at: Page) -> None:
    urls.answer["status"] = 409  # nothing is saved meanwhile
    at.on("dialog", lambda dialog: dialog.dismiss())
    at.get_by_label("Navn").click()
    at.keyboard.type("Ny titel")
    leave = at.get_by_role("link", name="Annullér")
    with at.context.expect_page():
        leave.click(modifiers=["Control"])  # the page and its text stay, and so does the question
    with at.expect_event("dialog"):
        at.get_by_role("link", name="Privatliv").click(no_wait_after=True)
    leave.click()
    expect(at).to_have_url(re.compile("/om/$"))


def test_a_form_is_sent_once(at: Page) -> None:
    at.evaluate("""() => {
        const button = document.querySelector('button[value=save]');
        button.click();
        button.click();
    }""")
    at.wait_for_load_state("networkidle")
    sent = [form for form in urls.received if "what" in form]
    assert [form["what"] for form in sent] == ["save"]


def test_a_failed_swap_is_told_in_danish(at: Page) -> None:
    urls.answer["status"] = 500
    at.get_by_role("link", name="Hent en del").click()
    expect(at.locator("#beskeder .toast")).to_contain_text("Det lykkedes ikke. Prøv igen om lidt.")
    at.get_by_role("button", name="Luk beskeden").click()
    expect(at.locator("#beskeder .toast")).to_have_count(0)
    urls.answer["status"] = 409
    at.get_by_role("link", name="Hent en del").click()
    expect(at.get_by_text("Ny del")).to_be_visible()


def test_what_is_said_anew_takes_the_place_of_what_was_said(at: Page) -> None:
    """What can be undone and what went wrong stay, three at most."""
    at.evaluate("""() => document.getElementById("beskeder").innerHTML =
      '<div class="toast toast-success"><p>Gemt</p></div><div class="toast"><p>Fjernet</p><form></form></div>'""")
    told = at.locator("#beskeder .toast p")
    before, failed, gone, closed = map(re.compile, ("^Fjernet", "^Det lykkedes", "^Det findes", "^Det har"))
    for status, stand in (
        (500, [before, failed]),
        (404, [before, failed, gone]),
        (403, [failed, gone, closed]),
    ):
        urls.answer["status"] = status
        at.get_by_role("link", name="Hent en del").click()
        expect(told).to_have_text(stand)


def test_menu_opens_on_a_phone_without_scripts(live_server: Any, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 380, "height": 700})
    page = context.new_page()
    page.goto(f"{live_server.url}/prove/")
    link = page.locator(".mobile-menu").get_by_role("link", name="Log ind")
    expect(link).to_be_hidden()
    page.locator(".mobile-menu summary").click()
    expect(link).to_be_visible()
    context.close()
