"""Decisions and actions as the secretary writes them: forms that say what is missing, removal with undo, swaps."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from forum.people.models import Member
from meetings.followup.models import Action
from meetings.minutes.document import document, paper_html
from meetings.minutes.models import Decision
from recommendations.areas.models import Area
from recommendations.treatments.treatments import treatments
from tests import world
from tests.meetings.minutes.conftest import Held
from tests.world import NOW

Clients = Callable[[Member | None], Client]
HTMX = {"HX-Request": "true"}


def decide(held: Held, client: Client, **told: Any) -> Any:
    return client.post(f"{held.base}punkt/{held.open.pk}/beslutning/", told)


def test_a_decision_is_added_changed_removed_and_brought_back(held: Held, client_for: Clients) -> None:
    client = client_for(held.cast.secretary)
    assert decide(held, client, kind="decided", text="Vi gør det.").url == f"{held.base}skriv/#punkt-1"
    decision = Decision.objects.get()
    begun = {"revision": decision.revision}
    client.post(f"{held.base}beslutning/{decision.pk}/", {"kind": "noted", "text": ""} | begun)
    decision.refresh_from_db()
    assert (decision.kind, decision.text) == ("noted", "")
    viewer = held.cast.secretary.as_viewer()
    answer = client.post(f"{held.base}beslutning/{decision.pk}/fjern/", follow=True)
    assert Decision.objects.visible_to(viewer).count() == 0
    undo = re.findall(r'action="([^"]+/gendan/)"', answer.content.decode())
    assert undo == [f"{held.base}beslutning/{decision.pk}/gendan/"]
    client.post(undo[0])
    assert Decision.objects.visible_to(viewer).count() == 1


LINES = "Forummet beslutter:\n1. at udarbejde skabelon\n2. at sende den <til alle>\n\nSekretariatet følger op."
SHOWN = LINES.replace("<til alle>", "&lt;til alle&gt;").replace("\n", "<br>")


def test_a_decision_keeps_its_lines_wherever_it_is_read(held: Held, client_for: Clients) -> None:
    recommendation = world.make_recommendation()
    client = client_for(held.cast.secretary)
    decide(held, client, kind="decided", text=LINES.replace("\n", "\r\n"), recommendation=recommendation.pk)
    held.release()
    head = client_for(held.cast.head)
    paper = paper_html(document(held.minutes, held.cast.head.as_viewer()))
    pages = [head.get(path).content.decode() for path in (held.base, recommendation.get_absolute_url())]
    assert [shown.count(SHOWN) for shown in (*pages, paper)] == [2, 1, 2]  # also in »Det besluttede vi«


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, "Vælg, hvad der blev besluttet."),
        ({"kind": "decided", "text": "  "}, "Skriv, hvad der blev besluttet."),
        ({"kind": "delegated"}, "Vælg det område, der bliver uddelegeret."),
        ({"kind": "delegated"}, "Vælg den kommune, der er tovholder."),
        ({"kind": "decided", "text": "x" * 2001}, "Ordlyden er for lang. Der er plads til 2.000 tegn."),
    ],
)
def test_what_a_decision_lacks_is_said(told: dict[str, str], sentence: str, held: Held, client_for: Clients) -> None:
    answer = decide(held, client_for(held.cast.secretary), **told)
    assert (answer.status_code, Decision.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()


def test_a_delegation_names_area_lead_and_partners(held: Held, client_for: Clients) -> None:
    area, lead, partner = world.make_area(), world.organisation("Odense"), world.organisation("Aarhus")
    told = {"kind": "delegated", "area": area.pk, "lead": lead.pk, "partners": [lead.pk, partner.pk]}
    client = client_for(held.cast.secretary)
    answer = decide(held, client, **told)
    assert "Tovholderkommunen skal ikke også stå som deltager." in answer.content.decode()
    assert decide(held, client, **(told | {"partners": [partner.pk]})).status_code == 302
    assert Decision.objects.get().partner_names == "Aarhus Kommune"
    # Another kind has neither, whatever the form still carried
    decide(held, client, **(told | {"kind": "noted", "partners": [partner.pk]}))
    noted = Decision.objects.get(kind="noted")
    assert (noted.lead, noted.partner_names) == (None, "")


def test_an_open_item_does_not_name_a_closed_area(held: Held, client_for: Clients) -> None:
    area = world.make_area(audience="authorities")
    answer = decide(held, client_for(held.cast.secretary), kind="noted", area=area.pk)
    assert answer.status_code == 422
    assert "Området kan ses af færre end punktet." in answer.content.decode()


def test_an_action_is_added_with_a_danish_date(held: Held, client_for: Clients) -> None:
    client, owner = client_for(held.cast.secretary), world.seat_of(held.cast.head)
    url = f"{held.base}punkt/{held.open.pk}/opgave/"
    for typed in ("24.12.2026", "24/12-2026", "2026-12-24"):
        assert client.post(url, {"text": f"Gør det {typed}", "owner": owner.pk, "due": typed}).status_code == 302
    assert {str(action.due) for action in Action.objects.all()} == {"2026-12-24"}
    for wrong, sentence in (("i morgen", "fx 22.12.2026"), ("1.1.2020", "Fristen ligger før mødet.")):
        answer = client.post(url, {"text": "Gør det", "owner": owner.pk, "due": wrong})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert f'value="{wrong}"' in answer.content.decode()


def test_an_action_is_not_late_when_it_is_written(held: Held, client_for: Clients) -> None:
    client, owner = client_for(held.cast.secretary), world.seat_of(held.cast.head)
    url, told = f"{held.base}punkt/{held.open.pk}/opgave/", {"text": "Gør det", "owner": owner.pk}
    # The meeting itself, and one that goes on, are no deadlines; the next one is
    held.meeting.end = NOW + timedelta(hours=1)
    held.meeting.save()
    assert client.get(url).context["form"].initial == {}
    world.make_meeting()
    assert client.get(url).context["form"].initial == {"due": date(2026, 12, 17)}
    answer = client.post(url, told | {"due": "22.11.2026"})
    assert (answer.status_code, "Fristen er passeret." in answer.content.decode()) == (422, True)
    # What was promised long ago keeps its day while its words are mended
    late = world.make_action(held.open, owner, due=date(2026, 11, 21))
    edit = f"{held.base}opgave/{late.pk}/"
    assert client.post(edit, told | {"due": "21.11.2026", "revision": late.revision}).status_code == 302
    assert client.post(edit, told | {"due": "22.11.2026"}).status_code == 422


def test_a_swapped_item_equals_the_reloaded_one(held: Held, client_for: Clients) -> None:
    client = client_for(held.cast.secretary)
    world.make_action(held.open, world.seat_of(held.cast.head))
    url = f"{held.base}punkt/{held.open.pk}/beslutning/"
    swapped = client.post(url, {"kind": "noted", "text": "Set"}, headers=HTMX).content.decode()
    page = client.get(held.base + "skriv/").content.decode()
    part = re.compile(rf'<div id="udfald-{held.open.pk}".*?<div id="nyt-{held.open.pk}"></div>\s*</div>', re.S)
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert [token.sub("", found) for found in part.findall(swapped)] == [
        token.sub("", found) for found in part.findall(page)
    ]
    assert "Taget til efterretning" in swapped


def test_the_form_is_swapped_into_its_item_and_is_a_page_without_htmx(held: Held, client_for: Clients) -> None:
    client = client_for(held.cast.secretary)
    url = f"{held.base}punkt/{held.open.pk}/beslutning/"
    for answer in (client.get(url, headers=HTMX), client.post(url, {}, headers=HTMX)):
        assert (answer["HX-Retarget"], answer["HX-Reswap"]) == (f"#nyt-{held.open.pk}", "innerHTML")
        assert answer.content.decode().lstrip().startswith("<form")
    for headers in ({}, HTMX | {"HX-History-Restore-Request": "true"}):
        page = client.get(url, headers=headers)
        assert ("HX-Retarget" in page, "<h1" in page.content.decode()) == (False, True)


def test_the_swapped_item_brings_the_sentence_and_the_way_back_along(held: Held, client_for: Clients) -> None:
    decision = world.make_decision(held.open)
    url = f"{held.base}beslutning/{decision.pk}/"
    swapped = client_for(held.cast.secretary).post(f"{url}fjern/", headers=HTMX).content.decode()
    assert ("Beslutningen er fjernet." in swapped, f'action="{url}gendan/"' in swapped) == (True, True)


def test_what_is_typed_when_the_minutes_are_approved_is_kept(held: Held, client_for: Clients) -> None:
    held.release()
    held.approve()
    answer = decide(held, client_for(held.cast.secretary), kind="decided", text="Vi gør det.")
    page = answer.content.decode()
    assert (answer.status_code, "Vi gør det.</textarea>" in page) == (409, True)
    assert "Referatet er godkendt. Genåbn det først, hvis der skal rettes i det." in page


def test_a_form_sent_twice_adds_one(held: Held, client_for: Clients) -> None:
    client = client_for(held.cast.secretary)
    for _ in range(2):
        decide(held, client, kind="noted", text="Én gang", form_key="samme")
    assert Decision.objects.count() == 1


def test_rows_of_another_meeting_are_not_reached_through_this_one(held: Held, client_for: Clients) -> None:
    other = world.make_item(world.make_meeting(slug="andet", state="held"))
    world.make_minutes(other.meeting)
    decision = world.make_decision(other)
    client = client_for(held.cast.secretary)
    assert client.get(f"{held.base}beslutning/{decision.pk}/").status_code == 404
    assert client.post(f"{held.base}beslutning/{decision.pk}/fjern/").status_code == 404
    assert client.post(f"{held.base}punkt/{other.pk}/", {"text": "x", "revision": 1}).status_code == 404


def test_treated_at_leads_to_the_minutes(held: Held, client_for: Clients) -> None:
    """»Behandlet på« of the recommendation and the area, from end to end."""
    recommendation, area = world.make_recommendation(9), world.make_area()
    told = {"kind": "decided", "text": "Vi går videre.", "recommendation": recommendation.pk, "area": area.pk}
    decide(held, client_for(held.cast.secretary), **told)
    head = client_for(held.cast.head)
    link = f'href="{held.base}#punkt-1"'
    pages = ["/anbefalinger/9/", f"/omraader/{Area.objects.get().slug}/"]
    assert [link in head.get(page).content.decode() for page in pages] == [False, False]
    held.release()
    assert [link in head.get(page).content.decode() for page in pages] == [True, True]
    [treatment] = treatments(recommendation, held.cast.head.as_viewer())
    assert (treatment.kind, treatment.text) == ("Besluttet", "Vi går videre.")


@pytest.mark.parametrize("page", ["", "skriv/"])
def test_more_rows_ask_no_more_questions(
    page: str, held: Held, client_for: Clients, django_assert_max_num_queries: Any
) -> None:
    client, owner = client_for(held.cast.secretary), world.seat_of(held.cast.head)

    def fill(count: int) -> None:
        for _ in range(count):
            decision = world.make_decision(held.open, area=world.make_area(title=f"Område {Area.objects.count()}"))
            decision.partners.add(world.organisation("Odense"))
            world.make_action(held.closed, owner)

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for rows in (1, 2):
        fill(rows)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(held.base + page).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 24


def test_the_same_is_not_written_twice_on_an_item(held: Held, client_for: Clients) -> None:
    client, owner = client_for(held.cast.secretary), world.seat_of(held.cast.head)
    task = {"text": "Gør det", "owner": owner.pk, "due": "24.12.2026"}
    for path, told, sentence in (
        ("beslutning", {"kind": "decided", "text": "Vi gør det."}, "Beslutningen står allerede under punktet."),
        ("opgave", task, "Opgaven står allerede under punktet."),
    ):
        first, again = (client.post(f"{held.base}punkt/{held.open.pk}/{path}/", told) for _ in range(2))
        assert (first.status_code, again.status_code, sentence in again.content.decode()) == (302, 422, True)
    assert (Decision.objects.count(), Action.objects.count()) == (1, 1)
