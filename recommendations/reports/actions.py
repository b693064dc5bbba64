"""What happens to a report: asked for, made by a job, tried again, sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError

from forum import files
from forum.audit.context import audited
from forum.base.addresses import clean_address
from forum.base.refusal import NotAllowed
from forum.base.visibility import Viewer
from forum.jobs import queue
from forum.jobs.kinds import JobKind, Keep, Tell
from forum.jobs.models import Job
from forum.mail import outbox
from forum.people.models import Member
from forum.undo.acts import undoable
from recommendations.reports import document, mail, rules
from recommendations.reports.models import Report, ReportDelivery, ReportEdition


def _make(job: Job, tell: Tell, now: datetime) -> Keep:
    report = Report.objects.get(job=job)
    made = document.make(audience=report.audience, now=now, step=tell)
    return partial(_keep, report, made, list(document.editions(audience=report.audience, now=now, step=tell)))


def _keep(report: Report, made: document.Made, editions: list[document.Made]) -> None:
    report.file, report.pages = files.store_made(made.pdf, name=made.name), made.pdf.pages
    report.save(update_fields=["file", "pages"])
    for other in editions:
        stored = files.store_made(other.pdf, name=other.name)
        edition = ReportEdition.objects.create(report=report, file=stored, pages=other.pdf.pages)
        edition.readers.set(other.readers)


REPORT = JobKind(
    "recommendations.report",
    "Rapport som PDF",
    _make,
    failed="Rapporten kunne ikke laves. Prøv igen om lidt.",
    lost="Rapporten blev afbrudt flere gange, mens den blev lavet. Prøv igen om lidt.",
)


@audited("Bestilte rapport")
def ask_for(*, audience: str, by: Member | None, now: datetime) -> Report:
    """Order a report; a job makes it."""
    return Report.objects.create(audience=audience, requested_by=by, requested_at=now, job=queue.put(REPORT, now=now))


@audited("Bad om rapporten igen")
def try_again(*, report: Report, by: Member, now: datetime) -> None:
    queue.put_again(report.job, now=now)
    report.requested_at = now
    report.save(update_fields=["requested_at"])


@dataclass(frozen=True)
class Receiver:
    address: str
    name: str
    member: Member | None
    viewer: Viewer | None


@undoable("Sendte rapport", of="report", sends="Rapporten", done="")
def send(
    *,
    report: Report,
    members: Iterable[Member],
    addresses: Iterable[str],
    as_link: bool,
    letter: str,
    is_vouched: bool,
    by: Member,
    now: datetime,
) -> tuple[int, int]:
    """Queue one mail a receiver; says how many were queued, and how many had got it before and get nothing.

    Raises ValidationError naming every receiver who must not read it: then nobody is sent anything.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("file").get(pk=report.pk)
    if report.file is None:
        raise NotAllowed("Rapporten er ikke klar endnu, så den kan ikke sendes.")
    receivers = _receivers(members, addresses)
    refused = [rules.why_not_receive(report.audience, r.name, r.viewer, is_vouched=is_vouched) for r in receivers]
    if any(refused):
        raise ValidationError([sentence for sentence in refused if sentence])
    had_it = set(ReportDelivery.objects.filter(report=report).values_list("address", flat=True))
    new = [receiver for receiver in receivers if receiver.address not in had_it]
    copies = report.own_copies()
    for receiver in new:
        file = copies.get(receiver.member.pk, report.file) if receiver.member else report.file
        rendered = mail.render(
            report, file, address=receiver.address, name=receiver.member.name if receiver.member else "",
            as_link=as_link, letter=letter,
        )  # fmt: skip
        queued = outbox.queue(
            key=mail.key(report, receiver.address),
            kind=mail.REPORT,
            to=receiver.member or receiver.address,
            rendered=rendered,
            now=now,
            about={"report": report.pk},
            files=[] if as_link else [file],
        )
        ReportDelivery.objects.create(
            report=report, member=receiver.member, address=receiver.address, as_link=as_link,
            is_vouched=is_vouched and receiver.member is None, mail=queued, at=now,
        )  # fmt: skip
    return len(new), len(receivers) - len(new)


def _receivers(members: Iterable[Member], addresses: Iterable[str]) -> list[Receiver]:
    """Each address once; a written address that is a member's is that member, with that member's rights."""
    written = set(map(clean_address, addresses))
    known = {member.email: member for member in [*Member.objects.filter(email__in=written, is_guest=False), *members]}
    found = [Receiver(address, member.name, member, member.as_viewer()) for address, member in known.items()]
    return found + [Receiver(address, address, None, None) for address in sorted(written - known.keys())]
