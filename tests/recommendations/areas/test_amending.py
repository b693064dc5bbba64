"""An area's words rewritten: by whom, and by two at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from forum.base.visibility import Audience
from recommendations.areas.models import Area
from tests import world

ClientFor = Callable[..., Client]
WORDS = {"title": "Skærmbesøg i plejen", "description": "Nye ord."}


@pytest.fixture
def led(cast: world.Cast) -> Area:
    return world.make_area(world.organisation("Aalborg"))


def amend(client: Client, area: Area, **fields: str) -> Any:
    return client.post(f"/omraader/{area.slug}/ret/", {**WORDS, "revision": area.revision, **fields})


def test_lead_keeps_the_words_true_and_the_address_stays(cast: world.Cast, client_for: ClientFor, led: Area) -> None:
    recommendation = world.make_recommendation(4)
    response = amend(client_for(cast.lead), led, recommendation=str(recommendation.pk))
    assert (response.status_code, response.headers["Location"]) == (302, "/omraader/skaermbesoeg-i-hjemmeplejen/")
    led.refresh_from_db()
    assert (led.title, led.description, led.recommendation) == (*WORDS.values(), recommendation)


def test_others_do_not(cast: world.Cast, client_for: ClientFor, led: Area) -> None:
    answers = {who: amend(client_for(getattr(cast, who)), led).status_code for who in ("head", "chair", "supplier")}
    assert answers == {"head": 403, "chair": 403, "supplier": 403}


def test_only_the_secretariat_decides_who_reads(cast: world.Cast, client_for: ClientFor, led: Area) -> None:
    Area.objects.update(audience=Audience.AUTHORITIES)
    led.refresh_from_db()
    amend(client_for(cast.lead), led, audience="public")
    assert Area.objects.get().audience == Audience.AUTHORITIES
    led.refresh_from_db()
    amend(client_for(cast.secretary), led, audience="public")
    assert Area.objects.get().audience == Audience.PUBLIC


def test_second_of_two_is_told_and_keeps_the_text(cast: world.Cast, client_for: ClientFor, led: Area) -> None:
    amend(client_for(cast.lead), led)
    client = client_for(cast.secretary)
    response = amend(client, led, description="Den andens ord.", audience="members")
    page = response.content.decode()
    assert (response.status_code, "Nye ord." in page, ">\nDen andens ord.</textarea>" in page) == (409, True, True)
    again = response.context["form"]["revision"].value()
    assert amend(client, led, description="Den andens ord.", audience="members", revision=again).status_code == 302
    assert Area.objects.get().description == "Den andens ord."


def test_a_stale_page_does_not_open_what_was_just_closed(cast: world.Cast, client_for: ClientFor, led: Area) -> None:
    client = client_for(cast.secretary)
    amend(client, led, audience="authorities")
    late = amend(client, led, audience="members")
    assert (late.status_code, late.context["form"]["audience"].value()) == (409, "authorities")
    assert "Kan læses af: <strong>kun ordregivere</strong>" in late.content.decode()
    lead = amend(client_for(cast.lead), led)  # who does not choose it is not told of it as a choice
    assert (lead.status_code, "audience" in lead.context["form"].fields) == (409, False)


def test_who_proposed_it_amends_it_until_it_is_weighed(cast: world.Cast, client_for: ClientFor) -> None:
    area = world.make_area(state="proposed", proposed_by=world.organisation("Odense"))
    page = client_for(cast.head).get(f"/omraader/{area.slug}/").content.decode()
    assert f'href="/omraader/{area.slug}/ret/"' in page
    answers = {who: amend(client_for(getattr(cast, who)), area).status_code for who in ("head", "chair")}
    assert answers == {"head": 302, "chair": 403}
    Area.objects.update(state="prioritised")
    area.refresh_from_db()
    assert amend(client_for(cast.head), area).status_code == 403
