"""Who reads what of the minutes: nobody a draft, suppliers no closed items, the disqualified nothing of theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from forum.people.models import Member
from meetings.followup.models import Action
from meetings.minutes.models import Decision, Note, Remark
from tests import world
from tests.meetings.minutes.conftest import Held

WORDS = re.compile(r"Sagt \w+|Besluttet \w+|Lovet \w+")
Clients = Callable[[Member | None], Client]


@pytest.fixture
def full(held: Held) -> Held:
    owner = world.seat_of(held.cast.head)
    for item, word in ((held.open, "åbent"), (held.closed, "lukket"), (held.hidden, "inhabilt")):
        world.make_decision(item, text=f"Besluttet {word}.")
        world.make_action(item, owner, text=f"Lovet {word}")
    return held


def words(*kinds: str) -> set[str]:
    return {f"{verb} {kind}" for verb in ("Sagt", "Besluttet", "Lovet") for kind in kinds}


def read(client: Client, held: Held) -> set[str]:
    return set(WORDS.findall(client.get(held.base).content.decode()))


def test_a_draft_is_the_secretariats(full: Held, client_for: Clients) -> None:
    assert read(client_for(full.cast.secretary), full) == words("åbent", "lukket", "inhabilt")
    for member in (full.cast.head, full.cast.chair, full.cast.supplier):
        assert client_for(member).get(full.base).status_code == 404


def test_each_reads_what_they_may(full: Held, client_for: Clients) -> None:
    full.release()
    assert read(client_for(full.cast.head), full) == words("åbent", "lukket", "inhabilt")
    assert read(client_for(full.cast.supplier), full) == words("åbent", "inhabilt")
    assert read(client_for(full.cast.disqualified), full) == words("åbent", "lukket")
    assert client_for(full.cast.former).get(full.base).status_code == 403
    assert client_for(None).get(full.base).status_code == 302


def test_rows_follow_the_minutes(full: Held) -> None:
    viewer = full.cast.supplier.as_viewer()
    assert [model.objects.visible_to(viewer).count() for model in (Note, Decision, Action)] == [0, 0, 0]
    full.release()
    assert [model.objects.visible_to(viewer).count() for model in (Note, Decision, Action)] == [2, 2, 2]
    full.hidden.disqualified.add(full.cast.supplier)
    assert [model.objects.visible_to(viewer).count() for model in (Note, Decision, Action)] == [1, 1, 1]


def test_the_list_of_actions_follows_too(full: Held, client_for: Clients) -> None:
    full.release()

    def seen(member: Member) -> set[str]:
        return set(WORDS.findall(client_for(member).get("/moeder/opgaver/?vis=aabne").content.decode()))

    assert seen(full.cast.head) == {"Lovet åbent", "Lovet lukket", "Lovet inhabilt"}
    assert seen(full.cast.supplier) == {"Lovet åbent", "Lovet inhabilt"}
    assert seen(full.cast.disqualified) == {"Lovet åbent", "Lovet lukket"}


def test_an_area_closed_to_the_reader_is_not_named(full: Held, client_for: Clients) -> None:
    area = world.make_area(title="Hemmeligt område", audience="authorities")
    world.make_decision(full.open, text="Sagt om et område", area=area)
    full.release()
    assert "Hemmeligt område" in client_for(full.cast.head).get(full.base).content.decode()
    page = client_for(full.cast.supplier).get(full.base).content.decode()
    assert "Sagt om et område" in page
    assert "Hemmeligt område" not in page


def test_a_remark_is_seen_by_its_author_and_the_secretariat(full: Held, client_for: Clients) -> None:
    full.release()
    url = f"{full.base}punkt/{full.open.pk}/bemaerkning/"
    answer = client_for(full.cast.head).post(url, {"text": "Mangler et ord"})
    assert (answer.status_code, Remark.objects.count()) == (302, 1)
    for member, sees in ((full.cast.head, True), (full.cast.secretary, True), (full.cast.chair, False)):
        assert ("Mangler et ord" in client_for(member).get(full.base).content.decode()) is sees
    remark = Remark.objects.get()
    answer_url = f"{full.base}bemaerkning/{remark.pk}/"
    assert client_for(full.cast.head).post(answer_url, {"outcome": "taken_in"}).status_code == 403
    said = {"outcome": "not_taken_in", "answer": "Tak", "revision": remark.revision}
    assert client_for(full.cast.secretary).post(answer_url, said).status_code == 302
    assert "Ikke indarbejdet" in client_for(full.cast.head).get(full.base).content.decode()


def test_remarks_only_to_what_one_sees_and_only_in_time(full: Held, client_for: Clients) -> None:
    full.release()
    supplier = client_for(full.cast.supplier)
    assert supplier.post(f"{full.base}punkt/{full.open.pk}/bemaerkning/", {"text": "x"}).status_code == 302
    assert supplier.post(f"{full.base}punkt/{full.closed.pk}/bemaerkning/", {"text": "x"}).status_code == 404
    type(full.minutes).objects.update(remarks_due=date(2026, 11, 22))
    assert supplier.post(f"{full.base}punkt/{full.open.pk}/bemaerkning/", {"text": "x"}).status_code == 409


@pytest.mark.parametrize(
    "path",
    ["skriv/", "frigiv/", "traek-tilbage/", "genaabn/", "punkt/{item}/beslutning/", "punkt/{item}/opgave/"],
)
def test_writing_is_the_secretariats(path: str, full: Held, client_for: Clients) -> None:
    full.release()
    url = full.base + path.format(item=full.open.pk)
    assert client_for(full.cast.secretary).get(url).status_code in {200, 302}
    assert client_for(full.cast.chair).get(url).status_code == 403
    assert client_for(full.cast.supplier).get(url).status_code == 403
