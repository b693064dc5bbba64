"""What gets into the outbox, once, and what is asked again before it goes."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from forum.mail import delivery, kinds, outbox
from forum.mail.models import OutboxMail
from forum.people.models import Member, SeatHolding
from tests import world
from tests.forum.mail.conftest import QueueMail
from tests.sink import Sink
from tests.world import NOW

State = OutboxMail.State


def test_a_key_is_queued_once(queue_mail: QueueMail) -> None:
    first = queue_mail("paamindelse:7d", to="en@example.dk")
    again = queue_mail("paamindelse:7d", to="to@example.dk")
    assert (again.pk, again.to_address, again.message_id) == (first.pk, "en@example.dk", first.message_id)
    assert OutboxMail.objects.count() == 1


def test_known_says_which_keys_need_no_rendering(queue_mail: QueueMail) -> None:
    queue_mail("a")
    queue_mail("b")
    assert outbox.known(["a", "b", "c"]) == {"a", "b"}


def test_a_mail_made_in_a_failed_action_is_not_there(queue_mail: QueueMail) -> None:
    with transaction.atomic():
        queue_mail()
        assert OutboxMail.objects.count() == 1
        transaction.set_rollback(True)
    assert OutboxMail.objects.count() == 0


def test_a_message_id_names_the_senders_domain(queue_mail: QueueMail, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Forum <forum@kl.dk>"
    assert queue_mail().message_id.endswith("@kl.dk>")


@pytest.mark.django_db(transaction=True)
def test_twins_in_two_transactions_make_one_mail_and_neither_fails() -> None:
    both_in, done = threading.Barrier(2, timeout=10), []

    def cause(name: str) -> None:
        try:
            with transaction.atomic():
                both_in.wait()
                rendered = outbox.Rendered("Hej", "Hej", "<p>Hej</p>")
                mail = outbox.queue(
                    key="tvilling", kind=world.GREETING, to=f"{name}@example.dk", rendered=rendered, now=NOW
                )
                done.append(mail.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=cause, args=[name]) for name in ("en", "to")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (OutboxMail.objects.count(), len(done), len(set(done))) == (1, 2, 1)


def test_one_wake_a_transaction(queue_mail: QueueMail, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as calls:
        for number in range(3):
            queue_mail(f"hilsen:{number}")
    assert len(calls) == 1


def test_who_left_gets_nothing(sink: Sink, cast: world.Cast, queue_mail: QueueMail) -> None:
    for key, member in {"a": cast.head, "b": cast.supplier, "c": cast.former, "d": cast.chair}.items():
        queue_mail(key, to=member)
    Member.objects.filter(pk=cast.head.pk).update(is_active=False)
    SeatHolding.objects.filter(member=cast.supplier).update(until=NOW.date())
    assert delivery.send_due(now=NOW) == 1
    assert sink.receivers == [cast.chair.email]
    dropped = set(OutboxMail.objects.filter(state=State.DROPPED).values_list("key", "error"))
    assert dropped == {(key, "Modtageren er ikke længere medlem af forummet.") for key in "abc"}


def test_mail_follows_a_member_to_the_new_address_but_a_code_does_not(
    sink: Sink, cast: world.Cast, queue_mail: QueueMail
) -> None:
    old = cast.head.email
    queue_mail("hilsen", to=cast.head)
    queue_mail("kode", to=cast.head, is_secret=True)
    Member.objects.filter(pk=cast.head.pk).update(email="ny@example.dk")
    assert delivery.send_due(now=NOW) == 2
    assert sink.receivers == ["ny@example.dk", old]


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A kind whose freshness the test decides by key."""
    answers: dict[str, str] = {}

    def check(mail: OutboxMail, now: datetime) -> str:
        if answers.get(mail.key) == "broken":
            raise LookupError("mødet er væk")
        return answers.get(mail.key, "")

    monkeypatch.setitem(kinds._KINDS, world.GREETING.name, replace(world.GREETING, check=check))
    return answers


def test_what_has_lost_its_sense_is_dropped_with_the_reason(
    sink: Sink, queue_mail: QueueMail, check: dict[str, str]
) -> None:
    check.update({"a": "Mødet er aflyst.", "b": "broken"})
    for key in "abc":
        queue_mail(key)
    assert delivery.send_due(now=NOW + timedelta(days=1)) == 1
    assert list(OutboxMail.objects.order_by("key").values_list("key", "state", "error")) == [
        ("a", State.DROPPED, "Mødet er aflyst."),
        ("b", State.FAILED, "Mailen kunne ikke sættes sammen: mødet er væk"),
        ("c", State.SENT, ""),
    ]
