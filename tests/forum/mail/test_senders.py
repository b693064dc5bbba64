"""Several senders at once: as many as MAIL_SENDERS says, none doubled, codes first, and none held by another."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from celery import current_app
from django.db import connection, connections
from django.utils import timezone

from forum import tasks
from forum.mail import delivery, senders
from forum.mail.models import OutboxMail
from forum.signin.mail import SIGN_IN_CODE
from tests.forum.mail.conftest import QueueMail
from tests.sink import Sink, listening

pytestmark = [
    pytest.mark.django_db(transaction=True),  # each sender has a connection of its own, and sees what is committed
    pytest.mark.real_time,  # they wait for the server as long as it takes
]
State = OutboxMail.State


class Counting(Sink):
    """Knows how many mails it had in hand at once; `hang@...` as receiver holds the sender until `release` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.in_hand = self.most = 0
        self.hung, self.release = threading.Event(), threading.Event()

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("hang"):
            self.hung.set()
            while not self.release.is_set():
                await asyncio.sleep(0.02)
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        self.in_hand += 1
        self.most = max(self.most, self.in_hand)
        answer = await super().handle_DATA(server, session, envelope)
        self.in_hand -= 1
        return answer


@pytest.fixture
def counting(smtp_settings: Any) -> Any:
    made, smtp_settings.EMAIL_TIMEOUT = Counting(), 30
    with listening(made) as port:
        smtp_settings.EMAIL_PORT = port
        yield made


def queue(queue_mail: QueueMail, count: int, **fields: Any) -> None:
    for number in range(count):
        queue_mail(f"hilsen:{number}", now=timezone.now(), **fields)


def send_and_close() -> None:
    senders.send_all()
    connection.close()


@contextmanager
def sending_meanwhile(server: Counting) -> Iterator[threading.Thread]:
    """Sends all that is due in a thread of its own, from when the server holds one sender until the block is over."""
    sending = threading.Thread(target=send_and_close)
    sending.start()
    try:
        assert server.hung.wait(10)
        yield sending
    finally:
        server.release.set()
        sending.join(20)


def states() -> dict[str, str]:
    return dict(OutboxMail.objects.values_list("key", "state"))


@pytest.mark.parametrize("number", [1, 4])
def test_as_many_send_at_once_as_the_setting_says(
    counting: Counting, queue_mail: QueueMail, settings: Any, number: int
) -> None:
    settings.MAIL_SENDERS, counting.slow = number, 0.05
    queue(queue_mail, 16)
    assert senders.send_all() is False
    assert (counting.most, counting.connections) == (number, number)
    assert (set(states().values()), len(counting.mails), len(set(counting.message_ids))) == ({State.SENT}, 16, 16)


def test_who_finds_all_places_taken_leaves_the_mail_to_those_who_have_them(
    counting: Counting, queue_mail: QueueMail, settings: Any
) -> None:
    settings.MAIL_SENDERS = 2
    queue(queue_mail, 4)
    elsewhere = connections.create_connection("default")
    with elsewhere.cursor() as cursor:
        for number in (1, 2):
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [senders.LOCK, number])
        assert (senders.send_all(), len(counting.mails)) == (False, 0)
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    elsewhere.close()  # as when the process is killed
    with connection.cursor() as cursor:  # its end in the server, for five seconds at most
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
    assert (senders.send_all(), len(counting.mails)) == (False, 4)


@pytest.fixture
def _tasks_at_once() -> Iterator[None]:
    """A task that is asked for runs at once, in this process."""
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


@pytest.mark.usefixtures("_tasks_at_once")
def test_a_task_goes_on_while_there_is_more_whatever_a_mail_came_to(
    counting: Counting, queue_mail: QueueMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batches of three; one mail of the first is refused, so that it is not three that were sent."""
    monkeypatch.setattr(delivery.Sender.work, "__defaults__", (3,))
    counting.rcpt, counting.times = "550 no such user", 1
    queue(queue_mail, 7)
    tasks.send_mail()
    assert sorted(states().values()) == [State.FAILED, *[State.SENT] * 6]


def test_nobody_is_woken_again_and_again_for_a_server_that_is_away(queue_mail: QueueMail, smtp_settings: Any) -> None:
    with listening(Sink()) as port:
        smtp_settings.EMAIL_PORT = port
    queue(queue_mail, 3)
    assert senders.send_all() is False
    assert set(states().values()) == {State.QUEUED}


def test_a_server_that_hangs_at_one_receiver_costs_one_sender(
    counting: Counting, queue_mail: QueueMail, settings: Any
) -> None:
    settings.MAIL_SENDERS = 2
    queue_mail("hang", to="hang@example.dk", now=timezone.now())
    queue(queue_mail, 10)
    with sending_meanwhile(counting) as sending:
        while len(counting.mails) < 10 and sending.is_alive():
            sending.join(0.02)
        assert states()["hang"] == State.CLAIMED, "the others went while one sender was held"
    assert set(states().values()) == {State.SENT}


def test_a_code_goes_while_every_other_sender_is_held(counting: Counting, queue_mail: QueueMail) -> None:
    queue_mail("hang", to="hang@example.dk", now=timezone.now())
    with sending_meanwhile(counting) as sending:
        queue_mail("kode", kind=SIGN_IN_CODE, to="mette@example.dk", now=timezone.now())
        while not counting.mails and sending.is_alive():
            sending.join(0.02)
        assert (states()["hang"], counting.receivers) == (State.CLAIMED, ["mette@example.dk"])


def test_a_server_that_does_not_answer_in_time_is_asked_again_later(
    counting: Counting, queue_mail: QueueMail, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    queue_mail("hang", to="hang@example.dk", now=timezone.now())
    queue_mail("hilsen:1", now=timezone.now())
    assert senders.send_all() is False
    counting.release.set()
    waits = OutboxMail.objects.get(key="hang")
    assert (waits.state, waits.attempts, states()["hilsen:1"]) == (State.QUEUED, 1, State.SENT)
    assert waits.error == "Mailserveren svarede ikke i tide. Mailen prøves igen senere."


def test_a_code_overtakes_all_that_wait(counting: Counting, queue_mail: QueueMail, settings: Any) -> None:
    settings.MAIL_SENDERS = 1
    queue(queue_mail, 5)
    queue_mail("kode", kind=SIGN_IN_CODE, to="mette@example.dk", now=timezone.now())
    senders.send_all()
    assert counting.receivers.index("mette@example.dk") <= 1, "only the mail already in hand goes before it"


def test_one_task_wakes_all_senders(queue_mail: QueueMail, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_SENDERS = 8
    sent: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **_: sent.append(name))
    queue_mail()
    assert sent == ["forum.tasks.send_mail"]
