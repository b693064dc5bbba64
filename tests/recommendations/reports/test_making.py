"""A report on its way: asked for, made by its job, tried again, told."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forum.base.refusal import NotAllowed
from forum.files.models import StoredFile
from forum.jobs import worker
from forum.jobs.models import Job
from recommendations.reports import actions
from recommendations.reports.models import Report
from tests import world
from tests.recommendations.reports import reading
from tests.world import NOW, Cast


def test_asked_for_and_made(cast: Cast) -> None:
    report = actions.ask_for(audience="members", by=cast.secretary, now=NOW)
    assert (report.job.state, report.job.is_under_way, report.file) == ("queued", True, None)
    assert worker.work_next()
    assert not worker.work_next()
    report = Report.objects.select_related("job", "file").get()
    assert report.file
    data, job = report.file.path.read_bytes(), report.job
    assert (job.state, job.progress, job.step, job.error, job.attempts) == ("done", 100, "", "", 1)
    assert (report.file.sha256, report.pages) == (hashlib.sha256(data).hexdigest(), len(reading.opened(data).pages))
    today = timezone.localdate().isoformat()
    assert report.file.name == f"Anbefalingsrapport {today} (hele forummet).pdf"


def test_a_failed_render_says_so_and_can_be_tried_again(cast: Cast, settings: Any, tmp_path: Any) -> None:
    from django.contrib.staticfiles import finders

    report = actions.ask_for(audience="public", by=cast.secretary, now=NOW)
    get_finder: Any = finders.get_finder
    kept, settings.STATICFILES_DIRS = settings.STATICFILES_DIRS, [tmp_path]
    get_finder.cache_clear()
    worker.work_next()
    settings.STATICFILES_DIRS = kept
    get_finder.cache_clear()
    report = Report.objects.select_related("job").get()
    sentence = "Skrifttyperne til PDF mangler på serveren. Kør »python tools/frontend.py«, og prøv igen."
    assert (report.job.state, report.job.error, report.file) == ("failed", sentence, None)
    actions.try_again(report=report, by=cast.secretary, now=NOW + timedelta(hours=1))
    report = Report.objects.select_related("job").get()
    assert (report.job.state, report.job.error, report.job.attempts) == ("queued", "", 0)
    assert report.requested_at == report.job.queued_at == NOW + timedelta(hours=1)
    for sooner in ({"state": "queued"}, {"state": "running", "claim": uuid.uuid4(), "alive_at": NOW}):
        Job.objects.update(**sooner)
        report = Report.objects.select_related("job").get()
        with pytest.raises(NotAllowed, match=r"^Det er allerede i gang igen\.$"):
            actions.try_again(report=report, by=cast.secretary, now=NOW)
    Job.objects.update(state="queued", claim=None, alive_at=None)
    worker.work_next()
    assert Job.objects.get().state == "done"


@pytest.mark.django_db
def test_the_slower_of_two_workers_loses_and_leaves_the_report_whole() -> None:
    """The first was taken for lost, and ends after all."""
    actions.ask_for(audience="public", by=None, now=NOW)
    slow = worker._claim(by=None, now=NOW)
    assert slow
    made = actions._make(slow, lambda percent, step: None, NOW)
    assert worker.work_next(now=NOW + timedelta(minutes=5))
    first = Report.objects.get()
    with pytest.raises(worker.Taken):
        worker._finish(job=slow, keep=made, by=None, now=NOW)
    assert (Report.objects.get().file, StoredFile.objects.count()) == (first.file, 1)


@pytest.mark.django_db
def test_a_report_that_nobody_can_make_says_so() -> None:
    job = world.make_job(actions.REPORT, "running", attempts=3)
    Report.objects.create(job=job)
    worker.work_next(now=NOW + timedelta(minutes=5))
    job.refresh_from_db()
    assert job.error == "Rapporten blev afbrudt flere gange, mens den blev lavet. Prøv igen om lidt."


def test_what_happened_is_in_the_audit_trail(cast: Cast) -> None:
    actions.ask_for(audience="members", by=cast.secretary, now=NOW)
    worker._claim(by=None, now=NOW)
    events = [*world.history(Report).order_by("pgh_id"), *world.history(Job).order_by("pgh_id")]
    told = [(type(e).__name__, e.pgh_context.metadata["verb"], e.pgh_context.metadata["name"]) for e in events]
    assert told == [
        ("ReportEvent", "recommendations.reports.ask_for", "Sofie Krogh"),
        ("JobEvent", "recommendations.reports.ask_for", "Sofie Krogh"),
        ("JobEvent", "forum.jobs._claim", "systemet"),
    ]
