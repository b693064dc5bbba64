"""Actions: moved by their owners on the page and by the mail's link; nagged about a week before, on the day, after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice, SeatHolding
from meetings.agenda.models import AgendaItem
from meetings.followup import actions
from meetings.followup.forms import ActionForm
from meetings.followup.mail import ActionLink
from meetings.followup.models import Action
from meetings.followup.reminders import plan_reminders, stage
from meetings.minutes.models import Minutes
from tests import world
from tests.meetings.minutes.conftest import Held
from tests.world import NOW

Clients = Callable[[Member | None], Client]
State = Action.State
MONDAY = NOW.date()


@pytest.fixture
def action(held: Held) -> Action:
    """Mette Lindholm's, from minutes released a month ago."""
    made = world.make_action(held.open, world.seat_of(held.cast.head), due=MONDAY + timedelta(days=30))
    held.release()
    Minutes.objects.update(released_at=NOW - timedelta(days=30))
    OutboxMail.objects.all().delete()
    return made


def state(action: Action) -> tuple[str, str]:
    action.refresh_from_db()
    return action.state, action.reason


def test_the_owner_moves_it_and_others_do_not(held: Held, action: Action, client_for: Clients) -> None:
    url = f"/moeder/opgaver/{action.pk}/"
    assert client_for(held.cast.chair).post(url, {"to": "done"}).status_code == 403
    assert state(action) == ("open", "")
    owner = client_for(held.cast.head)
    assert owner.post(url, {"to": "started"}).status_code == 302
    assert state(action) == ("started", "")
    for unseen in ("", "\u200b", " \u200d\ufe0f "):
        assert owner.post(url, {"to": "lapsed", "reason": unseen}).status_code == 422
    assert state(action) == ("started", "")
    assert owner.post(url, {"to": "lapsed", "reason": "Ikke længere nødvendig"}).status_code == 302
    assert state(action) == ("lapsed", "Ikke længere nødvendig")
    assert client_for(held.cast.secretary).post(url, {"to": "open"}).status_code == 302
    assert state(action) == ("open", "")
    owner.post(url, {"to": "noget andet"})
    assert state(action) == ("open", "")


def test_what_cannot_be_dropped_says_why_and_keeps_the_reason(held: Held, action: Action, client_for: Clients) -> None:
    owner, url = client_for(held.cast.head), f"/moeder/opgaver/{action.pk}/"
    owner.post(url, {"to": "done"})
    answer = owner.post(url, {"to": "lapsed", "reason": "Ikke nødvendig"})
    page = answer.content.decode()
    assert (answer.status_code, 'value="Ikke nødvendig"' in page) == (409, True)
    assert "Det kan ikke ændres fra »udført« til »ikke længere aktuel«." in page
    assert state(action) == ("done", "")


def test_the_standing_substitute_may_too(held: Held, action: Action, client_for: Clients) -> None:
    substitute = Member.objects.create_user("s@example.dk", "Sara Sten")
    SeatHolding.objects.create(
        seat=world.seat_of(held.cast.head), member=substitute, is_substitute=True, since=date(2020, 1, 1)
    )
    assert client_for(substitute).post(f"/moeder/opgaver/{action.pk}/", {"to": "done"}).status_code == 302
    assert state(action) == ("done", "")


def test_the_swapped_row_is_the_lists_row(held: Held, action: Action, client_for: Clients) -> None:
    client = client_for(held.cast.head)
    url = f"/moeder/opgaver/{action.pk}/"
    row = client.post(url, {"to": "started"}, headers={"HX-Request": "true"}).content.decode()
    assert f'<li id="opgave-{action.pk}"' in row
    assert "I gang" in row
    assert "<html" not in row


def test_the_list_knows_mine_open_and_ended(held: Held, action: Action, client_for: Clients) -> None:
    world.make_action(held.open, world.seat_of(held.cast.chair), text="Forpersonens")
    world.make_action(held.open, action.owner, text="Gammel", state="done", finished_at=NOW)
    client = client_for(held.cast.head)

    def texts(query: str) -> list[str]:
        return [entry["action"].text for entry in client.get("/moeder/opgaver/" + query).context["entries"]]

    assert texts("") == ["Skriv udkast til køreplan"]
    assert texts("?vis=aabne") == ["Forpersonens", "Skriv udkast til køreplan"]
    assert texts("?vis=afsluttede") == ["Gammel"]
    assert texts("?vis=<script>&side=99") == ["Skriv udkast til køreplan"]


def test_one_and_three_rows_ask_the_same(held: Held, action: Action, client_for: Clients) -> None:
    client, counts = client_for(held.cast.head), []
    for more in (0, 2):
        for _ in range(more):
            world.make_action(held.open, action.owner)
        with CaptureQueriesContext(connection) as asked:
            client.get("/moeder/opgaver/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def link(action: Action, member: Member) -> str:
    return f"/moeder/opgaver/svar/{ActionLink(action.pk, member.pk).token()}/"


def test_the_mails_link_shows_and_only_a_press_acts(held: Held, action: Action, client_for: Clients) -> None:
    url, nobody = link(action, held.cast.head), client_for(None)
    for _ in range(2):  # a mail scanner fetches everything
        assert nobody.get(url).status_code == 200
    assert state(action) == ("open", "")
    assert nobody.post(url, {"to": "done"}).status_code == 302
    assert state(action) == ("done", "")
    # What the page does not offer is not done; a lapse needs a reason
    assert "Vælg, hvad der skal ske" in nobody.post(url, {"to": "remind"}, follow=True).content.decode()
    assert state(action) == ("done", "")
    Action.objects.update(state="open", finished_at=None)
    statuses = [nobody.post(url, {"to": "lapsed", "reason": reason}).status_code for reason in ("", "\u200b", "Løst")]
    assert (statuses, state(action)) == ([422, 422, 302], ("lapsed", "Løst"))
    nobody.post(url, {"to": "open"})
    nobody.post(url, {"to": "done"})
    # Pressed again it says how it stands and changes nothing
    page = nobody.post(url, {"to": "done"}, follow=True).content.decode()
    assert "Opgaven er allerede udført." in page
    import pghistory.models

    event = pghistory.models.Events.objects.tracks(action).order_by("-pgh_id").first()
    assert (event.pgh_context["name"], event.pgh_context["via"]) == ("Mette Lindholm", "mail-link")


def test_a_link_that_is_old_false_or_anothers_does_nothing(held: Held, action: Action, client_for: Clients) -> None:
    nobody, good = client_for(None), link(action, held.cast.head)
    assert nobody.get(good).status_code == 200
    for bad in (good[:-3] + "xx/", "/moeder/opgaver/svar/x/"):
        assert nobody.post(bad, {"to": "done"}).status_code == 404
    assert nobody.post(link(action, held.cast.chair), {"to": "done"}).status_code == 410
    with time_machine.travel(NOW + timedelta(days=61)):
        assert nobody.post(good, {"to": "done"}).status_code == 410
    assert state(action) == ("open", "")


def test_the_link_dies_with_the_seat_the_sight_and_the_membership(
    held: Held, action: Action, client_for: Clients
) -> None:
    url, nobody = link(action, held.cast.head), client_for(None)
    held.open.disqualified.add(held.cast.head)
    assert nobody.get(url).status_code == 410
    held.open.disqualified.clear()
    assert nobody.get(url).status_code == 200
    SeatHolding.objects.filter(member=held.cast.head).update(until=MONDAY)
    assert nobody.get(url).status_code == 410
    SeatHolding.objects.filter(member=held.cast.head).update(until=None)
    Member.objects.filter(pk=held.cast.head.pk).update(is_active=False)
    assert nobody.get(url).status_code == 410


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-8, ""), (-7, "soon"), (-1, "soon"), (0, "due"), (6, "due"), (7, "late-1"), (14, "late-2"), (27, "late-3"),
     (28, "")],
)  # fmt: skip
def test_stages(days: int, expected: str) -> None:
    assert stage(MONDAY, MONDAY + timedelta(days=days)) == expected


def test_five_nags_in_all_however_often_the_planner_runs(action: Action) -> None:
    due = action.due  # Wednesday 23 December
    for day in range(80):
        for hour in (0, 12):
            plan_reminders(now=NOW + timedelta(days=day, hours=hour))
    keys = [key.split(":")[3] for key in OutboxMail.objects.order_by("pk").values_list("key", flat=True)]
    assert keys == ["soon", "due", "late-1", "late-2", "late-3"]
    times = [mail.not_before.date() - due for mail in OutboxMail.objects.order_by("pk")]
    # The day itself is a working day; 30 December and 6, 13 January are too
    assert [gap.days for gap in times] == [-7, 0, 7, 14, 21]
    first = OutboxMail.objects.order_by("pk")[0]
    assert first.subject == "Frist 23. december 2026: Skriv udkast til køreplan"
    assert (first.text.count("/moeder/opgaver/svar/"), first.is_optional) == (1, True)


def planned(now: Any = NOW) -> list[str]:
    plan_reminders(now=now)
    return list(OutboxMail.objects.values_list("to_member__name", flat=True))


def test_no_nag_on_a_saturday_or_when_unwanted_or_ended_or_just_released(held: Held, action: Action) -> None:
    Action.objects.update(due=MONDAY + timedelta(days=5))
    assert planned(NOW + timedelta(days=5)) == []
    NotificationChoice.objects.create(member=held.cast.head, kind="actions", pace="never")
    assert planned() == []
    NotificationChoice.objects.all().delete()
    Minutes.objects.update(released_at=NOW - timedelta(days=1))
    assert planned() == []
    Minutes.objects.update(released_at=NOW - timedelta(days=9), state="draft")
    assert planned() == []
    Minutes.objects.update(state="remarks")
    Action.objects.update(state="done")
    assert planned() == []
    Action.objects.update(state="started")
    assert planned() == ["Mette Lindholm"]


def test_a_closed_items_action_is_not_named_in_the_mail(held: Held, action: Action) -> None:
    Action.objects.update(item=held.closed, due=MONDAY)
    plan_reminders(now=NOW)
    mail = OutboxMail.objects.get()
    assert mail.subject == "Frist i dag: En opgave, som ikke alle må læse"
    assert ("køreplan" in mail.text + mail.html, "/opgaver/svar/" in mail.text + mail.html) == (False, False)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"state": "done"}, "Opgaven er udført."),
        ({"due": MONDAY + timedelta(days=60)}, "Opgaven har fået en ny frist."),
        ({"removed_at": NOW}, "Opgaven er fjernet, eller modtageren er ikke længere ansvarlig for den."),
    ],
)
def test_a_nag_that_has_lost_its_sense_is_dropped(change: dict[str, Any], why: str, action: Action) -> None:
    Action.objects.update(due=MONDAY)
    plan_reminders(now=NOW)
    Action.objects.update(**change)
    delivery.send_due(now=NOW)
    assert [(mail.state, mail.error) for mail in OutboxMail.objects.all()] == [("dropped", why)]


def test_two_at_once_one_is_told(held: Held, action: Action) -> None:
    from forum.base.states import StaleError

    twin = Action.objects.get(pk=action.pk)
    actions.move_action(action=action, to=State.DONE, by=held.cast.head, now=NOW)
    with pytest.raises(StaleError):
        actions.move_action(action=twin, to=State.LAPSED, reason="x", by=held.cast.secretary, now=NOW)
    assert state(action) == ("done", "")


def test_only_a_seat_that_reads_the_item_can_own_its_action(held: Held) -> None:
    def offered(item: AgendaItem) -> set[str]:
        form: Any = ActionForm(item=item, now=NOW)
        return {seat.organisation.name for seat in form.fields["owner"].queryset}

    assert {"Fjordtek A/S", "Kolding"} - offered(held.open) == set()
    assert offered(held.open) - offered(held.closed) == {"Fjordtek A/S"}
    assert offered(held.open) - offered(held.hidden) == {"Kolding"}
    AgendaItem.objects.filter(pk=held.open.pk).update(audience="secretariat")
    assert offered(AgendaItem.objects.get(pk=held.open.pk)) == set()
