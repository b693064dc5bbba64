"""Minutes as PDF: requested from a page, made by a job, kept by content."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from forum import files
from forum.audit.context import audited
from forum.base.pdf.render import Pdf, render
from forum.jobs import queue
from forum.jobs.kinds import JobKind, Keep, Tell
from forum.jobs.models import Job
from forum.people.models import Member
from meetings.minutes.models import Minutes, MinutesPdf

FAILED = "PDF'en kunne ikke laves. Prøv igen, eller skriv til sekretariatet."


def _make(job: Job, tell: Tell, now: datetime) -> Keep:
    pdf = MinutesPdf.objects.select_related("minutes__meeting").get(job=job)
    tell(20, "Sætter siderne op")
    return partial(_keep, pdf, render(pdf.html))


def _keep(pdf: MinutesPdf, made: Pdf) -> None:
    pdf.file, pdf.html = files.store_made(made, name=f"Referat {pdf.minutes.meeting.slug}.pdf"), ""
    pdf.save(update_fields=["file", "html"])


MINUTES_PDF = JobKind("meetings.minutes_pdf", "Referat som PDF", _make, failed=FAILED, lost=FAILED)


@audited("Bestilte referat eller rapport")
def request_pdf(*, minutes: Minutes, html: str, by: Member, now: datetime) -> MinutesPdf:
    """Ask for the PDF of this HTML; the one that is made or on its way already is found instead."""
    return put_pdf(minutes, html, now=now)


def put_pdf(minutes: Minutes, html: str, *, now: datetime) -> MinutesPdf:
    """The PDF of this HTML, made, on its way or put in the queue. Part of the action that needs it."""
    wanted = {"minutes": minutes, "html": html, "job": partial(queue.put, MINUTES_PDF, now=now)}
    rows = MinutesPdf.objects.select_related("job")
    pdf, _ = rows.get_or_create(content_hash=MinutesPdf.hash_of(html), defaults=wanted)
    if pdf.job.state == Job.State.FAILED:
        queue.put_again(pdf.job, now=now)
    return pdf
