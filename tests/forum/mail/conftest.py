"""Fixtures of the outbox: a mail server, and mails in the queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from forum.mail import outbox
from forum.mail.kinds import Kind
from forum.mail.models import OutboxMail
from tests import world
from tests.sink import Sink, listening

QueueMail = Callable[..., OutboxMail]


@pytest.fixture
def smtp_settings(settings: Any) -> Any:
    """Mail goes by real SMTP; the test says to which port."""
    settings.EMAIL_BACKEND = "forum.mail.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_TIMEOUT = 3
    return settings


@pytest.fixture
def sink(smtp_settings: Any) -> Iterator[Sink]:
    """A running mail server that gets all mail."""
    made = Sink()
    with listening(made) as port:
        smtp_settings.EMAIL_PORT = port
        yield made


@pytest.fixture
def queue_mail(db: None) -> QueueMail:
    """Puts a mail in the queue: `queue_mail("key", to=..., kind=..., ...)`."""

    def make(
        key: str = "hilsen:1", *, kind: Kind = world.GREETING, is_secret: bool = False, **fields: Any
    ) -> OutboxMail:
        kind = replace(kind, is_secret=True) if is_secret else kind
        rendered = outbox.Rendered("Hilsen fra forummet", "Kære medlem\n\nHej æøå.\n", "<p>Kære medlem</p>")
        given = {"key": key, "kind": kind, "to": f"{key.replace(':', '-')}@example.dk", "rendered": rendered}
        return outbox.queue(**{**given, "now": world.NOW, **fields})

    return make
