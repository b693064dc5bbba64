"""A worker killed in the middle of a report: it stays asked for, and the next look makes it."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from forum.jobs import worker
from forum.jobs.models import Job
from recommendations.reports import actions
from recommendations.reports.models import Report
from tests.faults.conftest import Start

WORKER = "import django; django.setup(); from forum.jobs import worker; worker.work_next()"


@pytest.mark.real_time  # the worker is a process of its own, and asks the machine when it began
@pytest.mark.slow(reason="starts a worker and kills it while it renders")
def test_a_worker_killed_in_the_middle_loses_nothing(start: Start) -> None:
    actions.ask_for(audience="public", by=None, now=timezone.now())
    process = start("-c", WORKER, DJANGO_SETTINGS_MODULE="forum.settings")
    until = time.monotonic() + 60
    while Job.objects.get().progress < 35 and time.monotonic() < until:
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert Job.objects.get().state == "running"
    assert not worker.work_next()
    assert Job.objects.get().state == "running"  # it might still be at work, for all that is known
    assert worker.work_next(now=timezone.now() + timedelta(minutes=5))
    report = Report.objects.select_related("job").get()
    assert report.file
    assert (report.job.state, report.job.attempts) == ("done", 2)
