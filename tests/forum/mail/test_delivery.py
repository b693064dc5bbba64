"""How a mail ends, by what the mail server does: each end is one of the seven states, with a sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from forum.mail import delivery
from forum.mail.models import OutboxMail
from tests.forum.mail.conftest import QueueMail
from tests.sink import Sink, listening, said
from tests.world import NOW

State = OutboxMail.State


def states() -> list[str]:
    return list(OutboxMail.objects.order_by("pk").values_list("state", flat=True))


def test_a_mail_goes_once(sink: Sink, queue_mail: QueueMail) -> None:
    mail = queue_mail()
    assert delivery.send_due(now=NOW) == 1
    assert delivery.send_due(now=NOW) == 0
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.attempts, mail.error) == (State.SENT, NOW, 1, "")
    assert sink.receivers == ["hilsen-1@example.dk"]
    (received,) = sink.mails
    assert received["Subject"] == "Hilsen fra forummet"
    assert received["Message-ID"] == mail.message_id
    assert received["Auto-Submitted"] == "auto-generated"
    bodies = {kind: said(received, kind).splitlines() for kind in ("plain", "html")}
    assert bodies == {"plain": ["Kære medlem", "", "Hej æøå."], "html": ["<p>Kære medlem</p>"]}


def test_many_mails_go_over_one_connection(sink: Sink, queue_mail: QueueMail) -> None:
    for number in range(20):
        queue_mail(f"hilsen:{number}")
    assert delivery.send_due(now=NOW) == 20
    assert (sink.connections, len(sink.mails), len(set(sink.message_ids))) == (1, 20, 20)
    assert [mail["To"] for mail in sink.mails] == [f"hilsen-{number}@example.dk" for number in range(20)]


def test_the_calendar_part_is_an_alternative_that_names_its_method(sink: Sink, queue_mail: QueueMail) -> None:
    queue_mail(calendar="BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", calendar_method="REQUEST")
    delivery.send_due(now=NOW)
    (alternative,) = sink.mails
    assert alternative.get_content_type() == "multipart/alternative"
    parts = [(part.get_content_type(), part.get_param("method")) for part in alternative.iter_parts()]
    assert parts == [("text/plain", None), ("text/html", None), ("text/calendar", "REQUEST")]


def test_a_refusal_for_the_time_being_waits_longer_and_longer(sink: Sink, queue_mail: QueueMail) -> None:
    sink.rcpt, sink.times = "451 greylisted", 3
    mail = queue_mail()
    now, waits = NOW, []
    for _ in range(3):
        assert delivery.send_due(now=now) == 0
        mail.refresh_from_db()
        assert (mail.state, mail.error) == (State.QUEUED, "Mailserveren afviste mailen (451): greylisted")
        waits.append(mail.not_before - now)
        assert delivery.send_due(now=mail.not_before - timedelta(seconds=1)) == 0
        now = mail.not_before
    assert waits == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert delivery.send_due(now=now) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.error) == (State.SENT, 4, "")
    assert len(sink.mails) == 1


def test_after_many_refusals_a_person_must_look(sink: Sink, queue_mail: QueueMail) -> None:
    sink.data = "451 try later"
    mail = queue_mail()
    OutboxMail.objects.update(attempts=delivery.MAX_ATTEMPTS - 1)
    delivery.send_due(now=NOW)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (State.FAILED, delivery.MAX_ATTEMPTS)


@pytest.mark.parametrize("stage", ["rcpt", "data"])
def test_a_final_refusal_fails_and_the_next_mail_goes(sink: Sink, queue_mail: QueueMail, stage: str) -> None:
    setattr(sink, stage, "550 no such user")
    sink.times = 1
    queue_mail("hilsen:1")
    queue_mail("hilsen:2")
    assert delivery.send_due(now=NOW) == 1
    assert states() == [State.FAILED, State.SENT]
    assert OutboxMail.objects.get(key="hilsen:1").error == "Mailserveren afviste mailen (550): no such user"


def test_an_address_no_server_understands_fails_alone(sink: Sink, queue_mail: QueueMail) -> None:
    queue_mail("hilsen:1", to="en\nto@example.dk")
    queue_mail("hilsen:2")
    assert delivery.send_due(now=NOW) == 1
    assert states() == [State.FAILED, State.SENT]


def test_hung_up_on_before_the_content_is_tried_on_a_new_line(sink: Sink, queue_mail: QueueMail) -> None:
    sink.rcpt, sink.times = "hang up", 1
    queue_mail()
    assert delivery.send_due(now=NOW) == 1
    assert (states(), sink.connections, len(sink.mails)) == ([State.SENT], 2, 1)


def test_always_hung_up_on_before_the_content_waits_and_the_next_mail_goes(sink: Sink, queue_mail: QueueMail) -> None:
    sink.rcpt, sink.times = "hang up", 2
    queue_mail("hilsen:1")
    queue_mail("hilsen:2")
    assert delivery.send_due(now=NOW) == 1
    assert states() == [State.QUEUED, State.SENT]
    assert OutboxMail.objects.get(key="hilsen:1").not_before == NOW + timedelta(minutes=1)


@pytest.mark.parametrize("arrived", [True, False])
def test_hung_up_on_after_the_content_is_uncertain_and_never_sent_again_by_machine(
    sink: Sink, queue_mail: QueueMail, arrived: bool
) -> None:
    sink.data, sink.times = "keep and hang up" if arrived else "hang up", 1
    queue_mail("hilsen:1")
    queue_mail("hilsen:2")
    assert delivery.send_due(now=NOW) == 1
    assert delivery.send_due(now=NOW + timedelta(days=30)) == 0
    assert states() == [State.UNCERTAIN, State.SENT]
    assert len(sink.mails) == (2 if arrived else 1)
    assert OutboxMail.objects.get(key="hilsen:1").error.startswith("Forbindelsen blev afbrudt")


@pytest.fixture
def free_port(smtp_settings: Any) -> int:
    with listening(Sink()) as port:
        pass
    smtp_settings.EMAIL_PORT = port
    return port


def test_a_server_that_is_down_costs_no_attempts_and_gets_all_when_it_is_up(
    free_port: int, queue_mail: QueueMail
) -> None:
    for number in range(5):
        queue_mail(f"hilsen:{number}")
    for minute in range(50):
        assert delivery.send_due(now=NOW + timedelta(minutes=minute)) == 0
    waiting = set(OutboxMail.objects.values_list("state", "attempts"))
    assert waiting == {(State.QUEUED, 0)}
    (said,) = set(OutboxMail.objects.values_list("error", flat=True))
    assert said.startswith("Mailserveren svarer ikke")
    up = Sink()
    with listening(up, free_port):
        assert delivery.send_due(now=NOW + timedelta(minutes=51)) == 5
    assert (states(), len(set(up.message_ids))) == ([State.SENT] * 5, 5)
    assert set(OutboxMail.objects.values_list("error", flat=True)) == {""}


def test_a_server_that_goes_down_in_the_middle_gives_the_claim_back(smtp_settings: Any, queue_mail: QueueMail) -> None:
    queue_mail("hilsen:1")
    queue_mail("hilsen:2")
    up = Sink()
    with listening(up) as port:
        smtp_settings.EMAIL_PORT = port
        assert delivery.send_due(now=NOW, limit=1) == 1
    assert delivery.send_due(now=NOW) == 0
    assert (states(), len(up.mails)) == ([State.SENT, State.QUEUED], 1)


def test_an_abandoned_claim_is_uncertain_after_ten_minutes(sink: Sink, queue_mail: QueueMail) -> None:
    mail = queue_mail()
    OutboxMail.objects.update(state=State.CLAIMED, claimed_at=NOW, attempts=1)
    delivery.send_due(now=NOW + timedelta(minutes=9))
    mail.refresh_from_db()
    assert mail.state == State.CLAIMED
    delivery.send_due(now=NOW + timedelta(minutes=11))
    mail.refresh_from_db()
    assert (mail.state, mail.error) == (State.UNCERTAIN, "Afsendelsen blev afbrudt. Mailen kan være nået frem.")
    assert sink.mails == []


def test_a_codes_text_is_erased_whatever_its_end(sink: Sink, queue_mail: QueueMail) -> None:
    sink.rcpt, sink.times = "550 no", 1
    for number in range(2):
        queue_mail(f"kode:{number}", is_secret=True)
    lost = queue_mail("kode:2", is_secret=True, not_before=NOW + timedelta(days=1))
    OutboxMail.objects.filter(pk=lost.pk).update(state=State.CLAIMED, claimed_at=NOW - timedelta(hours=1))
    open_text = queue_mail("hilsen:1")
    delivery.send_due(now=NOW)
    assert states() == [State.FAILED, State.SENT, State.UNCERTAIN, State.SENT]
    assert set(OutboxMail.objects.filter(is_secret=True).values_list("text", "html")) == {("", "")}
    assert OutboxMail.objects.get(pk=open_text.pk).text != ""
    assert len(sink.mails) == 2


def test_mail_that_is_early_or_a_draft_stays(sink: Sink, queue_mail: QueueMail) -> None:
    queue_mail("hilsen:1", not_before=NOW + timedelta(hours=1))
    queue_mail("hilsen:2", is_draft=True)
    assert delivery.send_due(now=NOW) == 0
    assert states() == [State.QUEUED, State.DRAFT]
    assert delivery.send_due(now=NOW + timedelta(hours=1)) == 1
    assert states() == [State.SENT, State.DRAFT]


def test_a_missing_file_fails_that_mail_alone(sink: Sink, queue_mail: QueueMail) -> None:
    from forum.files.models import StoredFile

    gone = StoredFile.objects.create(name="bilag.pdf", content_type="application/pdf", size=1, sha256="0", key="gone")
    queue_mail("hilsen:1", files=[gone])
    queue_mail("hilsen:2")
    assert delivery.send_due(now=NOW) == 1
    assert states() == [State.FAILED, State.SENT]
