"""How long the reports keep the mail addresses of those they were sent to."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from forum.mail import outbox
from forum.mail.outbox import UNKNOWN
from forum.membership.retention import Rule
from recommendations.reports.models import ReportDelivery, ReportSending

REPLACED = timedelta(days=1)  # when the newest sending is undone, the one before it is the newest again


def forget_addresses(*, now: datetime) -> int:
    """Take away the addresses of those whom reports were sent to, when they have no further use.

    A delivery forgets its address when its mail has (a year after, for those outside the forum; with the member, for
    members). »Send som sidst« goes by the newest sending for an audience: the ones before it forget the addresses that
    were written, and so does the newest after a year.
    """
    delivered = ReportDelivery._base_manager.filter(mail__to_address__endswith=UNKNOWN)
    known = delivered.exclude(address__endswith=UNKNOWN)
    forgotten = known.update(address=Concat(Value("slettet-"), Cast("pk", CharField()), Value(UNKNOWN)))
    later = ReportSending._base_manager.filter(
        report__audience=OuterRef("report__audience"), at__gt=OuterRef("at"), at__lt=now - REPLACED
    )
    over = Q(at__lt=now - timedelta(days=outbox.TEXT_DAYS)) | Exists(later)
    sent = ReportSending._base_manager.filter(over).exclude(addresses=[])
    return int(forgotten + sent.update(addresses=[]))


RULES = [
    Rule("Adresser på modtagere af rapporter", f"{outbox.TEXT_DAYS} dage", lambda now: forget_addresses(now=now)),
]
