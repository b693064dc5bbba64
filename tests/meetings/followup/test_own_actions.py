"""Actions of the secretariat itself, which has no seat: chosen, shown, reminded of and done like everybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from forum.mail.models import OutboxMail
from forum.people.models import Member
from meetings.followup.mail import ActionLink
from meetings.followup.models import Action
from meetings.followup.reminders import plan_reminders
from meetings.minutes.models import Minutes
from tests import world
from tests.meetings.minutes.conftest import Held
from tests.world import NOW

Clients = Callable[[Member | None], Client]


def write(client: Client, held: Held, owner: str, text: str = "Send materialet ud") -> int:
    path = f"{held.base}punkt/{held.open.pk}/opgave/"
    return client.post(path, {"text": text, "owner": owner, "due": "11.12.2026"}).status_code


@pytest.fixture
def own(held: Held) -> Action:
    """The secretariat's, due on the first working day; from minutes released a month ago."""
    made = world.make_action(held.open, None, text="Send materialet ud", due=NOW.date())
    held.release()
    Minutes.objects.update(released_at=NOW - timedelta(days=30))
    OutboxMail.objects.all().delete()
    return made


def test_the_secretariat_is_chosen_and_choosing_nobody_is_an_error(held: Held, client_for: Clients) -> None:
    client = client_for(held.cast.secretary)
    assert write(client, held, "") == 422
    assert write(client, held, "sekretariatet ") == 422
    assert Action.objects.count() == 0
    assert write(client, held, "sekretariatet") == 302
    assert write(client, held, str(world.seat_of(held.cast.head).pk), "Skriv behovet") == 302
    owners = {action.text: action.owner_name for action in Action.objects.all()}
    assert owners == {"Send materialet ud": "Sekretariatet", "Skriv behovet": "Odense Kommune"}
    held.release()
    page = client_for(held.cast.supplier).get(held.base).content.decode()
    assert "Ansvarlig: Sekretariatet" in page


def test_it_waits_for_every_secretary_and_for_nobody_else(held: Held, own: Action, client_for: Clients) -> None:
    second = Member.objects.create_user("s2@example.dk", "Sara Sten", is_secretariat=True, welcomed_at=NOW)
    for secretary in (held.cast.secretary, second):
        lines = client_for(secretary).get("/").context["lines"]
        assert [line.verb for line, _ in lines if line.what == own.text] == ["Meld udført"]
    tasks = client_for(held.cast.head).get("/").context["tasks"]
    assert [task.what for task in tasks if task.choice == "actions"] == []
    assert client_for(held.cast.head).post(f"/moeder/opgaver/{own.pk}/", {"to": "done"}).status_code == 403
    assert client_for(second).post(f"/moeder/opgaver/{own.pk}/", {"to": "done"}).status_code == 302
    own.refresh_from_db()
    assert own.state == "done"


def test_each_secretary_is_reminded_once_and_answers_from_the_mail(
    held: Held, own: Action, client_for: Clients
) -> None:
    second = Member.objects.create_user("s2@example.dk", "Sara Sten", is_secretariat=True, welcomed_at=NOW)
    for _ in range(2):
        plan_reminders(now=NOW)
    told = OutboxMail.objects.order_by("to_member__name").values_list("to_member__name", flat=True)
    assert list(told) == [second.name, held.cast.secretary.name]
    mail = OutboxMail.objects.get(to_member=second)
    assert ("opgaven er sekretariatets" in mail.text, "opgaven er din" in mail.text) == (True, False)
    link = f"/moeder/opgaver/svar/{ActionLink(own.pk, second.pk).token()}/"
    assert "Sekretariatets opgave" in client_for(None).get(link).content.decode()
    client_for(None).post(link, {"to": "done"})
    own.refresh_from_db()
    assert own.state == "done"


def test_who_left_the_secretariat_answers_for_it_no_more(held: Held, own: Action, client_for: Clients) -> None:
    link = f"/moeder/opgaver/svar/{ActionLink(own.pk, held.cast.secretary.pk).token()}/"
    assert client_for(None).get(link).status_code == 200
    Member.objects.filter(pk=held.cast.secretary.pk).update(is_secretariat=False)
    client_for(None).post(link, {"to": "done"})
    own.refresh_from_db()
    assert own.state == "open"
