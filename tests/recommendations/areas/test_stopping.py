"""A stopped area: who may stop it, why it was, and how it goes on where it was."""

from __future__ import annotations

from collections.abc import Callable

import lxml.html
import pytest
from django.test import Client

from recommendations.areas.models import Area, AreaUpdate
from tests import world

ClientFor = Callable[..., Client]
State = Area.State


@pytest.fixture
def led(cast: world.Cast) -> Area:
    """Led by Aalborg, which is the cast's area lead."""
    return world.make_area(world.organisation("Aalborg"))


def test_who_proposed_it_may_take_it_back_until_it_is_weighed(cast: world.Cast, client_for: ClientFor) -> None:
    area = world.make_area(title="Droner", proposed_by=world.seat_of(cast.supplier).organisation, state="proposed")
    pages = [client_for(who).get("/omraader/droner/").content.decode() for who in (cast.supplier, cast.head)]
    assert ["Stop området" in page for page in pages] == [True, False]
    answers = [client_for(w).post(f"{area.get_absolute_url()}stands/") for w in (cast.supplier, cast.head)]
    Area.objects.update(state="prioritised")
    answers.append(client_for(cast.supplier).post(f"{area.get_absolute_url()}stands/"))
    assert [answer.status_code for answer in answers] == [422, 403, 403]


def test_stopping_takes_a_reason_and_can_be_taken_up_again(cast: world.Cast, client_for: ClientFor, led: Area) -> None:
    client, path = client_for(cast.lead), f"/omraader/{led.slug}"
    assert [client.post(f"{path}/stands/", {"reason": r}).status_code for r in ("", "Ingen bød")] == [422, 302]
    assert "Ingen bød" in client.get(f"{path}/").content.decode()
    assert client.post(f"{path}/prioriter/").status_code == 403
    client_for(cast.secretary).post(f"{path}/prioriter/")
    area = Area.objects.get()
    assert (area.state, area.lead, area.stop_reason, area.delegated_on) == (State.PRIORITISED, None, "", None)


def test_a_stopped_area_goes_on_where_it_was(cast: world.Cast, client_for: ClientFor, led: Area) -> None:
    client, path = client_for(cast.lead), led.get_absolute_url()
    led.partners.add(world.organisation("Odense"))
    client.post(f"{path}fase/", {"to": "need"})
    client.post(f"{path}stands/", {"reason": "Ingen bød"})
    assert client_for(cast.head).post(f"{path}genoptag/").status_code == 403
    assert "Genoptag i fasen »behov«" in client.get(path).content.decode()
    page = client.post(f"{path}genoptag/", follow=True)
    assert [str(message) for message in page.context["messages"]] == ["Området er genoptaget i fasen »behov«."]
    area = Area.objects.get()
    assert (area.state, area.lead, area.stop_reason, area.partners.count()) == (State.NEED, led.lead, "", 1)
    assert "Genoptag" not in client.get(path).content.decode()
    assert client.post(f"{path}genoptag/").status_code == 302  # once more: nothing to take up


def test_a_proposal_is_taken_up_by_who_took_it_back(cast: world.Cast, client_for: ClientFor) -> None:
    fjordtek = world.organisation("Fjordtek A/S")
    area = world.make_area(title="Droner", state=State.PROPOSED, proposed_by=fjordtek)
    path, supplier = area.get_absolute_url(), client_for(cast.supplier)
    for before, may in ((State.PROPOSED, True), (State.PRIORITISED, False)):
        Area.objects.update(state=before)
        Area.objects.update(state=State.STOPPED, stop_reason="Ikke nu")
        assert "Genoptag" in client_for(cast.secretary).get(path).content.decode()
        assert supplier.post(f"{path}genoptag/").status_code == (302 if may else 403)
        assert Area.objects.get().state == (before if may else State.STOPPED)
        Area.objects.update(stop_reason="", state=State.PROPOSED)


def test_a_status_written_while_it_was_stopped_is_not_lost(cast: world.Cast, client_for: ClientFor, led: Area) -> None:
    Area.objects.update(state=State.STOPPED, stop_reason="Ingen bød")
    sent = {"colour": "green", "sentence": "Vi er i gang.", "next_step": "Møde i maj.", "revision": ""}
    answer = client_for(cast.lead).post(f"{led.get_absolute_url()}status/", sent)
    (form,) = lxml.html.fromstring(answer.content).xpath("//main//form")
    assert (answer.status_code, AreaUpdate.objects.count()) == (409, 0)
    assert {name: (form.fields[name] or "").strip() for name in sent} == sent
    assert "Området er stoppet, så der gives ikke længere status." in answer.content.decode()
