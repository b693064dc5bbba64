"""Reports and PDFs from before there were jobs keep their state, their file and their history, there and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.database import newest
from tests.world import NOW

BEFORE = [
    ("forum", "0006_mail_kinds"),
    ("meetings", "0005_note_revision"),
    ("recommendations", "0002_status_taken_back"),
]
AFTER = [("forum", "0007_job"), ("meetings", "0006_minutes_pdf"), ("recommendations", "0003_report_job")]


@pytest.mark.slow(reason="migrates there and back")
def test_states_move_to_jobs_and_back(migrate: Callable[..., Any]) -> None:
    old = migrate(BEFORE)
    minutes, stored = held_meeting(old), [stored_file(old, f"{number}.pdf") for number in range(2)]
    reports, papers = old.get_model("recommendations", "Report"), old.get_model("meetings", "MinutesPaper")
    waiting = reports.objects.create(requested_at=NOW)
    reports.objects.create(state="failed", error="For stor.", attempts=3, requested_at=NOW)
    reports.objects.filter(pk=waiting.pk).update(
        state="running", started_at=NOW, attempts=1, progress=35, step="Sætter"
    )
    ready = {"state": "ready", "pages": 2, "file_id": stored[0].pk, "finished_at": NOW, "attempts": 1, "progress": 100}
    reports.objects.create(requested_at=NOW, **ready)
    for number, state in enumerate(("waiting", "failed")):
        papers.objects.create(minutes_id=minutes.pk, content_hash=str(number), html="<p>", state=state, asked_at=NOW)
    papers.objects.create(minutes_id=minutes.pk, content_hash="2", state="ready", file_id=stored[1].pk, asked_at=NOW)
    before = told(old)

    new = migrate(AFTER)
    jobs = new.get_model("forum", "Job").objects.filter(kind="recommendations.report").order_by("pk")
    assert [(job.state, job.error, job.attempts, bool(job.claim)) for job in jobs] == [
        ("running", "", 1, True), ("failed", "For stor.", 3, False), ("done", "", 1, False),
    ]  # fmt: skip
    events = new.get_model("forum", "JobEvent").objects.order_by("pgh_id")
    assert [event.state for event in events] == ["queued", "failed", "running", "done"]
    pdfs = new.get_model("meetings", "MinutesPdf").objects.order_by("content_hash")
    assert [(pdf.job.state, pdf.file_id) for pdf in pdfs] == [
        ("queued", None),
        ("failed", None),
        ("done", stored[1].pk),
    ]

    assert told(migrate(BEFORE)) == before
    migrate(newest("forum", "meetings", "recommendations"))


def held_meeting(apps: Any) -> Any:
    """The minutes of one, out for remarks."""
    when = {"start": NOW, "end": NOW + timedelta(hours=5), "rsvp_deadline": NOW - timedelta(days=7)}
    meeting = apps.get_model("meetings", "Meeting").objects.create(title="Møde", slug="moede", state="remarks", **when)
    return apps.get_model("meetings", "Minutes").objects.create(meeting=meeting, state="remarks", released_at=NOW)


def stored_file(apps: Any, name: str) -> Any:
    made = {"content_type": "application/pdf", "size": 4, "sha256": "0" * 64, "created_at": NOW}
    return apps.get_model("forum", "StoredFile").objects.create(name=name, key=name, **made)


def told(apps: Any) -> list[Any]:
    report, event = (apps.get_model("recommendations", name) for name in ("Report", "ReportEvent"))
    paper = apps.get_model("meetings", "MinutesPaper")
    return [
        [*report.objects.order_by("pk").values()],
        [*event.objects.order_by("pgh_id").values("state", "error", "attempts", "finished_at", "file_id")],
        [*paper.objects.order_by("pk").values()],
    ]
