"""A session that ran out: one signs in again on the page, and what was written goes on."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from meetings.minutes.models import Decision
from recommendations.areas.models import Area
from tests import world
from tests.browser import axe, overflows
from tests.forum.signin.test_second_factor import totp_code
from tests.forum.signin.test_signin import newest_code
from tests.forum.web.conftest import Enter
from tests.forum.web.test_drafts import AWAY, PROPOSE, wait_for, write_proposal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_session_that_ran_out_goes_on_in_place(cast: world.Cast, live_server: Any, page: Page, enter: Enter) -> None:
    enter(cast.head)
    page.set_viewport_size({"width": 380, "height": 800})
    page.goto(live_server.url + PROPOSE)
    write_proposal(page)
    Session.objects.all().delete()
    send, dialog = page.get_by_role("button", name="Send forslaget"), page.get_by_role("dialog", name="Log ind igen")
    page.context.set_offline(True)
    send.click()
    expect(page.get_by_role("alert")).to_contain_text(AWAY)
    page.context.set_offline(False)
    send.click()  # the server answers again, so that there is a connection
    expect(dialog.get_by_label("Din mailadresse")).to_have_value(cast.head.email)
    expect(page.get_by_role("alert").filter(has_text=AWAY)).to_have_count(0)
    assert (axe(page), overflows(page)) == ([], False)
    dialog.get_by_role("button", name="Annullér").click()
    expect(dialog).to_have_count(0)
    send.click()
    expect(dialog.get_by_role("button", name="Send mig en kode")).to_be_visible()
    page.context.set_offline(True)
    page.evaluate("htmx.trigger(document.body, 'htmx:sendError', {elt: document.body})")  # something else on the page
    page.get_by_role("alert").filter(has_text=AWAY).get_by_role("button", name="Luk beskeden").click()  # not behind it
    page.context.set_offline(False)
    dialog.get_by_role("button", name="Send mig en kode").click()
    dialog.get_by_label("Koden fra mailen").fill("1")
    dialog.get_by_role("button", name="Log ind").click()
    expect(dialog.locator(".error-summary")).to_be_focused()
    expect(dialog.get_by_label("Koden fra mailen")).to_be_visible()
    dialog.get_by_label("Koden fra mailen").fill(newest_code())
    dialog.get_by_role("button", name="Log ind").click()
    expect(dialog.get_by_role("button", name="Ja, husk mig her")).to_be_visible()
    expect(dialog).to_contain_text("Du er logget ind. Svar på det sidste spørgsmål, så bliver din tekst sendt.")
    assert dialog.evaluate("each => each.scrollWidth <= each.clientWidth")
    dialog.get_by_role("button", name="Ja, husk mig her").click()
    expect(page.get_by_role("heading", name="Bleer uden plast")).to_be_visible()
    assert Session.objects.get().get_decoded()["_session_expiry"] > 0
    assert str(Area.objects.get().proposed_by) == "Odense"


def test_a_secretary_uses_the_second_factor_in_place_and_the_swap_goes_on(
    cast: world.Cast, live_server: Any, page: Page, enter: Enter
) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(cast.secretary, secret)
    meeting = world.make_meeting(state="held")
    item = world.make_item(meeting)
    world.make_minutes(meeting, state="draft", released_at=None)
    enter(cast.secretary)
    page.goto(f"{live_server.url}/moeder/{meeting.slug}/referat/skriv/")
    page.get_by_role("link", name="Tilføj beslutning til punkt 1").click()
    form, dialog = page.locator(".outcome-form"), page.get_by_role("dialog")
    form.get_by_label("Besluttet").check()
    form.get_by_label("Ordlyd").fill("Vi prøver.")
    Session.objects.all().delete()
    form.get_by_role("button", name="Gem").click()
    dialog.get_by_role("button", name="Send mig en kode").click()
    expect(dialog.get_by_label("Koden fra mailen")).to_be_visible()
    dialog.get_by_label("Koden fra mailen").fill(newest_code())
    dialog.get_by_role("button", name="Log ind").click()
    expect(dialog.get_by_role("button", name="Brug min adgangsnøgle")).to_be_visible()
    dialog.get_by_label("Kode").fill(totp_code(secret))
    dialog.get_by_role("button", name="Log ind").click()
    expect(page.locator(".outcome .decision")).to_contain_text("Besluttet: Vi prøver.")
    wait_for(page, lambda drafts: not drafts)
    assert Decision.objects.get().item == item
