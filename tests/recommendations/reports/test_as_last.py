"""»Send som sidst«: to whom the last report was sent, with the same greeting, after one look and one press."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from forum.mail.models import OutboxMail
from forum.people.models import Member
from forum.receivers.models import ReceiverList
from forum.undo.actions import take_back
from forum.undo.models import Undo
from recommendations.reports.models import Report, ReportDelivery, ReportSending
from tests.browser import axe, complaints, overflows
from tests.recommendations.reports.conftest import MakeReport
from tests.world import NOW, Cast

ClientFor = Callable[[Member | None], Client]
GREETING = "Kære styregruppe\n\nHilsen Sofie"


@pytest.fixture
def board(cast: Cast) -> ReceiverList:
    row = ReceiverList.objects.create(name="Styregruppen", addresses=["bo@direktion.example"])
    row.members.set([cast.head, cast.chair])
    return row


def form(board: ReceiverList, **more: Any) -> dict[str, Any]:
    return {"lists": [board.pk], "how": "file", "letter": GREETING, "is_vouched": "on"} | more


def receivers(report: Report) -> list[str]:
    return list(ReportDelivery.objects.filter(report=report).values_list("address", flat=True))


def test_the_next_report_goes_where_the_last_went(
    cast: Cast, client_for: ClientFor, ready: MakeReport, board: ReceiverList
) -> None:
    office, first = client_for(cast.secretary), ready()
    again = f"/rapporter/{first.pk}/send-som-sidst/"
    assert (office.get(again).status_code, "Send som sidst" in _page(office, first)) == (404, False)
    assert office.post(f"/rapporter/{first.pk}/send/", form(board)).status_code == 302
    everyone = ["bo@direktion.example", cast.chair.email, cast.head.email]
    assert sorted(receivers(first)) == sorted(everyone)
    assert "Send som sidst" not in _page(office, first)  # they have got it
    second, narrower = ready(), ready("authorities")
    assert "Send som sidst" not in _page(office, narrower)  # nothing was sent to those before
    board.members.add(cast.lead)  # the list is asked anew
    page = office.get(again.replace(str(first.pk), str(second.pk)))
    assert (len(page.context["found"]), page.content.decode().count("Kære styregruppe")) == (4, 1)
    board.members.remove(cast.chair)
    path, sent = f"/rapporter/{second.pk}/send-som-sidst/", {"revision": page.context["revision"]}
    stale = office.post(path, sent)
    assert (stale.status_code, receivers(second)) == (409, [])
    assert office.post(path, {"revision": stale.context["revision"]}).status_code == 302
    assert sorted(receivers(second)) == sorted(["bo@direktion.example", cast.head.email, cast.lead.email])
    assert {mail.text.split("\n\n")[0] for mail in OutboxMail.objects.all()} == {"Kære styregruppe"}
    take_back(undo=Undo.objects.latest("pk"), by=cast.secretary, now=NOW, reason="")
    assert (receivers(second), ReportSending.objects.count()) == ([], 1)


def _page(office: Client, report: Report) -> str:
    return office.get(report.get_absolute_url()).content.decode()


def test_who_may_no_longer_read_it_is_named_and_nobody_gets_it(
    cast: Cast, client_for: ClientFor, ready: MakeReport, board: ReceiverList
) -> None:
    office, first, second = client_for(cast.secretary), ready("authorities"), ready("authorities")
    board.addresses = []
    board.save()
    office.post(f"/rapporter/{first.pk}/send/", {"lists": [board.pk], "how": "link", "letter": ""})
    assert len(receivers(first)) == 2
    board.members.add(cast.supplier)
    page = office.get(f"/rapporter/{second.pk}/send-som-sidst/")
    answer = office.post(f"/rapporter/{second.pk}/send-som-sidst/", {"revision": page.context["revision"]})
    assert (answer.status_code, receivers(second)) == (422, [])
    assert answer.content.decode().count(f"{cast.supplier.name} må ikke læse rapporten.") == 1


def test_a_list_brings_its_last_greeting(
    cast: Cast, client_for: ClientFor, ready: MakeReport, board: ReceiverList
) -> None:
    office, first, second = client_for(cast.secretary), ready(), ready()
    office.post(f"/rapporter/{first.pk}/send/", form(board))
    shown = office.get(f"/rapporter/{second.pk}/send/?liste={board.pk}").context["form"]
    assert (shown["letter"].value(), shown["lists"].value()) == (GREETING, [str(board.pk)])
    for odd in ("x", "9" * 14, "0"):
        assert not office.get(f"/rapporter/{second.pk}/send/?liste={odd}").context["form"]["letter"].value()
    refused = office.post(f"/rapporter/{second.pk}/send/", form(board, lists=["0"]))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["lists"])


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_it_takes_two_clicks_from_the_reports_page(
    live_server: Any, page: Page, client_for: ClientFor, ready: MakeReport
) -> None:
    me = Member.objects.create_user("s@example.dk", "Sofie Krogh", is_secretariat=True, welcomed_at=NOW)
    board = ReceiverList.objects.create(name="Styregruppen", addresses=["bo@direktion.example", "li@ledelsen.example"])
    client_for(me).post(f"/rapporter/{ready().pk}/send/", form(board))
    report = ready()
    session = client_for(me).cookies
    page.context.add_cookies([{"name": n, "value": c.value, "url": live_server.url} for n, c in session.items()])
    page.goto(live_server.url + report.get_absolute_url())
    clicks = []
    page.expose_function("clicked", lambda: clicks.append(1))
    page.context.add_init_script("addEventListener('click', () => window.clicked(), true)")
    page.evaluate("addEventListener('click', () => window.clicked(), true)")
    page.get_by_role("link", name="Send som sidst").click()
    expect(page.get_by_text("li@ledelsen.example")).to_be_visible()
    assert (axe(page), overflows(page)) == ([], False)
    page.get_by_role("button", name="Send til 2").click()
    expect(page.get_by_text("Rapporten går ud til 2").last).to_be_visible()
    assert (len(clicks), receivers(report), complaints(page)) == (2, sorted(board.addresses), [])
    page.set_viewport_size({"width": 380, "height": 800})
    assert overflows(page) is False
