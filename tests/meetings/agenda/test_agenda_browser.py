"""In a real browser: ten items with five files and two closed in few presses, rows moved by key, mouse and finger."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Locator, Page, expect

from meetings.agenda.models import AgendaItem, Attachment, Pause, Writer
from meetings.meeting.models import Meeting
from tests import world
from tests.browser import axe, complaints, overflows
from tests.meetings.conftest import SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTED = """Dagsorden
1.\tVelkomst - 5 min.
2.\tGodkendelse af dagsordenen - 5 min.
3.\tStatus på områderne - 45 min. - Odense Kommune
4.\tUdbudsplaner – 45 min. – til drøftelse
Frokost - 45
5.\tInnovationslommer - 30
6.\tFunktionskrav - 30 - til beslutning
7.\tLeverandørdialog - 30
8.\tKontrakter - 20
"""
PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
DROP = """([row, name]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(["Hej"], name, { type: "text/plain" }));
  for (const kind of ["dragover", "drop"]) {
    row.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  }
}"""


class Counted:
    """A page whose presses (of mouse or keys, what is typed apart) and loads are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses, self.loads = page, 0, 0
        page.on("load", lambda _: self._loaded())

    def _loaded(self) -> None:
        self.loads += 1

    def click(self, what: Locator) -> None:
        self.presses += 1
        what.click()

    def key(self, name: str) -> None:
        self.presses += 1
        self.page.keyboard.press(name)

    def paste(self, text: str) -> None:
        self.presses += 1
        self.page.evaluate(PASTE, text)

    def drop(self, row: Locator, name: str) -> None:
        self.presses += 1
        self.page.evaluate(DROP, [row.element_handle(), name])

    def choose(self, field: Locator, *names: str) -> None:
        """The field is pressed, and the files chosen in the dialog that it opens count as one press more."""
        self.presses += 2
        field.set_input_files([FilePayload(name=name, mimeType="text/plain", buffer=b"Hej") for name in names])


def row_of(page: Page, title: str) -> Locator:
    return page.locator(f"#punkt-{AgendaItem.objects.get(title=title).pk}")


def titles(page: Page) -> list[str]:
    return [field.input_value() for field in page.locator(".agenda-lines .line-title").all()]


@pytest.fixture
def plan(cast: world.Cast) -> Meeting:
    return world.make_meeting(start=timezone.now() + timedelta(days=30), state="convened", agenda_version=0)


def test_ten_items_with_five_files_and_two_closed(
    plan: Meeting,
    cast: world.Cast,
    signed_in: SignedIn,
    live_server: Any,
) -> None:
    counted = Counted(signed_in(cast.secretary))
    page = counted.page
    page.goto(f"{live_server.url}{plan.get_absolute_url()}")
    counted.click(page.get_by_role("link", name="Skriv dagsorden").first)
    counted.click(page.get_by_label("Nyt punkt"))
    counted.paste(PASTED)
    counted.click(page.get_by_role("button", name="Tilføj de 9 linjer"))
    for line in ("Evaluering - 10 - orientering", "Eventuelt - 10"):
        page.get_by_label("Nyt punkt").fill(line)
        counted.key("Enter")
        expect(page.get_by_label("Nyt punkt")).to_have_value("")
        expect(page.get_by_label("Nyt punkt")).to_be_focused()
    expect(page.locator("#dagsorden-sagt")).to_have_text("»Eventuelt« er tilføjet som nummer 10.")
    for title in ("Udbudsplaner", "Kontrakter"):
        counted.click(row_of(page, title).locator("summary"))
        counted.click(row_of(page, title).get_by_role("button", name="Luk: kun ordregivere"))
        expect(row_of(page, title).get_by_text("Kun ordregivere", exact=True)).to_be_visible()
    counted.drop(row_of(page, "Velkomst"), "Program.txt")
    expect(row_of(page, "Velkomst").get_by_role("link", name="Program")).to_be_visible()
    for title, names in (
        ("Udbudsplaner", ("A.txt", "B.txt")),
        ("Kontrakter", ("C.txt",)),
        ("Funktionskrav", ("D.txt",)),
    ):
        counted.choose(row_of(page, title).locator("input[name=uploads]"), *names)
        expect(row_of(page, title).locator(".papers > li")).to_have_count(len(names))
    assert AgendaItem.objects.count() == 10
    assert list(AgendaItem.objects.filter(audience="authorities").values_list("title", flat=True)) == [
        "Udbudsplaner", "Kontrakter",
    ]  # fmt: skip
    assert (Attachment.objects.count(), Pause.objects.get().title) == (5, "Frokost")
    assert (axe(page), overflows(page), complaints(page)) == ([], False, [])
    assert (counted.presses <= 20, counted.loads <= 6) == (True, True), (counted.presses, counted.loads)


def test_rows_are_written_moved_and_renewed_in_place(
    plan: Meeting,
    cast: world.Cast,
    signed_in: SignedIn,
    live_server: Any,
) -> None:
    made = {
        title: world.make_item(plan, number, title=title)
        for number, title in enumerate(("Et", "To", "Tre", "Fire"), start=1)
    }
    world.make_paper(made["To"], cast.secretary, text="Plan")
    page = signed_in(cast.secretary)
    page.goto(f"{live_server.url}/moeder/{plan.slug}/dagsorden/")
    # By key: the focus stays with the row, and a voice hears where it stands
    page.locator(f"#grip-punkt-{made['Et'].pk}").focus()
    for place, order in ((2, ["To", "Et", "Tre", "Fire"]), (3, ["To", "Tre", "Et", "Fire"])):
        page.keyboard.press("ArrowDown")
        expect(page.locator("#dagsorden-sagt")).to_have_text(f"»Et« står nu som nummer {place} i rækken.")
        assert titles(page) == order
        expect(page.locator(f"#grip-punkt-{made['Et'].pk}")).to_be_focused()
    # By mouse: the last row before the first
    grip, first = page.locator(f"#grip-punkt-{made['Fire'].pk}"), page.locator(".agenda-line").first
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), first.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 8, end["y"] + 40, steps=4)
    page.mouse.move(end["x"] + 8, end["y"] + 2, steps=2)
    page.mouse.up()
    expect(page.locator("#dagsorden-sagt")).to_have_text("»Fire« står nu som nummer 1 i rækken.")
    assert titles(page) == ["Fire", "To", "Tre", "Et"]
    # A field is saved as it is left, and Enter goes to the next row's title
    page.get_by_label("Titel på punkt 1").fill("Fire og mere")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Titel på punkt 2")).to_be_focused()
    expect(page.locator(f"#svar-punkt-{made['Fire'].pk}")).to_have_text("Gemt")
    page.get_by_label("Minutter til punkt 1").fill("10")
    page.keyboard.press("Tab")
    expect(page.locator(f"#kl-punkt-{made['To'].pk}")).to_have_text(f"{timezone.localtime(plan.start):%H}.10")
    # A new version of a file
    page.locator(f"#fil-r-{Attachment.objects.get().pk}").set_input_files(
        [FilePayload(name="Plan.txt", mimeType="text/plain", buffer=b"Ny plan")]
    )
    expect(page.locator(f"#punkt-{made['To'].pk}").get_by_role("link", name="version 2 af Plan")).to_be_visible()
    # Somebody else was first with a row
    AgendaItem.objects.filter(title="Tre").update(title="Tre ændret", revision=7)
    page.get_by_label("Titel på punkt 3").fill("Min titel")
    page.keyboard.press("Tab")
    refused = page.locator(f"#svar-punkt-{made['Tre'].pk}")
    expect(refused.locator("dd")).to_have_text(
        ["Tre ændret, Til drøftelse, 30 min.", "Min titel, Til drøftelse, 30 min."]
    )
    # It stays there when another row moves, and a page that is loaded anew saves nothing that nobody chose
    page.locator(f"#grip-punkt-{made['Et'].pk}").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#dagsorden-sagt")).to_have_text("»Et« står nu som nummer 3 i rækken.")
    expect(refused.locator("dd")).to_have_count(2)
    page.get_by_label("Minutter til punkt 2").fill("-5")
    page.keyboard.press("Tab")
    expect(page.locator(f"#svar-punkt-{made['To'].pk}")).to_contain_text("er ikke gemt")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.reload()
    mine = page.locator(f"#felter-punkt-{made['Tre'].pk}")
    for title, value in ((4, "Min titel"), (2, "To")):
        expect(page.get_by_label(f"Titel på punkt {title}")).to_have_value(value)
    expect(page.locator(".draft-line")).to_have_count(2)
    expect(mine.locator(".draft-line")).to_contain_text("er hentet, men ikke gemt.")
    page.wait_for_load_state("networkidle")
    assert (sent, AgendaItem.objects.get(pk=made["Tre"].pk).title) == ([], "Tre ændret")
    mine.get_by_role("button", name="Gem", exact=True).click()
    refused.get_by_role("link", name="Behold det, der er gemt").click()
    for _ in range(2):
        expect(page.get_by_label("Titel på punkt 4")).to_have_value("Tre ændret")
        expect(page.locator(".draft-line")).to_have_count(1)
        page.reload()
    page.locator(".draft-line").get_by_role("button", name="Kassér kladden").click()
    page.locator(f"#grip-punkt-{made['Et'].pk}").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#dagsorden-sagt")).to_have_text("»Et« står nu som nummer 4 i rækken.")
    # Chosen once more, with both in sight, it is saved
    AgendaItem.objects.filter(pk=made["Tre"].pk).update(title="Igen ændret", revision=9)
    page.get_by_label("Titel på punkt 3").fill("Min titel")
    page.keyboard.press("Tab")
    refused.get_by_role("button", name="Gem det, jeg skrev").click()
    expect(page.get_by_label("Titel på punkt 3")).to_have_value("Min titel")
    page.set_viewport_size({"width": 320, "height": 700})
    assert (axe(page), overflows(page)) == ([], False)
    # On the item's page it is seen that somebody writes
    Writer.objects.create(item=made["Tre"], member=cast.secretary, at=timezone.now())
    Writer.objects.update(member=cast.chair)
    page.goto(f"{live_server.url}/moeder/punkt/{made['Tre'].pk}/")
    expect(page.locator("#skriver")).to_have_text(f"{cast.chair.name} skriver her lige nu.")
    with page.expect_response("**/skriver/"):
        page.get_by_label("Titel", exact=True).press_sequentially("!")
    assert (axe(page), overflows(page)) == ([], False)
    assert Writer.objects.filter(member=cast.secretary).count() == 1
    assert [said for said in complaints(page) if not re.search("409|422", said)] == []
