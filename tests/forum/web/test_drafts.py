"""What is written is kept in the browser until the server has said yes: the net, battery and session may go."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from meetings.agenda.models import AgendaItem, Attachment
from meetings.convocation.mail import RsvpLink
from recommendations.areas.models import Area
from tests import world
from tests.browser import axe
from tests.forum.web.conftest import Enter
from tests.world import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EDITOR, LINE, AWAY = ".ProseMirror", ".draft-line", "Der er ingen forbindelse lige nu."
PROPOSE = "/omraader/foreslaa/"


def kept(page: Page) -> dict[str, str]:
    return dict(page.evaluate("({...localStorage})"))


def wait_for(page: Page, expected: Callable[[dict[str, str]], bool]) -> None:
    """Until what is kept is as expected; Playwright's own way is to evaluate a string, which our pages forbid."""
    for _ in range(100):
        if expected(kept(page)):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"kept: {kept(page)}")


def write_proposal(page: Page) -> None:
    page.get_by_label("Titel").fill("Bleer uden plast")
    page.locator(EDITOR).click()
    page.keyboard.type("Vi har alle behovet.")
    wait_for(page, lambda drafts: "behovet." in str(drafts))


def expect_proposal(page: Page) -> None:
    expect(page.locator(LINE)).to_have_text(re.compile(r"^Din kladde fra \d\d\.\d\d er hentet\. Kassér kladden$"))
    expect(page.get_by_label("Titel")).to_have_value("Bleer uden plast")
    expect(page.locator(EDITOR)).to_have_text("Vi har alle behovet.")


def test_a_proposal_survives_net_reload_back_and_battery_and_is_dropped_at_the_servers_yes(
    cast: world.Cast, live_server: Any, page: Page, enter: Enter
) -> None:
    enter(cast.head)
    page.goto(live_server.url + PROPOSE)
    page.context.set_offline(True)
    for write, text in ((lambda page: None, ""), (write_proposal, " Din tekst står her stadig.")):
        write(page)
        page.get_by_role("button", name="Send forslaget").click()
        expect(page.locator(".toast-error p").last).to_have_text(f"{AWAY}{text} Prøv igen om lidt.")
    assert not re.search("csrf|form_key", str(kept(page)))
    page.context.set_offline(False)
    page.reload()
    expect_proposal(page)
    page.goto(f"{live_server.url}/om/")  # it is kept, so that nobody need ask
    page.go_back()
    expect_proposal(page)
    page.go_forward()
    page.go_back()
    expect_proposal(page)
    assert axe(page) == []
    after = page.context.new_page()
    page.close()
    after.goto(live_server.url + PROPOSE)
    expect_proposal(after)
    after.get_by_role("button", name="Kassér kladden").click()
    expect(after.locator(EDITOR)).to_have_text("")
    assert kept(after) == {}
    after.locator(LINE).get_by_role("button", name="Fortryd").click()
    expect_proposal(after)
    after.get_by_role("button", name="Send forslaget").click()
    expect(after.get_by_role("heading", name="Bleer uden plast")).to_be_visible()
    wait_for(after, lambda drafts: not drafts)
    after.goto(live_server.url + PROPOSE)
    expect(after.get_by_label("Titel")).to_have_value("")
    assert list(Area.objects.values_list("title", "description")) == [("Bleer uden plast", "Vi har alle behovet.")]
    after.close()


def test_back_to_a_sent_form_shows_it_unwritten(cast: world.Cast, live_server: Any, page: Page, enter: Enter) -> None:
    """Of an item for all members, and of a closed one, of which no draft is kept."""
    held = world.make_meeting(start=NOW - timedelta(days=9), state="remarks", slug="holdt")
    world.make_minutes(held, remarks_due=NOW.date() + timedelta(days=5))
    [world.make_item(held, number, audience=audience) for number, audience in ((1, "members"), (2, "authorities"))]
    enter(cast.lead)
    for number in (1, 2):
        page.goto(f"{live_server.url}/moeder/holdt/referat/")
        page.get_by_text(f"Send en bemærkning til punkt {number}").click()
        (written_in := page.locator("textarea[name=text]").nth(number - 1)).fill("Prisen mangler.")
        written_in.locator("xpath=ancestor::form").get_by_role("button").click()
        expect(page.locator("main")).to_contain_text(f"Slet bemærkningen til punkt {number}")
        wait_for(page, lambda drafts: not drafts)  # who goes back sooner is told that the text arrived
        page.go_back()
        page.wait_for_timeout(300)
        assert (written_in.input_value(), page.locator(LINE).count()) == ("", 0)


def test_back_to_a_refused_form_shows_what_was_written(
    cast: world.Cast, live_server: Any, page: Page, enter: Enter
) -> None:
    """Of a form that answers at its own address, and of one that is sent to another, where there is nothing to get."""
    held = world.make_meeting(start=NOW - timedelta(days=9), state="remarks", slug="holdt")
    world.make_minutes(held, remarks_due=NOW.date() + timedelta(days=5))
    world.make_item(held)
    enter(cast.lead)

    def leave_and_come_back() -> None:
        expect(page.locator(".error-summary")).to_be_visible()
        page.goto(f"{live_server.url}/om/")
        page.go_back()

    page.goto(live_server.url + PROPOSE)
    page.get_by_label("Titel").fill("Bleer uden plast")
    page.get_by_role("button", name="Send forslaget").click()
    leave_and_come_back()
    expect(page.locator(LINE)).to_contain_text("Din kladde fra")
    expect(page.get_by_label("Titel")).to_have_value("Bleer uden plast")
    page.goto(f"{live_server.url}/moeder/holdt/referat/")
    page.get_by_text("Send en bemærkning til punkt 1").click()
    page.locator("textarea[name=text]").evaluate("field => field.removeAttribute('maxlength')")  # as an old browser
    page.locator("textarea[name=text]").fill("x" * 2001)
    page.get_by_role("button", name="Send bemærkningen").click()
    leave_and_come_back()
    expect(page.locator("textarea[name=text]")).to_have_value("x" * 2001)
    assert page.url.partition("#")[0] == f"{live_server.url}/moeder/holdt/referat/"


def test_an_answer_that_is_lost_on_its_way_makes_no_second_proposal(
    cast: world.Cast, live_server: Any, page: Page, enter: Enter
) -> None:
    enter(cast.head)
    page.goto(live_server.url + PROPOSE)
    page.get_by_role("button", name="Send forslaget").click()  # sent and refused: it came back, and is saved nowhere
    expect(page.locator(".error-summary")).to_be_focused()
    write_proposal(page)

    def arrive_and_be_lost(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        route.fetch(max_redirects=0)
        return route.abort()

    page.route(re.compile(PROPOSE), arrive_and_be_lost)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Send forslaget").click(no_wait_after=True)
    while not page.url.startswith("chrome-error"):
        page.wait_for_timeout(50)
    page.context.clear_cookies(name="messages")  # it came with the answer
    page.goto(live_server.url + PROPOSE)
    expect(page.locator(LINE)).to_have_text("Din tekst nåede frem og er gemt.")
    expect(page.get_by_label("Titel")).to_have_value("")
    assert (Area.objects.count(), kept(page)) == (1, {})


def test_a_draft_is_its_members_alone_and_goes_at_sign_out_and_after_seven_days(
    cast: world.Cast, live_server: Any, page: Page, enter: Enter
) -> None:
    def sees_it() -> bool:
        page.goto(live_server.url + PROPOSE)
        return page.locator(LINE).count() == 1

    enter(cast.head)
    page.goto(live_server.url + PROPOSE)
    write_proposal(page)
    enter(cast.lead)
    assert (sees_it(), len(kept(page))) == (False, 1)
    enter(cast.head)
    assert sees_it() is True
    page.locator(".person-menu summary").click()
    page.get_by_role("button", name="Log ud").click()
    wait_for(page, lambda drafts: not drafts)
    assert [cookie["name"] for cookie in page.context.cookies() if "signed_out" in cookie["name"]] == []
    enter(cast.head)
    page.goto(live_server.url + PROPOSE)
    write_proposal(page)
    today = page.evaluate("Date.now()") / 1000
    page.clock.set_fixed_time(datetime.fromtimestamp(today, UTC) + timedelta(days=6))
    assert sees_it() is True
    expect(page.locator(LINE)).to_contain_text(re.compile(r"^Din kladde fra \d+\. \w+ kl\. \d\d\.\d\d er hentet\."))
    page.clock.set_fixed_time(datetime.fromtimestamp(today, UTC) + timedelta(days=8))
    assert (sees_it(), kept(page)) == (False, {})


def test_nothing_is_kept_of_what_is_closed_or_left_on_purpose_or_behind_a_link(
    cast: world.Cast, live_server: Any, page: Page, enter: Enter
) -> None:
    enter(cast.lead)
    page.goto(live_server.url + PROPOSE)
    write_proposal(page)
    page.get_by_role("radio", name="Kun ordregivere").check()
    assert kept(page) == {}
    page.get_by_role("radio", name="Hele forummet").check()
    wait_for(page, lambda drafts: len(drafts) == 1)
    page.get_by_role("link", name="Gå tilbage uden at sende").click()
    page.wait_for_url("**/omraader/")
    assert kept(page) == {}
    meeting = world.make_meeting()
    token = RsvpLink(meeting.pk, world.seat_of(cast.lead).pk, cast.lead.pk, meeting.start).token()
    for path, label in ((f"/moeder/svar/{token}/", "Hvem kommer i stedet for dig?"), ("/profil/", "Titel")):
        page.goto(live_server.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        page.get_by_label(label).first.fill("Birgitte Holm")
        page.wait_for_timeout(500)
        assert [bool(kept(page)), path] == [path == "/profil/", path]


def test_an_items_draft_meets_what_was_saved_since_and_outlives_an_attachment(
    cast: world.Cast, live_server: Any, page: Page, enter: Enter
) -> None:
    item = world.make_item(world.make_meeting(), title="Krav", background="Først.")
    page.set_viewport_size({"width": 1280, "height": 900})
    enter(cast.secretary)
    at = f"{live_server.url}/moeder/punkt/{item.pk}/"
    page.goto(at)
    editor = page.locator(EDITOR).first
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Mit.")
    wait_for(page, lambda drafts: "Mit." in str(drafts))
    AgendaItem.objects.update(title="Bentes krav", revision=2)
    page.reload()
    expect(editor).to_have_text("Først. Mit.")
    page.get_by_role("button", name="Gem punktet").click()
    expect(page.get_by_text("Sådan står punktet nu")).to_be_visible()
    page.goto(at)  # the draft goes on from what was shown last
    expect(editor).to_have_text("Først. Mit.")
    page.get_by_label("Vælg filer").set_input_files({"name": "A.txt", "mimeType": "text/plain", "buffer": b"A"})
    page.get_by_role("button", name="Læg op").click()
    expect(page.locator("#bilag .file-link")).to_have_count(1)
    expect(editor).to_have_text("Først. Mit.")
    page.get_by_role("button", name="Gem punktet").click()
    page.wait_for_url("**/dagsorden/")
    wait_for(page, lambda drafts: not drafts)
    assert AgendaItem.objects.get().background == "Først. Mit."
    AgendaItem.objects.update(audience="authorities")
    page.goto(at)
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Lukket.")
    page.get_by_label("Vælg filer").set_input_files({"name": "B.txt", "mimeType": "text/plain", "buffer": b"B"})
    page.get_by_role("button", name="Læg op").click()
    expect(page.locator("#bilag .file-link")).to_have_count(2)
    expect(editor).to_have_text("Først. Mit. Lukket.")
    assert (Attachment.objects.count(), kept(page)) == (2, {})
    # What somebody is let in to is chosen each time, and what an address chooses beforehand is no other address's draft
    world.make_item(item.meeting, 2, title="Marked")
    page.goto(f"{live_server.url}/moeder/{item.meeting.slug}/gaester/")
    page.get_by_label("Navn").fill("Anna Ekspert")
    page.get_by_label("2. Marked").check()
    wait_for(page, lambda drafts: "Anna" in str(drafts))
    page.reload()
    expect(page.get_by_label("Navn")).to_have_value("Anna Ekspert")
    expect(page.get_by_label("2. Marked")).not_to_be_checked()
    for name, member in (("", cast.head), ("Bo Ek", cast.lead), ("", cast.head)):
        seat = str(world.seat_of(member).pk)
        page.goto(f"{live_server.url}/invitationer/ny/?plads={seat}")
        assert (page.get_by_label("Navn").input_value(), page.locator("#id_seat").input_value()) == ("", seat)
        page.get_by_label("Navn").fill(name)
        if name:
            wait_for(page, lambda drafts: "Bo Ek" in str(drafts))
