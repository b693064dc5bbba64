"""The beginning of a new forum: the first sign-in, »Kom i gang«, the first meeting planned, and the members come in."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from tests.forum.signin.test_second_factor import totp_code
from tests.journey.people import Forum, Person, send_form
from tests.world import NOW

SOFIE, BENTE, METTE = "sofie.krogh@kl.invalid", "bente.lund@kl.invalid", "mette.lindholm@example.dk"
HENRIK, PETER = "henrik.oestergaard@example.dk", "peter.ravn@example.dk"
ITEM = "Fælles krav til skærmbesøg"
AGENDA = [("Velkomst", "Til orientering"), (ITEM, "Til beslutning"), ("Innovationslommer", "Til drøftelse")]
PEOPLE = f"Mette Lindholm; {METTE}; Odense\nHenrik Østergaard; {HENRIK}; Aarhus\nPeter Ravn; {PETER}; SKI"


def get_in(office: Person) -> str:
    """The first sign-in: a code by mail, then an app for the second factor; returns the app's secret."""
    office.visit("/konto/log-ind/")
    office.enter_code()
    office.press_link("Brug en app")
    secret = office.page.locator(".break code").inner_text()
    office.fill("Kode", totp_code(secret))
    office.press_button("Bekræft koden")
    office.press_link("Jeg har gemt dem")
    expect(office.page.get_by_role("heading", name="Kom i gang")).to_be_visible()
    return secret


def sign_in_again(office: Person, secret: str) -> None:
    """As every day: what opens the secretariat ends with the day."""
    office.visit("/konto/log-ind/")
    office.enter_code()
    office.fill("Kode", totp_code(secret))
    office.press_button("Log ind")
    expect(office.page.get_by_role("heading", name="Det venter på dig")).to_be_visible()


def begin(office: Person) -> None:
    """»Kom i gang«, from its top to its end."""
    office.spent()
    office.press_button("Hent dem: Hent kommunerne, SKI og KL")
    office.sees("Gjort: Hent kommunerne, SKI og KL")
    assert office.spent() == (1, 1)
    office.press_button("Hent de ti: Hent de ti anbefalinger")
    office.sees("Gjort: Hent de ti anbefalinger")
    assert office.spent() == (1, 1)
    office.press_link("Inviter: Inviter medlemmerne")
    office.fill("Én person på hver linje", PEOPLE)
    office.press_button("Se linjerne igennem")
    office.press_button("Send 3 invitationer")
    office.sees("Invitationen går ud til 3 om 60 sekunder.")
    office.forum.wait()
    office.visit()
    office.press_link("Vælg: Vælg en forperson")
    office.press_link("Aarhus Kommune")
    office.press_button("Gør til forpersonens plads")
    office.sees("Pladsen er nu forpersonens.")
    office.visit()
    office.press_link("Inviter: Inviter en kollega til sekretariatet")
    office.fill("Navn", "Bente Lund")
    office.fill("Mailadresse", BENTE)
    office.press_button("Send invitationen")
    office.sees(f"Invitationen til {BENTE} er på vej.")


def plan_meeting(office: Person) -> None:
    """The first meeting with its agenda; then »Kom i gang« is over."""
    office.visit()
    office.press_link("Opret: Opret det første møde")
    office.fill("Titel", "Første møde")
    office.fill("Dato", "3.3.2027")
    office.fill("Sted", "KL-Huset")
    office.press_button("Gem mødet")
    for number, (title, kind) in enumerate(AGENDA, start=1):
        office.fill("Nyt punkt", title)
        office.page.get_by_label("Slags", exact=True).select_option(label=kind)
        office.press_button("Tilføj$")
        expect(office.page.get_by_label(f"Titel på punkt {number}", exact=True)).to_have_value(title)
    office.visit()
    expect(office.page.get_by_role("heading", name="Kom i gang")).to_have_count(0)


def join(forum: Forum, mette: Person) -> None:
    forum.until(NOW + timedelta(days=1))
    for address, name in ((HENRIK, "Henrik Østergaard"), (PETER, "Peter Ravn"), (BENTE, "Bente Lund")):
        send_form(forum, forum.link("/invitation/", address), name=name)
    mette.visit(forum.link("/invitation/", METTE))
    mette.press_button("Ja tak, jeg er med")
    mette.press_button("Ja, husk mig her")
    expect(mette.page.get_by_role("heading", name="Velkommen, Mette Lindholm")).to_be_visible()
    assert mette.spent() == (2, 2)
