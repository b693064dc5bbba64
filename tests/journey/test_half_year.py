"""Half a year of a new forum, by one secretary: from an empty database to locked minutes and a decision found."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, expect

from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.models import Decision, Minutes
from tests.journey.new_forum import HENRIK, ITEM, METTE, PETER, SOFIE, begin, get_in, join, plan_meeting, sign_in_again
from tests.journey.people import Forum, Person, Way, at_a_browser, send_form
from tests.meetings.conftest import local
from tests.sink import said
from tests.world import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDING, ACTION = "Forummet skriver fælles krav.", "Skriv et udkast til krav"


@pytest.mark.slow  # half a year in a browser, twice
@pytest.mark.parametrize("way", [Way(1280, script=True), Way(380, script=False)], ids=str)
def test_half_a_year_from_nothing_to_locked_minutes(forum: Forum, chromium: Browser, way: Way) -> None:
    call_command("createsuperuser", "--noinput", "--email", SOFIE, "--name", "Sofie Krogh", verbosity=0)
    forum.until(NOW)
    other = Way(380 if way.width == 1280 else 1280, way.script)
    with at_a_browser(chromium, forum, SOFIE, way) as office, at_a_browser(chromium, forum, METTE, other) as mette:
        secret = get_in(office)
        begin(office)
        plan_meeting(office)
        join(forum, mette)
        convene(office)
        answer(office, mette)
        release(office)
        hold(office, secret)
        write(office, way)
        send_minutes(office)
        hear(office, mette)
        correct(office)
        approve(office)
        follow_up(office, mette)
        find(mette)
        for one in (office, mette):
            assert [line for line in one.complaints if "ERR_INTERNET_DISCONNECTED" not in line] == []


def convene(office: Person) -> None:
    """Sent without its agenda, taken back with one press, and sent for good: nobody hears of the first."""
    forum = office.forum
    office.comes_back(local("2027-01-05 09:00"))
    send_convocation(office)
    forum.wait(30)
    office.visit("/moeder/")
    office.press_button("Fortryd: Første møde")
    office.sees("Det er fortrudt, og ingen mail er sendt.")
    assert (office.spent(), Meeting.objects.get().state) == ((1, 1), "planned")
    forum.wait()
    assert forum.mails("Kommer du den 3. marts") == []
    send_convocation(office)
    forum.wait()
    assert sorted(mail["To"] for mail in forum.mails("Kommer du den 3. marts")) == sorted([METTE, HENRIK, PETER])


def send_convocation(office: Person) -> None:
    office.visit()
    office.press_link("Indkald")
    office.press_link("Send uden dagsorden")
    office.press_button("Send til 3")
    office.sees("Indkaldelsen går ud til 3 om 60 sekunder.")
    assert office.spent() == (3, 3)


def answer(office: Person, mette: Person) -> None:
    """From the mail without signing in, from the page, and after a reminder that is one press of the desk."""
    forum = office.forum
    mette.page.context.clear_cookies()
    mette.visit(forum.link("svar=yes", METTE))
    mette.press_button("Jeg kommer$")
    mette.sees("Du kommer")
    assert mette.spent() == (1, 1)
    send_form(forum, forum.link("svar=yes", HENRIK), answer="yes")
    office.comes_back(local("2027-01-12 09:00"))
    office.press_button("Påmind 1")
    office.sees("Påmindelsen går ud til 1 om")
    assert office.spent() == (1, 1)
    forum.wait()
    send_form(forum, forum.link("svar=no", PETER), answer="no")


def release(office: Person) -> None:
    office.comes_back(local("2027-02-15 09:00"))
    office.press_link("Frigiv")
    office.press_button("Frigiv version 1")
    office.sees("Dagsordenen går ud til")
    assert office.spent() == (2, 2)
    office.forum.wait()


def hold(office: Person, secret: str) -> None:
    """At its end: held by one press of the desk, and the next one opens the minutes."""
    office.forum.until(local("2027-03-03 15:00"))
    sign_in_again(office, secret)
    office.spent()
    office.press_button("Mødet er holdt")
    expect(office.button("Skriv referat")).to_be_visible()
    assert office.spent() == (1, 1)
    office.press_button("Skriv referat")
    expect(office.page.get_by_text("2 til stede, 1 afbud")).to_be_visible()
    assert office.spent() == (1, 1)


def write(office: Person, way: Way) -> None:
    """The text of an item, with the net gone in the middle of it; a decision, and an action with owner and date."""
    item = office.page.locator("article", has_text=ITEM)
    office.write(item, "Vi talte om kravene. ")
    if way.script:
        office.page.context.set_offline(True)
        office.write(item, "Nettet var væk.")
        office.page.locator(".ProseMirror").first.click()
        office.sees("Ingen forbindelse. Teksten er ikke gemt endnu")
        office.page.context.set_offline(False)
        expect(item.locator("[data-save-state]")).to_have_text("Gemt 15.00")
    else:
        office.write(item, "Nettet var væk.")
        office.press_button("Gem punkt 2")
        office.sees("Punkt 2 er gemt.")
    office.press_link("Tilføj beslutning til punkt 2")
    office.choose("Besluttet")
    office.fill("Ordlyd", WORDING)
    office.press_button("Gem$", office.page.locator(".outcome-form"))
    office.sees(f"Besluttet: {WORDING}")
    office.press_link("Tilføj opgave til punkt 2")
    office.fill(re.compile("^Opgave"), ACTION)
    office.page.get_by_label("Ansvarlig").select_option(label="Odense Kommune (Mette Lindholm)")
    office.fill("Frist", "14.4.2027")
    office.press_button("Gem$", office.page.locator(".outcome-form"))
    office.sees("Ansvarlig: Odense Kommune")
    office.write(office.page.locator("article", has_text="Innovationslommer"), "Det tager vi op igen.")
    if way.script:
        office.page.locator(".ProseMirror").first.click()
    else:
        office.press_button("Gem punkt 3")
    expect(office.link("Send referatet til bemærkninger")).to_be_visible()
    office.page.reload()
    office.sees("Vi talte om kravene. Nettet var væk.")


def send_minutes(office: Person) -> None:
    office.spent()
    office.press_link("Send referatet til bemærkninger")
    office.press_button("Send til bemærkninger")
    office.sees("Referatet går ud til 3 om 60 sekunder.")
    assert office.spent() == (2, 2)
    office.forum.wait()


def hear(office: Person, mette: Person) -> None:
    """No remarks by one press from the mail; a remark on the page; its answer is two presses from the desk."""
    forum = office.forum
    forum.until(local("2027-03-17 09:00"))
    send_form(forum, forum.link("/referat/svar/", HENRIK))
    mette.visit(forum.link("/referat/", METTE, "Er der noget, der skal rettes?"))
    mette.sign_in()
    mette.spent()
    mette.press(mette.page.get_by_text("Send en bemærkning til punkt 2"))
    mette.page.locator("article", has_text=ITEM).get_by_label("Din bemærkning").fill("Vi talte også om prisen.")
    mette.press_button("Send bemærkningen", mette.page.locator("article", has_text=ITEM))
    mette.sees("Sekretariatet har ikke svaret endnu.")
    assert mette.spent() == (2, 1)
    office.comes_back(local("2027-03-17 10:00"))
    office.press_link("Besvar")
    office.press_button("Indarbejdet")
    office.sees("Indarbejdet.")
    assert office.spent() == (2, 2)


def correct(office: Person) -> None:
    """What is changed after the release goes to everybody, who have three working days for it."""
    office.press_link("Ret teksten")
    item = office.page.locator("article", has_text=ITEM)
    office.write(item, " Også om prisen.")
    if item.locator(".ProseMirror").count():
        office.page.locator(".ProseMirror").first.click()
    else:
        office.press_button("Gem punkt 2")
    office.press_link("Send rettelsen")
    office.press_button("Send rettelsen")
    office.sees("Rettelsen af referatet går ud til")
    office.forum.wait()
    mails = office.forum.mails("Referatet er rettet")
    assert sorted(mail["To"] for mail in mails) == sorted([METTE, HENRIK, PETER])
    assert [" Også om prisen." in said(mail) for mail in mails] == [True] * 3


def approve(office: Person) -> None:
    """When the new term is over: approved with two presses from the desk, mailed with its PDF, and locked with one."""
    forum = office.forum
    office.comes_back(local("2027-03-22 23:00"))
    expect(office.link("Godkend")).to_have_count(0)
    office.comes_back(local("2027-03-23 09:00"))
    office.press_link("Godkend")
    office.press_button("Godkend referatet")
    office.sees("Det godkendte referat går ud til 3 om 60 sekunder.")
    assert office.spent() == (2, 2)
    forum.wait()
    mails = forum.mails("Referatet er godkendt")
    papers = [part.get_content_type() for mail in mails for part in mail.iter_attachments()]
    assert (len(mails), papers) == (3, ["application/pdf"] * 3)
    office.visit()
    office.press_button("Lås")
    office.sees("Referatet er låst, og mødet er lukket.")
    assert office.spent() == (1, 1)
    assert (Minutes.objects.get().state, Meeting.objects.get().state) == ("locked", "closed")


def follow_up(office: Person, mette: Person) -> None:
    """The action lives on: reminded of by mail, done there with one press and a line of what came of it."""
    forum = office.forum
    forum.until(local("2027-04-08 09:00"))
    mette.page.context.clear_cookies()
    mette.visit(forum.link("/opgaver/svar/", METTE))
    mette.fill("Hvad kom der ud af det?", "Udkastet er sendt rundt.")
    mette.press_button("Meld udført")
    mette.sees("Udkastet er sendt rundt.")
    assert mette.spent() == (1, 1)
    assert [(action.state, action.result) for action in Action.objects.all()] == [("done", "Udkastet er sendt rundt.")]
    office.comes_back(local("2027-04-09 09:00"))
    office.sees("Du er ajour. Der er ikke noget, der venter på sekretariatet.")


def find(mette: Person) -> None:
    """In the register, with what was agreed in the locked minutes; by a question as people ask it: the first hit."""
    decision: Any = Decision.objects.get()
    mette.visit("/konto/log-ind/?next=/beslutninger/")
    mette.sign_in()
    mette.spent()
    mette.press_link(ITEM)
    mette.sees(WORDING)
    mette.sees("Udført")
    assert mette.spent() == (1, 1)
    mette.press_link("Læs punkt 2 i referatet")
    mette.sees("Vi talte om kravene. Nettet var væk. Også om prisen.")
    mette.sees("Nu: udført")
    mette.visit("/soeg/?q=hvornår+besluttede+vi+krav+til+skærmbesøg")
    mette.press(mette.page.locator(".hit-list a").first)
    expect(mette.page).to_have_url(mette.forum.url + decision.get_absolute_url())
    assert mette.spent() == (1, 1)
