"""What happens to a report: asked for, made by a worker, tried again, sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from celery import current_app
from django.core.exceptions import ValidationError
from django.db import transaction

from forum import files
from forum.audit.context import audited
from forum.base import states
from forum.base.pdf.render import RenderFailed
from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.base.visibility import Viewer
from forum.mail import outbox
from forum.people.models import Member
from recommendations.reports import document, mail, rules
from recommendations.reports.models import Report, ReportDelivery

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 3
FAILED = "Rapporten kunne ikke laves. Prøv igen om lidt."
LOST = "Rapporten blev afbrudt flere gange, mens den blev lavet. Prøv igen om lidt."


@audited("Bestilte rapport")
def ask_for(*, audience: str, by: Member | None, now: datetime) -> Report:
    """Order a report; a worker makes it. When nobody can be told, the beat finds it within a minute."""
    report = Report.objects.create(audience=audience, requested_by=by, requested_at=now)
    _wake_on_commit(report)
    return report


@audited("Bad om rapporten igen")
def try_again(*, report: Report, by: Member, now: datetime) -> None:
    states.move(report, Report.State.WAITING, error="", attempts=0, progress=0, step="", requested_at=now)
    _wake_on_commit(report)


def make(*, report_id: int, now: datetime) -> None:
    """Make a report that waits; nothing when another worker has it. Not one transaction: others see how far it is."""
    report = _claim(report_id=report_id, by=None, now=now)
    if report is None:
        return
    try:
        made = document.make(audience=report.audience, now=now, step=partial(_tell, report))
        _finish(report=report, made=made, by=None, now=now)
    except StaleError:
        log.warning("report was finished by another worker", report=report.pk)
    except RenderFailed as failure:
        _fail(report=report, error=str(failure), by=None, now=now)
    except Exception:
        log.exception("report failed", report=report.pk)
        _fail(report=report, error=FAILED, by=None, now=now)


def make_waiting(*, now: datetime) -> None:
    """Heal and go on: runs that have lost their worker wait again, and everything that waits is made."""
    for lost in Report.objects.lost(now):
        _give_back(report=lost, by=None, now=now)
    for report_id in Report.objects.waiting().order_by("requested_at").values_list("pk", flat=True):
        make(report_id=report_id, now=now)


@audited("Begyndte på rapport")
def _claim(*, report_id: int, by: None, now: datetime) -> Report | None:
    report = Report.objects.waiting().filter(pk=report_id).first()
    if report is None:
        return None
    try:
        states.move(report, Report.State.RUNNING, started_at=now, attempts=report.attempts + 1, progress=0)
    except StaleError:
        return None
    return report


def _tell(report: Report, percent: int, what: str) -> None:
    Report.objects.filter(pk=report.pk, state=Report.State.RUNNING).update(progress=percent, step=what)


@audited("Gjorde rapport færdig")
def _finish(*, report: Report, made: document.Made, by: None, now: datetime) -> None:
    stored = files.store_made(made.pdf, name=made.name)
    ready = Report.State.READY
    states.move(report, ready, file=stored, pages=made.pdf.pages, progress=100, step="", finished_at=now)


@audited("Kunne ikke lave rapport")
def _fail(*, report: Report, error: str, by: None, now: datetime) -> None:
    try:
        states.move(report, Report.State.FAILED, error=error, step="", finished_at=now)
    except StaleError:
        log.warning("report failed here and was taken by another worker", report=report.pk)


@audited("Lagde rapport tilbage i køen")
def _give_back(*, report: Report, by: None, now: datetime) -> None:
    if report.attempts >= MAX_ATTEMPTS:
        _fail(report=report, error=LOST, by=None, now=now)
    else:
        states.move(report, Report.State.WAITING, progress=0, step="")


def _wake_on_commit(report: Report) -> None:
    transaction.on_commit(partial(_wake, report.pk), robust=True)


def _wake(report_id: int) -> None:
    try:
        current_app.send_task("recommendations.tasks.render_report", [report_id], retry=False)
    except Exception as error:  # Redis away: the beat looks every minute
        log.warning("nobody to wake", error=str(error))


@dataclass(frozen=True)
class Receiver:
    address: str
    name: str
    member: Member | None
    viewer: Viewer | None


@audited("Sendte rapport")
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
    if report.state != Report.State.READY or report.file is None:
        raise NotAllowed("Rapporten er ikke klar endnu, så den kan ikke sendes.")
    receivers = _receivers(members, addresses)
    refused = [rules.why_not_receive(report.audience, r.name, r.viewer, is_vouched=is_vouched) for r in receivers]
    if any(refused):
        raise ValidationError([sentence for sentence in refused if sentence])
    had_it = set(ReportDelivery.objects.filter(report=report).values_list("address", flat=True))
    new = [receiver for receiver in receivers if receiver.address not in had_it]
    for receiver in new:
        rendered = mail.render(
            report, address=receiver.address, name=receiver.member.name if receiver.member else "",
            as_link=as_link, letter=letter,
        )  # fmt: skip
        queued = outbox.queue(
            key=mail.key(report, receiver.address),
            kind=mail.REPORT,
            to=receiver.member or receiver.address,
            rendered=rendered,
            now=now,
            about={"report": report.pk},
            files=[] if as_link else [report.file],
        )
        ReportDelivery.objects.create(
            report=report, member=receiver.member, address=receiver.address, as_link=as_link,
            is_vouched=is_vouched and receiver.member is None, mail=queued, at=now,
        )  # fmt: skip
    return len(new), len(receivers) - len(new)


def _receivers(members: Iterable[Member], addresses: Iterable[str]) -> list[Receiver]:
    """Each address once; a written address that is a member's is that member, with that member's rights."""
    written = {address.lower() for address in addresses}
    known = {member.email: member for member in [*Member.objects.filter(email__in=written), *members]}
    found = [Receiver(address, member.name, member, member.as_viewer()) for address, member in known.items()]
    return found + [Receiver(address, address, None, None) for address in sorted(written - known.keys())]
