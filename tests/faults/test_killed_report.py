"""A worker killed in the middle of a report: it stays asked for, and the next look makes it."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from recommendations.reports import actions
from recommendations.reports.models import Report
from tests.faults.conftest import Start

WORKER = (
    "import django; django.setup(); from django.utils import timezone; from recommendations.actions import reports;"
    "reports.make_waiting(now=timezone.now())"
)


@pytest.mark.slow(reason="starts a worker and kills it while it renders")
def test_a_worker_killed_in_the_middle_loses_nothing(start: Start) -> None:
    Report.objects.create(audience="public")
    worker = start("-c", WORKER, DJANGO_SETTINGS_MODULE="forum.settings")
    until = time.monotonic() + 60
    while Report.objects.get().progress < 35 and time.monotonic() < until:
        time.sleep(0.05)
    worker.kill()
    worker.wait()
    assert Report.objects.get().state == "running"
    actions.make_waiting(now=timezone.now())
    assert Report.objects.get().state == "running"  # it might still be at work, for all that is known
    actions.make_waiting(now=timezone.now() + timedelta(minutes=5))
    report = Report.objects.get()
    assert (report.state, report.attempts) == ("ready", 2)
