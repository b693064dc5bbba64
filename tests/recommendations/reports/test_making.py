"""A report on its way: made once, tried again, and healed when its worker is lost."""

from __future__ import annotations

import hashlib
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from forum.base.refusal import NotAllowed
from forum.files.models import StoredFile
from forum.people.models import Member
from recommendations import tasks
from recommendations.reports import actions
from recommendations.reports.models import Report
from tests import world
from tests.recommendations.reports import reading
from tests.world import NOW, Cast

State = Report.State


def asked(**fields: Any) -> Report:
    return Report.objects.create(**({"audience": "public", "requested_at": NOW} | fields))


def test_asked_for_and_made(cast: Cast) -> None:
    report = actions.ask_for(audience="members", by=cast.secretary, now=NOW)
    assert (report.state, report.is_under_way) == (State.WAITING, True)
    tasks.render_report(report.pk)
    report.refresh_from_db()
    assert report.file
    data = report.file.path.read_bytes()
    assert (report.state, report.progress, report.step, report.error, report.attempts) == (State.READY, 100, "", "", 1)
    assert (report.file.sha256, report.pages) == (hashlib.sha256(data).hexdigest(), len(reading.opened(data).pages))
    today = timezone.localdate().isoformat()
    assert report.file.name == f"Anbefalingsrapport {today} (hele forummet).pdf"


@pytest.mark.django_db
def test_made_once_however_often_it_is_asked_of_a_worker() -> None:
    report = asked()
    for _ in range(2):
        actions.make(report_id=report.pk, now=NOW)
    actions.make(report_id=report.pk + 1, now=NOW)  # not there
    assert (Report.objects.get().attempts, StoredFile.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_it_once() -> None:
    report = asked()
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        actions.make(report_id=report.pk, now=NOW)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Report.objects.get().state, Report.objects.get().attempts, StoredFile.objects.count()) == (
        State.READY,
        1,
        1,
    )


def test_a_failed_render_says_so_and_can_be_tried_again(cast: Cast, settings: Any, tmp_path: Any) -> None:
    from django.contrib.staticfiles import finders

    report = asked(requested_by=cast.secretary)
    get_finder: Any = finders.get_finder
    kept, settings.STATICFILES_DIRS = settings.STATICFILES_DIRS, [tmp_path]
    get_finder.cache_clear()
    actions.make(report_id=report.pk, now=NOW)
    settings.STATICFILES_DIRS = kept
    get_finder.cache_clear()
    report.refresh_from_db()
    sentence = "Skrifttyperne til PDF mangler på serveren. Kør »python tools/frontend.py«, og prøv igen."
    assert (report.state, report.error, report.file) == (State.FAILED, sentence, None)
    actions.try_again(report=report, by=cast.secretary, now=NOW)
    assert (report.state, report.error, report.attempts) == (State.WAITING, "", 0)
    with pytest.raises(NotAllowed):
        actions.try_again(report=report, by=cast.secretary, now=NOW)
    actions.make_waiting(now=NOW)
    report.refresh_from_db()
    assert report.state == State.READY


@pytest.mark.django_db
def test_a_lost_worker_is_healed_by_the_beat() -> None:
    lost = asked(state=State.RUNNING, started_at=NOW - timedelta(minutes=5), attempts=1)
    running = asked(state=State.RUNNING, started_at=NOW - timedelta(minutes=3), attempts=1)
    hopeless = asked(state=State.RUNNING, started_at=NOW - timedelta(minutes=5), attempts=3)
    actions.make_waiting(now=NOW)
    for report in (lost, running, hopeless):
        report.refresh_from_db()
    assert [(r.state, r.attempts) for r in (lost, running, hopeless)] == [
        (State.READY, 2),
        (State.RUNNING, 1),
        (State.FAILED, 3),
    ]
    assert hopeless.error == "Rapporten blev afbrudt flere gange, mens den blev lavet. Prøv igen om lidt."


@pytest.mark.django_db
def test_the_slower_of_two_workers_loses_and_leaves_the_report_whole() -> None:
    """The first was taken for lost, and ends after all."""
    report = asked()
    slow = actions._claim(report_id=report.pk, by=None, now=NOW)
    Report.objects.update(started_at=NOW - timedelta(minutes=5))
    actions.make_waiting(now=NOW)
    first = Report.objects.get()
    assert slow
    actions._fail(report=slow, error="for sent", by=None, now=NOW)
    assert (Report.objects.get().state, Report.objects.get().file, Report.objects.get().error) == (
        State.READY,
        first.file,
        "",
    )


def test_what_happened_is_in_the_audit_trail(cast: Cast) -> None:
    report = actions.ask_for(audience="members", by=cast.secretary, now=NOW)
    actions._claim(report_id=report.pk, by=None, now=NOW)
    events = world.history(Report).order_by("pgh_id")
    assert [(e.state, e.pgh_context.metadata["verb"], e.pgh_context.metadata["name"]) for e in events] == [
        ("waiting", "ask_for", "Sofie Krogh"),
        ("running", "_claim", "systemet"),
    ]
    assert isinstance(cast.secretary, Member)
