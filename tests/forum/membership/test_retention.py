"""What has been kept long enough goes, what has not stays, and one failing rule does not stop the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connection
from django.test import Client

from forum.mail import outbox
from forum.mail.models import OutboxMail
from forum.membership import retention
from forum.membership.models import Invitation
from forum.web.form_keys import FormKey
from tests import world
from tests.world import NOW

LATER = NOW + timedelta(days=366)


def taken(now: datetime) -> dict[str, int]:
    return {what: count for what, count in retention.forget(now=now).items() if count}


@pytest.fixture(autouse=True)
def _cleared(cast: world.Cast, settings: Any) -> None:
    settings.DEMO = False
    assert retention.forget(now=NOW + timedelta(days=4000))["Medlemmer, der er udtrådt"] == 1


def test_every_rule_ran_and_nothing_is_left_to_take() -> None:
    assert set(retention.forget(now=NOW)) == {rule.what for rule in retention._rules}
    assert taken(NOW) == {}


def test_spent_form_keys_go_after_a_week() -> None:
    FormKey.objects.create(key="gammel", at=NOW - timedelta(days=8))
    FormKey.objects.create(key="frisk", at=NOW - timedelta(days=6))
    assert taken(NOW) == {"Brugte formularnøgler": 1}
    assert FormKey.objects.get().key == "frisk"


def test_a_device_goes_with_its_session(cast: world.Cast, client_for: Any) -> None:
    client: Client = client_for(cast.head)
    for key in (client.session.session_key, "gone"):
        UserSession.objects.create(user=cast.head, session_key=key, ip="192.0.2.1", user_agent="x")
    assert taken(NOW) == {"Enheder": 1}
    assert UserSession.objects.get().session_key == client.session.session_key
    assert taken(NOW + timedelta(days=200)) == {"Sessioner": 1, "Enheder": 1}


def test_counters_of_sign_in_attempts_go_when_they_expire() -> None:
    cache.set("long", 1, 3600)
    cache.set("short", 1, 3600)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE forum_cache SET expires = %s WHERE cache_key LIKE '%%short'", [NOW - timedelta(days=1)])
        cursor.execute("UPDATE forum_cache SET expires = %s WHERE cache_key LIKE '%%long'", [NOW + timedelta(days=1)])
    assert taken(NOW) == {"Tællere af loginforsøg": 1}


def test_mails_keep_that_they_were_sent_and_to_which_member_but_not_strangers(cast: world.Cast) -> None:
    for key, to in (("a", cast.head), ("b", "fremmed@example.dk")):
        rendered = outbox.Rendered("Hej", "Kære du", "<p>Kære du</p>")
        mail = outbox.queue(key=key, kind=world.GREETING, to=to, rendered=rendered, now=NOW)
        OutboxMail.objects.filter(pk=mail.pk).update(state="sent", sent_at=NOW)
    assert taken(LATER - timedelta(days=2)) == {}
    assert taken(LATER) == {"Mailes tekst": 2, "Mailadresser, der ikke er medlemmers": 1}
    left = list(OutboxMail.objects.order_by("key").values_list("state", "to_address", "text", "subject"))
    assert left == [("sent", cast.head.email, "", "Hej"), ("sent", outbox.FORGOTTEN, "", "Hej")]
    assert taken(LATER) == {}


def test_a_strangers_address_is_left_in_no_corner_of_the_mail(cast: world.Cast) -> None:
    """The key may hold it, what the server answered, and the history of what a person decided."""
    stranger, rendered = "bo@direktion.example", outbox.Rendered("Hej", "Kære du", "<p>Kære du</p>")
    key = f"forum.greeting:7:{stranger}"
    mail = outbox.queue(key=key, kind=world.GREETING, to=stranger, rendered=rendered, now=NOW)
    OutboxMail.objects.filter(pk=mail.pk).update(state="failed", error=f"550 <{stranger}> unknown")
    OutboxMail.objects.filter(pk=mail.pk).update(state="dropped")  # by a person: on record

    def corners() -> list[bool]:
        rows = [*OutboxMail.objects.values(), *world.history(OutboxMail).values()]
        return [stranger in str(row) for row in rows]

    assert corners() == [True, True]
    assert taken(LATER) == {"Mailadresser, der ikke er medlemmers": 1}
    assert corners() == [False, False]
    assert OutboxMail.objects.get().key == f"forgotten:{mail.pk}"


def test_an_invitation_nobody_used_forgets_whom_it_was_for(cast: world.Cast) -> None:
    seat = world.seat_of(cast.head)
    made = Invitation.objects.create(
        email="nej@example.dk", name="Nej Tak", seat=seat, invited_by=cast.secretary, expires_at=NOW
    )
    assert taken(NOW + timedelta(days=179)) == {}
    assert taken(NOW + timedelta(days=181)) == {"Invitationer, ingen brugte": 1}
    made.refresh_from_db()
    assert (made.email, made.name) == (f"ubrugt-{made.pk}@eksempel.invalid", "")
    history = world.history(Invitation).filter(pgh_obj=made)
    assert set(history.values_list("email", "name")) == {(made.email, "")}
    assert taken(NOW + timedelta(days=182)) == {}


def test_a_rule_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(now: datetime) -> int:
        raise LookupError

    first, *rest = retention._rules
    monkeypatch.setattr(retention, "_rules", [replace(first, forget=fail), *rest])
    FormKey.objects.create(key="gammel", at=NOW - timedelta(days=8))
    assert taken(NOW) == {"Brugte formularnøgler": 1}
    assert first.what not in retention.forget(now=NOW)
