"""What happens to a report: asked for, made by a job, tried again, sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError

from forum import files
from forum.audit.context import audited
from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError, digest
from forum.base.visibility import Viewer
from forum.jobs import queue
from forum.jobs.kinds import JobKind, Keep, Tell
from forum.jobs.models import Job
from forum.mail import outbox
from forum.people.models import Member
from forum.receivers.choices import Receivers, receivers
from forum.undo.acts import undoable
from recommendations.reports import document, mail, rules
from recommendations.reports.models import Report, ReportDelivery, ReportEdition, ReportSending
from recommendations.reports.recipients import Chosen

OTHERS_NOW = "Modtagerne er ændret, siden du så dem. Se dem igen, og send."


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
    chosen: Chosen | None = None,
) -> tuple[int, int]:
    """Queue one mail a receiver; says how many were queued, and how many had got it before and get nothing.

    `chosen` is how the receivers were chosen, for »Send som sidst«; None where there is nothing to do again.
    Raises ValidationError naming every receiver who must not read it: then nobody is sent anything.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("file").get(pk=report.pk)
    if report.file is None:
        raise NotAllowed("Rapporten er ikke klar endnu, så den kan ikke sendes.")
    found = _receivers(members, addresses)
    refused = [rules.why_not_receive(report.audience, r.name, r.viewer, is_vouched=is_vouched) for r in found]
    if any(refused):
        raise ValidationError([sentence for sentence in refused if sentence])
    had_it = set(ReportDelivery.objects.filter(report=report).values_list("address", flat=True))
    new = [receiver for receiver in found if receiver.address not in had_it]
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
    if new and chosen:
        ReportSending.objects.create(
            report=report, **asdict(chosen), is_vouched=is_vouched, as_link=as_link, letter=letter, by=by, at=now
        )
    return len(new), len(found) - len(new)


def _receivers(members: Iterable[Member], addresses: Iterable[str]) -> list[Receiver]:
    """Each once, members first."""
    found = receivers(members, addresses)
    known = [Receiver(member.email, member.name, member, member.as_viewer()) for member in found.members]
    return known + [Receiver(address, address, None, None) for address in found.addresses]


@undoable("Sendte rapport som sidst", of="report", sends="Rapporten", done="")
def send_as_last(
    *, report: Report, sending: ReportSending, revision: str, by: Member, now: datetime
) -> tuple[int, int]:
    """Send the report to whom the last was sent, with the same greeting. Raises StaleError for other receivers.

    Raises ValidationError as `send` does.
    """
    found = receivers_again(report, sending, by.as_viewer())
    if revision != revision_of(found):
        raise StaleError(OTHERS_NOW)
    return send(
        report=report, members=found.members, addresses=found.addresses, as_link=sending.as_link,
        letter=sending.letter, is_vouched=sending.is_vouched, by=by, now=now, chosen=sending.chosen,
    )  # fmt: skip


def receivers_again(report: Report, sending: ReportSending, viewer: Viewer) -> Receivers:
    """Who gets the report when it is sent as the last was: those chosen then, as they are now, who have not got it."""
    found = sending.chosen.receivers(report.audience, viewer)
    had_it = set(ReportDelivery.objects.filter(report=report).values_list("address", flat=True))
    members = [member for member in found.members if member.email not in had_it]
    return Receivers(members, [address for address in found.addresses if address not in had_it])


def revision_of(found: Receivers) -> str:
    """Changes with the receivers."""
    return digest(sorted(address for _, address in found.names))
