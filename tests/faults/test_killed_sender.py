"""A sender killed in the middle of its mails: none lost in silence, none sent twice."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from forum.mail import delivery, outbox
from forum.mail.models import OutboxMail
from tests.faults.conftest import Start
from tests.sink import Sink, listening
from tests.world import GREETING

pytestmark = pytest.mark.real_time  # the senders are processes of their own, and ask the machine what is due
State = OutboxMail.State


def queue_mails(count: int) -> None:
    for number in range(count):
        rendered = outbox.Rendered("Indkaldelse", f"Kære nummer {number}", f"<p>Kære nummer {number}</p>")
        outbox.queue(
            key=f"indkaldelse:{number}", kind=GREETING, to=f"medlem{number}@example.dk", rendered=rendered,
            now=timezone.now(),
        )  # fmt: skip


def wait_for(what: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.01)


def keys(state: str) -> set[str]:
    return set(OutboxMail.objects.filter(state=state).values_list("message_id", flat=True))


@pytest.mark.slow  # four processes are started, one after the other
def test_killed_in_the_middle_of_200_mails_none_is_lost_and_none_goes_twice(start: Start) -> None:
    queue_mails(200)
    sink = Sink()
    sink.slow = 0.004
    with listening(sink) as port:
        email = f"smtp://127.0.0.1:{port}"
        for kill_after in (20, 80, 140):
            sender = start("manage.py", "mailer", EMAIL_URL=email)
            wait_for(partial(sink.has, kill_after))
            sender.send_signal(signal.SIGKILL)
            sender.wait(10)
        start("manage.py", "mailer", EMAIL_URL=email)
        # the living sender ends what it has in hand; what stays claimed was in a dead one's
        wait_for(lambda: not keys(State.QUEUED) and len(keys(State.CLAIMED)) <= 3)
        delivery.expire_claims(now=timezone.now() + timedelta(hours=1))
    arrived, sent, uncertain = set(sink.message_ids), keys(State.SENT), keys(State.UNCERTAIN)
    assert len(sink.message_ids) == len(arrived), "a mail came twice"
    assert len(sent) + len(uncertain) == 200
    assert sent - arrived == set(), "a mail counts as sent that never came"
    assert arrived - sent <= uncertain
    assert len(uncertain) <= 3, "at most one a kill"


def test_terminated_it_finishes_the_mail_in_hand(start: Start) -> None:
    queue_mails(30)
    sink = Sink()
    sink.slow = 0.2
    with listening(sink) as port:
        sender = start("manage.py", "mailer", EMAIL_URL=f"smtp://127.0.0.1:{port}")
        wait_for(lambda: len(sink.mails) >= 2)
        sender.send_signal(signal.SIGTERM)
        assert sender.wait(5) == -signal.SIGTERM
    assert len(sink.mails) < 10
    assert (keys(State.SENT), keys(State.CLAIMED)) == (set(sink.message_ids), set())


def test_two_mailers_share_no_mail_and_the_second_takes_over(start: Start) -> None:
    queue_mails(20)
    sink = Sink()
    with listening(sink) as port:
        email = f"smtp://127.0.0.1:{port}"
        first = start("manage.py", "mailer", EMAIL_URL=email)
        wait_for(lambda: len(sink.mails) == 20)
        start("manage.py", "mailer", EMAIL_URL=email)
        first.kill()
        queue_more = OutboxMail.objects.count()
        outbox.queue(
            key="en til", kind=GREETING, to="en@example.dk", rendered=outbox.Rendered("Hej", "Hej", "<p>Hej</p>"),
            now=timezone.now(),
        )  # fmt: skip
        wait_for(lambda: len(sink.mails) == queue_more + 1)
    assert len(set(sink.message_ids)) == 21


def test_a_silent_sender_ends_itself(start: Start, process_log: Callable[[], str]) -> None:
    code = (
        "import time; from forum.base.watchdog import Watchdog\n"
        "with Watchdog(silent_seconds=0.5) as watch:\n"
        "    for _ in range(3): watch.alive(); time.sleep(0.3)\n"
        "    print('still here', flush=True); time.sleep(30); print('outlived it', flush=True)\n"
    )
    assert start("-c", code).wait(60) == 1
    said = process_log()
    assert ("still here" in said, "outlived it" in said, "Timeout (0:00:00." in said) == (True, False, True)
