"""Two who write minutes at once: decisions, actions and who was there are never overwritten unseen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from forum.people.models import Member
from tests import world
from tests.meetings.minutes.conftest import Held

Clients = Callable[[Member | None], Client]
HTMX = {"HX-Request": "true"}


def opened(client: Client, path: str) -> dict[str, str]:
    """What the form on the page was begun from."""
    return {"revision": revision_in(client.get(path).content.decode())}


def revision_in(page: str) -> str:
    return str(re.findall(r'name="revision"[^>]* value="([0-9a-f]{16})"', page)[0])


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_second_on_a_decision_is_told_and_saves_on_purpose(
    held: Held, client_for: Clients, headers: dict[str, str]
) -> None:
    office = client_for(held.cast.secretary)
    decision = world.make_decision(held.open, text="Vi gør det.")
    path = f"{held.base}beslutning/{decision.pk}/"
    begun = opened(office, path)
    office.post(path, {"kind": "decided", "text": "En andens ord."} | begun)
    late: Any = office.post(path, {"kind": "noted", "text": "Mine ord."} | begun, headers=headers)
    page = late.content.decode()
    assert (late.status_code, "En andens ord." in page, "Mine ord." in page) == (409, True, True)
    decision.refresh_from_db()
    assert decision.text == "En andens ord."
    office.post(path, {"kind": "noted", "text": "Mine ord.", "revision": revision_in(page)})
    decision.refresh_from_db()
    assert (decision.kind, decision.text) == ("noted", "Mine ord.")


def test_the_second_on_an_action_too_and_a_strange_revision_is_an_old_one(held: Held, client_for: Clients) -> None:
    office, seat = client_for(held.cast.secretary), world.seat_of(held.cast.head)
    action = world.make_action(held.open, seat, text="Skriv udkast")
    path, told = f"{held.base}opgave/{action.pk}/", {"owner": str(seat.pk), "due": "18.12.2026"}
    begun = opened(office, path)
    assert office.post(path, told | begun | {"text": "En andens ord"}).status_code == 302
    for stale in (begun, {}, {"revision": "x"}):
        late = office.post(path, told | stale | {"text": "Mine ord"})
        assert (late.status_code, "En andens ord" in late.content.decode()) == (409, True)
    action.refresh_from_db()
    assert action.text == "En andens ord"


def test_what_somebody_has_removed_is_not_brought_back_by_saving(held: Held, client_for: Clients) -> None:
    office = client_for(held.cast.secretary)
    decision = world.make_decision(held.open)
    path = f"{held.base}beslutning/{decision.pk}/"
    begun = opened(office, path)
    office.post(f"{path}fjern/")
    assert office.post(path, {"kind": "noted", "text": "Mine ord."} | begun).status_code == 404
    decision.refresh_from_db()
    assert decision.removed_at is not None


def test_two_who_tick_at_once_do_not_undo_each_other(held: Held, client_for: Clients) -> None:
    office = client_for(held.cast.secretary)
    rows = {row.seat.organisation.name: str(row.pk) for row in held.meeting.attendances.select_related("seat")}
    was = [str(row.pk) for row in held.meeting.attendances.filter(was_present=True)]
    page = office.get(held.base + "skriv/").content.decode()
    assert sorted(re.findall(r'name="was" value="(\d+)"', page)) == sorted(was)
    path, opened_as = held.base + "deltagere/", {"was": was, "also_before": ""}
    office.post(path, opened_as | {"present": [*was, rows["SKI"]], "also_present": "Sofie Krogh, KL"})
    office.post(path, opened_as | {"present": [pk for pk in was if pk != rows["Odense"]], "also_present": ""})
    present = held.meeting.attendances.filter(was_present=True).values_list("seat__organisation__name", flat=True)
    assert sorted(present) == ["Aarhus", "Fjordtek A/S", "SKI"]
    held.minutes.refresh_from_db()
    assert held.minutes.also_present == "Sofie Krogh, KL"


def test_the_second_who_writes_who_else_came_is_told_and_the_ticks_are_saved(held: Held, client_for: Clients) -> None:
    office = client_for(held.cast.secretary)
    rows = {row.seat.organisation.name: str(row.pk) for row in held.meeting.attendances.select_related("seat")}
    was = [str(row.pk) for row in held.meeting.attendances.filter(was_present=True)]
    path, opened_as = held.base + "deltagere/", {"was": was, "also_before": ""}
    office.post(path, opened_as | {"present": was, "also_present": "Anna Ekspert"})
    answer = office.post(path, opened_as | {"present": [*was, rows["SKI"]], "also_present": "Gæst D"}, follow=True)
    assert [str(message) for message in answer.context["messages"]][-1] == (
        "Afkrydsningen er gemt, men en anden har rettet »Desuden deltog« til »Anna Ekspert«. "
        "Du skrev »Gæst D«. Skriv det sammen, og gem igen."
    )
    held.minutes.refresh_from_db()
    assert held.minutes.also_present == "Anna Ekspert"
    assert held.meeting.attendances.get(pk=rows["SKI"]).was_present
    long = office.post(path, opened_as | {"present": was, "also_present": "x" * 501}, follow=True)
    assert str([*long.context["messages"]][-1]).startswith("Deltagerne blev ikke gemt. ")
