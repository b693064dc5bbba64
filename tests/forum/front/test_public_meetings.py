"""What "Offentlig" does to a meeting, an item and an attachment: exactly what the forms' hints say."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from forum.base.visibility import NOBODY
from forum.front.search import find
from forum.front.words import refresh_words
from forum.people.models import Member
from meetings.agenda.models import AgendaItem, Attachment
from tests import world
from tests.world import Cast

ClientFor = Callable[[Member | None], Client]
ITEM = (
    "»Offentlig« betyder, at alle på nettet kan finde punktet, og det, der kommer ud af det, i søgningen, under "
    "Beslutninger og på siden om den anbefaling eller det område, det handler om. "
    "Mødets egen side er kun for medlemmer."
)
PAPER = "»Offentlig« betyder, at alle på nettet kan finde bilagets titel i søgningen. Kun medlemmer kan hente filen."


@pytest.fixture
def item(cast: Cast) -> AgendaItem:
    """Of a public meeting, about a public recommendation, decided on in released minutes, with an attachment."""
    meeting = world.make_meeting(audience="public", title="Robotmøde", start=world.NOW.replace(month=10))
    about = world.make_recommendation(9, audience="public")
    made = world.make_item(meeting, 1, title="Robotter", audience="public", recommendation=about)
    world.make_paper(made, cast.secretary, text="Robotbilag")
    world.make_minutes(meeting)
    world.make_note(made, "Robotterne blev drøftet.")
    world.make_decision(made, text="Robotterne prøves.", recommendation=about)
    refresh_words()
    return made


def found() -> list[tuple[str, str]]:
    """What the public finds on a word that all of it has."""
    return sorted((hit.kind, hit.heading) for hit in find("robot", NOBODY).hits)


def test_everybody_finds_what_is_public_and_only_members_open_it(item: AgendaItem) -> None:
    kinds = [("Beslutning", "Robotter"), ("Bilag", "Robotbilag"), ("Møde", "Robotmøde")]
    assert found() == [*kinds, ("Punkt på dagsorden", "Robotter"), ("Referat", "Robotter")]
    page = Client().get("/anbefalinger/9/").content.decode()
    assert (page.count("Robotmøde"), page.count("Robotterne prøves.")) == (1, 1)
    paper = Attachment.objects.get()
    for url in (
        item.meeting.get_absolute_url(),
        f"{item.meeting.get_absolute_url()}referat/",
        paper.get_absolute_url(),
    ):
        assert Client().get(url).status_code == 302  # to the sign-in
    AgendaItem.objects.update(audience="members")
    Attachment.objects.update(audience="members")
    page = Client().get("/anbefalinger/9/").content.decode()
    assert (found(), page.count("Robot")) == ([("Møde", "Robotmøde")], 0)


def test_the_forms_say_so_where_it_can_be_chosen(cast: Cast, item: AgendaItem, client_for: ClientFor) -> None:
    office = client_for(cast.secretary)
    paper = Attachment.objects.get()

    def hints() -> list[int]:
        form = office.get(f"/moeder/{item.meeting.slug}/dagsorden/nyt/")
        edit = office.get(f"/moeder/bilag/{paper.pk}/ret/")
        return [unescape(page.content.decode()).count(says) for page, says in ((form, ITEM), (edit, PAPER))]

    assert hints() == [1, 1]
    item.meeting.audience = item.audience = "members"
    item.meeting.save()
    item.save()
    assert hints() == [0, 0]
    new: Any = office.get("/moeder/nyt/")
    assert unescape(new.content.decode()).count("Mødets egen side er altid kun for medlemmer.") == 1
