"""Reports that are ready without the seconds a render takes, and a mail server to send them to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from forum import files
from forum.base.visibility import Audience
from recommendations.reports.actions import REPORT
from recommendations.reports.models import Report
from tests.forum.files.example_files import PDF
from tests.sink import Sink, listening
from tests.world import NOW, make_job

MakeReport = Callable[..., Report]


@pytest.fixture
def ready() -> MakeReport:
    def make(audience: str = Audience.MEMBERS, **fields: Any) -> Report:
        stored = files.store_made(PDF, name="Anbefalingsrapport.pdf")
        done = {"job": make_job(REPORT, "done"), "pages": 12, "file": stored, "requested_at": NOW}
        return Report.objects.create(audience=audience, **(done | fields))

    return make


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    settings.EMAIL_BACKEND = "forum.mail.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    found = Sink()
    with listening(found) as port:
        settings.EMAIL_PORT = port
        yield found
