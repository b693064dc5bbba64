"""Addresses that reports were sent to are forgotten when nobody sends to them again, and members' with the member."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from forum.mail.models import OutboxMail
from forum.membership import retention
from forum.membership.actions import members
from recommendations.reports import actions
from recommendations.reports.models import Report, ReportDelivery, ReportSending
from recommendations.reports.recipients import Chosen
from tests.recommendations.reports.conftest import MakeReport
from tests.world import NOW, Cast

BO = "bo@direktion.example"


@pytest.fixture
def sent(cast: Cast, ready: MakeReport, settings: Any) -> list[Report]:
    """Two reports, a month between them, both to a member and to the same address outside the forum."""
    settings.DEMO = False
    said: dict[str, Any] = {"as_link": False, "letter": "", "is_vouched": True, "by": cast.secretary}
    reports = [ready(), ready()]
    for number, report in enumerate(reports):
        chosen = Chosen([], [cast.head.pk], [], [BO])
        at = NOW + timedelta(days=30 * number)
        actions.send(report=report, members=[cast.head], addresses=[BO], now=at, chosen=chosen, **said)
    OutboxMail.objects.update(state="sent", sent_at=NOW)
    return reports


def kept(days: int) -> tuple[list[list[str]], int]:
    """The addresses that the sendings still know, the older first; how many deliveries know one."""
    retention.forget(now=NOW + timedelta(days=days))
    sendings = ReportSending.objects.order_by("at").values_list("addresses", flat=True)
    return list(sendings), ReportDelivery.objects.exclude(address__endswith="@eksempel.invalid").count()


def test_outside_addresses_go_when_they_have_no_further_use(cast: Cast, sent: list[Report]) -> None:
    """»Send som sidst« goes by the newest sending; who got a report is known as long as its mail is."""
    assert kept(30) == ([[BO], [BO]], 4)  # the newer could still be undone
    assert kept(32) == ([[], [BO]], 4)
    assert kept(366) == ([[], [BO]], 3)
    assert kept(396) == ([[], []], 2)
    assert set(ReportDelivery.objects.exclude(member=None).values_list("address", flat=True)) == {cast.head.email}


def test_a_members_goes_with_the_member(cast: Cast, sent: list[Report]) -> None:
    members.leave(member=cast.head, by=cast.head, now=NOW)
    assert kept(364)[1] == 4
    assert kept(367)[1] == 1  # Bo's, of the later report
