"""A member's way from the mail to an empty to-do: on a phone in a train, and at a desk without scripts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Locator, expect

from meetings.attendance.models import Attendance
from meetings.followup.models import Action
from meetings.minutes.models import NoRemarks, Remark
from recommendations.areas.models import AreaUpdate
from tests import world
from tests.browser import axe, overflows
from tests.journey.people import Forum, Person, Way, at_a_browser
from tests.meetings.conftest import call
from tests.world import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AWAY = "Der er ingen forbindelse lige nu. Din tekst står her stadig."
REMARK = "Prisen mangler."


def make_waiting(cast: world.Cast) -> None:
    """A meeting to answer, minutes to read, an action to do and an area to tell about."""
    seat, coming = world.seat_of(cast.lead), world.make_meeting(start=NOW + timedelta(days=30), state="planned")
    call(coming, cast)
    held = world.make_meeting(start=NOW - timedelta(days=9), state="remarks", slug="holdt")
    world.make_minutes(held, remarks_due=NOW.date() + timedelta(days=5))
    item = world.make_item(held, title="Krav")
    world.make_note(item)
    world.make_action(item, seat, text="Skriv køreplan")
    world.make_area(seat.organisation, title="Skærmbesøg")


@pytest.mark.slow  # a dozen pages, twice
@pytest.mark.parametrize("way", [Way(380, script=True), Way(1280, script=False)], ids=str)
def test_a_members_way_from_the_mail_to_an_empty_to_do(
    cast: world.Cast, forum: Forum, chromium: Browser, way: Way
) -> None:
    make_waiting(cast)
    forum.wait()
    with at_a_browser(chromium, forum, cast.lead.email, way) as jens:
        answer_and_go_on(jens)
        remark(jens, way)
        jens.visit()
        expect(jens.page.locator(".task")).to_have_count(3)
        assert (overflows(jens.page), axe(jens.page) if way.script else []) == (False, [])
        a_load = 0 if way.script else 1  # for each card that is pressed
        jens.press_button("Ingen bemærkninger")
        expect(jens.page.locator(".task")).to_have_count(2)
        assert (jens.spent(), NoRemarks.objects.count()) == ((1, a_load), 1)
        tell(jens, way, a_load)
        done(jens, way)
        jens.sees("Du er ajour. Næste møde er")
        assert (jens.spent(), Action.objects.get().result) == ((1, a_load), "Den er sendt rundt")
        known = "ERR_INTERNET_DISCONNECTED|403|401|^htmx:"
        assert [line for line in jens.complaints if not re.search(known, line)] == []


def answer_and_go_on(jens: Person) -> None:
    """From the mail, without signing in; then on to the agenda by signing in."""
    jens.visit(jens.forum.link("svar=yes", jens.email))
    assert overflows(jens.page) is False
    jens.press_button("Jeg kommer$")
    jens.sees("Du kommer")
    assert (jens.spent(), Attendance.objects.get(answer="yes").via) == ((1, 1), "mail")
    jens.press_link("Log ind, og læs dagsorden og bilag")
    jens.sign_in()
    expect(jens.page.get_by_role("heading", name="Dagsorden")).to_be_visible()
    assert jens.spent() == (4, 4)


def remark(jens: Person, way: Way) -> None:
    """Written while the net goes and the session runs out; sent, and taken back."""
    jens.visit()
    jens.press_link("Læs referatet:")
    form = open_remark(jens)
    form.get_by_label("Din bemærkning").fill(REMARK)
    if way.script:
        jens.page.context.set_offline(True)
        jens.press_button("Send bemærkningen", form)
        jens.sees(AWAY)
        jens.page.context.set_offline(False)
        jens.page.reload()
        expect(form.get_by_label("Din bemærkning")).to_have_value(REMARK)
    Session.objects.all().delete()
    jens.press_button("Send bemærkningen", form)
    if way.script:
        dialog = jens.page.get_by_role("dialog", name="Log ind igen")
        jens.press_button("Send mig en kode", dialog)
        expect(dialog.get_by_label("Koden fra mailen")).to_be_visible()
        dialog.get_by_label("Koden fra mailen").fill(jens.code())
        jens.press_button("Log ind", dialog)
        jens.press_button("Ja, husk mig her", dialog)
    else:
        jens.sees("Du er blevet logget ud")
        jens.sees(REMARK)
        with jens.page.context.expect_page() as tab:
            jens.press_link("Log ind i et nyt faneblad")
        jens.goes_on_in(tab.value)
        jens.sign_in()
        form = open_remark(jens)
        form.get_by_label("Din bemærkning").fill(REMARK)
        jens.press_button("Send bemærkningen", form)
    jens.sees("Sekretariatet har ikke svaret endnu.")
    assert list(Remark.objects.values_list("text", flat=True)) == [REMARK]
    jens.press_button("Slet bemærkningen til punkt 1")
    expect(jens.page.get_by_text(REMARK)).to_have_count(0)


def open_remark(jens: Person) -> Locator:
    jens.press(jens.page.get_by_text("Send en bemærkning til punkt 1"))
    return jens.page.locator("article details", has_text="Send en bemærkning")


def tell(jens: Person, way: Way, a_load: int) -> None:
    """A red status is taken back with one press, and nobody hears of it; then how it really goes."""
    status(jens, way, "Gået i stå", "Leverandøren er gået konkurs.", away=True)
    jens.sees("Den røde status går ud til")
    assert jens.spent() == (4 if way.script else 3, a_load)
    jens.press_button("Fortryd: Skærmbesøg")
    jens.sees("Det er fortrudt, og ingen mail er sendt.")
    assert jens.spent() == (1, 1)
    jens.visit()
    status(jens, way, "Følger planen", "Vi har tre tilbud.")
    expect(jens.page.locator(".task")).to_have_count(1)
    assert jens.spent() == (3, a_load)
    jens.forum.wait()
    assert [update.sentence for update in AreaUpdate.objects.all()] == ["Vi har tre tilbud."]
    assert jens.forum.mails("Skærmbesøg") == []


def done(jens: Person, way: Way) -> None:
    """With a line of what came of it, which outlives the net and a page that is loaded anew."""
    line = jens.page.get_by_label(re.compile("^Hvad kom der ud af det"))
    line.fill("Den er sendt rundt")
    if way.script:
        jens.page.context.set_offline(True)
        jens.press_button("Udført: Skriv køreplan")
        jens.sees(AWAY)
        jens.page.context.set_offline(False)
        jens.page.reload()
        expect(line).to_have_value("Den er sendt rundt")
        jens.spent()
    jens.press_button("Udført: Skriv køreplan")


def status(jens: Person, way: Way, colour: str, sentence: str, *, away: bool = False) -> None:
    jens.press(jens.page.get_by_text("Skriv, hvordan det går"))
    jens.choose(colour)
    jens.fill("Status i én sætning", sentence)
    jens.fill("Næste skridt", "Vi mødes i januar")
    if way.script and away:  # on the card, where a script sends it: it stays, and is sent when the net is back
        jens.page.context.set_offline(True)
        jens.press_button("Gem:")
        jens.sees(AWAY)
        jens.page.context.set_offline(False)
    jens.press_button("Gem:")
