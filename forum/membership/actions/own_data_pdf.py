"""A member's own data as a PDF: asked for on the page, made by a job, gone after a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from forum import files
from forum.audit.context import audited
from forum.base.dates import local
from forum.base.pdf.render import Pdf, render
from forum.jobs import queue
from forum.jobs.kinds import JobKind, Keep, Tell
from forum.jobs.models import Job
from forum.membership.models import OwnDataPdf
from forum.membership.own_data_words import paper_html
from forum.people.models import Member

KEPT = timedelta(days=1)
FAILED = "PDF'en kunne ikke laves. Prøv igen, eller skriv til sekretariatet."


def _make(job: Job, tell: Tell, now: datetime) -> Keep:
    pdf = OwnDataPdf.objects.select_related("member").get(job=job)
    tell(20, "Samler dine oplysninger")
    html = paper_html(pdf.member, now)
    tell(50, "Sætter siderne op")
    return partial(_keep, pdf, render(html), f"Mine data {local(now).date().isoformat()}.pdf")


def _keep(pdf: OwnDataPdf, made: Pdf, name: str) -> None:
    pdf.file = files.store_made(made, name=name)
    pdf.save(update_fields=["file"])


OWN_DATA_PDF = JobKind("forum.own_data_pdf", "Egne data som PDF", _make, failed=FAILED, lost=FAILED)


@audited("Bestilte egne data som PDF")
def ask_for(*, by: Member, now: datetime) -> OwnDataPdf:
    """The member's own data, as they are now; one that is on its way is found instead."""
    waiting = OwnDataPdf.of(by)
    if waiting and waiting.job.is_under_way:
        return waiting
    made = {"file": None, "asked_at": now, "job": queue.put(OWN_DATA_PDF, now=now)}
    pdf, _ = OwnDataPdf.objects.update_or_create(member=by, defaults=made)
    return pdf


@audited("Slettede egne data som PDF")
def forget(*, now: datetime, by: Member | None = None) -> int:
    """The files themselves go with those that nothing points to."""
    return OwnDataPdf.objects.filter(asked_at__lt=now - KEPT).delete()[1].get("forum.OwnDataPdf", 0)
