"""The mail that carries a report, as a file or as a link; its receiver's rights are asked again when it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core import signing

from forum.base.visibility import Audience
from forum.files.models import StoredFile
from forum.mail import outbox
from forum.mail.kinds import Kind
from forum.mail.models import OutboxMail
from forum.mail.render import link, without_keys
from forum.mail.render import render as render_mail
from forum.receivers.choices import Receivers
from recommendations.reports import rules
from recommendations.reports.models import Report, ReportDelivery, ReportSending

SALT = "recommendations.report-link"
LINK_DAYS = 30


def key(report: Report, address: str) -> str:
    return REPORT.key(report.pk, address)


def render(report: Report, file: StoredFile, *, address: str, name: str, as_link: bool, letter: str) -> outbox.Rendered:
    context: dict[str, Any] = {
        "name": name,
        "letter": letter,
        "report": report,
        "file": file,
        "link": link("recommendations:report_link", token(report, address)) if as_link else "",
        "days": LINK_DAYS,
        "asks_sign_in": asks_sign_in(report.audience, is_member=bool(name)),
        "is_confidential": report.audience in {Audience.AUTHORITIES, Audience.SECRETARIAT},
    }
    return render_mail(REPORT, f"{report} fra samarbejdsforummet", **context)


def preview(report: Report, found: Receivers, sending: ReportSending) -> outbox.Rendered:
    """The mail as the first of the receivers will get it; a link in it is not for the secretariat to have."""
    (name, address), *_ = found.names
    file = report.file
    if file is None:
        raise ValueError("the report is not ready")
    rendered = render(report, file, address=address, name=name, as_link=sending.as_link, letter=sending.letter)
    return outbox.Rendered(rendered.subject, without_keys(rendered.text), without_keys(rendered.html))


def asks_sign_in(audience: str, *, is_member: bool) -> bool:
    """Whether the link in a report's mail opens only for somebody who is signed in and may read the report.

    People pass links on. Only the link of a reader outside the forum, who cannot sign in, opens by itself.
    """
    return is_member and audience != Audience.PUBLIC


def token(report: Report, address: str) -> str:
    return signing.dumps([report.pk, address], salt=SALT)


def delivery_of(link: str, now: datetime) -> ReportDelivery | None:
    """What a link in a mail leads to; None when it is too old, or its reader may not read it. Raises BadSignature."""
    try:
        report_id, address = signing.loads(link, salt=SALT, max_age=LINK_DAYS * 24 * 3600)
    except signing.SignatureExpired:
        return None
    delivery = ReportDelivery.behind_link(report_id, address)
    return delivery if delivery and not _why_not(delivery, now) else None


def _why_not_send(waiting: OutboxMail, now: datetime) -> str:
    """The report is still there, and its receiver may still read it."""
    delivery = ReportDelivery.of_mail(waiting)
    return _why_not(delivery, now) if delivery else "Rapporten er slettet."


def _why_not(delivery: ReportDelivery, now: datetime) -> str:
    member = delivery.known_reader
    viewer = member.as_viewer(now) if member else None
    name = member.name if member else delivery.address
    return rules.why_not_receive(delivery.report.audience, name, viewer, is_vouched=delivery.is_vouched)


REPORT = Kind("recommendations.report", "Rapport", check=_why_not_send)
KINDS = [REPORT]
