"""Approved minutes go out: decisions and own tasks in the mail, the PDF attached, closed items in neither."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from forum.jobs import worker
from forum.jobs.models import Job
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice
from meetings.minutes.actions import course
from meetings.minutes.approved_mail import APPROVED, RECORD
from meetings.minutes.models import Minutes, MinutesPdf
from tests import world
from tests.meetings.minutes.conftest import Held
from tests.sink import Sink
from tests.world import NOW

Clients = Callable[[Member | None], Client]
THEN = NOW + timedelta(days=30)
GONE = THEN + timedelta(minutes=1)  # when what was approved then goes out
RECORDS = "journal@kl.invalid"
WORDS = ("Vi går videre", "Vi udbyder", "Vi køber", "Skriv til alle", "Regn på det", "Hemmelig opgave")
needs_fonts = pytest.mark.skipif(not finders.find("vendor/IBMPlexSans-Regular.ttf"), reason="front end not built")


@pytest.fixture
def decided(held: Held) -> Held:
    """A decision and an action on each item: open, for authorities, and hidden from Karen Dahl."""
    world.make_decision(held.open, text="Vi går videre")
    world.make_decision(held.closed, text="Vi udbyder")
    world.make_decision(held.hidden, text="Vi køber")
    world.make_action(held.open, world.seat_of(held.cast.head), text="Skriv til alle")
    world.make_action(held.closed, world.seat_of(held.cast.lead), text="Hemmelig opgave")
    world.make_action(held.hidden, None, text="Regn på det")
    held.release()
    OutboxMail.objects.all().delete()
    return held


def to(member: Member) -> OutboxMail:
    return OutboxMail.objects.get(kind=APPROVED.name, to_member=member)


def told(mail: OutboxMail) -> list[str]:
    return [word for word in WORDS if word in mail.subject + mail.text and word in mail.html]


def test_the_page_lists_who_will_get_the_mail(decided: Held, client_for: Clients) -> None:
    for member in (decided.cast.head, decided.cast.ski):  # who has nothing to do may stop such mails, who has may not
        NotificationChoice.objects.create(member=member, kind="minutes", pace="never")
    page = lxml.html.fromstring(client_for(decided.cast.chair).get(f"{decided.base}godkend/").content.decode())
    names = page.xpath("//section[@aria-labelledby='modtagere']//li/bdi/text()")
    decided.approve()
    told = [str(mail.to_member) for mail in OutboxMail.objects.filter(kind=APPROVED.name)]
    assert (sorted(names), page.xpath("//h2[@id='modtagere']/text()")) == (sorted(told), [f"{len(told)} får en mail"])
    assert ("Peter Ravn" in names, "Mette Lindholm" in names, "Sofie Krogh" in names) == (False, True, True)


def test_each_is_told_what_all_may_read_and_their_own_tasks(decided: Held, settings: Any) -> None:
    settings.RECORDS_ADDRESS, cast = RECORDS, decided.cast
    for member in (cast.head, cast.ski):  # who has nothing to do may stop such mails, who has may not
        NotificationChoice.objects.create(member=member, kind="minutes", pace="never")
    decided.approve()
    said = {mail.to_member: told(mail) for mail in OutboxMail.objects.filter(kind=APPROVED.name)}
    assert cast.ski not in said
    open_decisions = ["Vi går videre", "Vi køber"]
    assert {who: said[who] for who in (cast.head, cast.chair, cast.lead, cast.supplier, cast.disqualified)} == {
        cast.head: [*open_decisions, "Skriv til alle"],
        cast.chair: open_decisions,
        cast.lead: open_decisions,
        cast.supplier: open_decisions,
        cast.disqualified: ["Vi går videre"],
    }
    assert said[cast.secretary] == [*open_decisions, "Regn på det"]
    assert [(to(who).is_optional, "top dem her" in to(who).text) for who in (cast.head, cast.chair)] == [
        (False, False), (True, True),
    ]  # fmt: skip
    # What is closed leaves a line, and says to whom it is open
    lines = re.compile(r"Punkt 2 \(kl\. [\d.-]+\) var kun for ordregivere\.( Log ind for at læse det\.)?")
    assert [line[1] for who in (cast.chair, cast.supplier) if (line := lines.search(to(who).text))] == [
        " Log ind for at læse det.", None,
    ]  # fmt: skip
    assert "Du er inhabil i punkt 3 og kan ikke læse det. Er det forkert? Skriv til" in to(cast.disqualified).text
    assert "1 opgave er fra et lukket punkt." in to(cast.lead).text
    # One paper for all but Karen Dahl, one for her, and the records system's is that of all
    papers = [
        [word for word in (*WORDS, "Sagt lukket") if word in pdf.html] for pdf in MinutesPdf.objects.order_by("pk")
    ]
    assert sorted(papers) == sorted(
        [[*open_decisions, "Skriv til alle", "Regn på det"], ["Vi går videre", "Skriv til alle"]]
    )
    filed = OutboxMail.objects.get(kind=RECORD.name)
    assert (filed.to_address, filed.about["pdf"]) == (RECORDS, to(cast.head).about["pdf"])
    assert to(cast.disqualified).about["pdf"] != to(cast.head).about["pdf"] == to(cast.supplier).about["pdf"]


def test_a_mail_waits_for_its_pdf_but_goes_with_a_link_when_there_will_be_none(decided: Held, sink: Sink) -> None:
    decided.approve()
    assert delivery.send_due(now=GONE) == 0
    waiting = to(decided.cast.head)
    assert (waiting.state, waiting.error, waiting.attempts, waiting.not_before > GONE) == (
        "queued", "Venter på, at det vedhæftede bliver lavet.", 0, True,
    )  # fmt: skip
    Job.objects.update(state="failed", finished_at=THEN, error="Gik i stå.")
    later = GONE + timedelta(minutes=1)
    assert delivery.send_due(now=later) == OutboxMail.objects.filter(kind=APPROVED.name).count() > 5
    assert [
        mail for mail in sink.mails if "vedhæftet" in mail.as_string() or "application/pdf" in mail.as_string()
    ] == []
    assert told(to(decided.cast.head)) == ["Vi går videre", "Vi køber", "Skriv til alle"]


def test_no_mail_waits_for_ever_and_none_goes_for_minutes_that_were_reopened(decided: Held, sink: Sink) -> None:
    minutes = decided.approve()
    patient = OutboxMail.objects.filter(kind=APPROVED.name)
    number = patient.count()
    patient.exclude(to_member=decided.cast.head).update(state="dropped")
    assert delivery.send_due(now=THEN + timedelta(minutes=31)) == 1 < number
    patient.exclude(to_member=decided.cast.head).update(state="queued")
    course.reopen(minutes=minutes, reason="En fejl", by=decided.cast.secretary, now=THEN)
    assert delivery.send_due(now=THEN + timedelta(minutes=32)) == 0
    assert set(patient.exclude(to_member=decided.cast.head).values_list("state", flat=True)) == {"dropped"}


@needs_fonts
def test_the_pdf_is_attached_as_its_reader_may_read_it_when_the_mail_goes(
    decided: Held, sink: Sink, settings: Any, client_for: Clients
) -> None:
    settings.RECORDS_ADDRESS, cast = RECORDS, decided.cast
    office = client_for(cast.secretary)
    Minutes.objects.update(remarks_due=NOW.date() - timedelta(days=1))
    # Only the secretariat may choose that what is closed is filed, too
    assert [
        "is_full_record" in client_for(who).get(f"{decided.base}godkend/").content.decode()
        for who in (cast.chair, cast.secretary)
    ] == [False, True]
    course.approve(
        minutes=decided.minutes, revision=decided.minutes.revision, by=cast.secretary, now=THEN, is_full_record=True
    )
    full = MinutesPdf.objects.get(content_hash=OutboxMail.objects.get(kind=RECORD.name).about["pdf"])
    assert [word for word in (*WORDS, "Sagt lukket") if word in full.html] == [*WORDS, "Sagt lukket"]
    while worker.work_next(now=THEN):
        pass
    assert MinutesPdf.objects.exclude(file=None).count() == 3
    later = GONE + timedelta(minutes=2)
    OutboxMail.objects.filter(pk=to(cast.chair).pk).update(not_before=later)
    delivery.send_due(now=GONE)
    decided.open.disqualified.add(cast.chair)  # no paper was made for what the chair may read now
    assert delivery.send_due(now=later) == 1
    carried = {str(mail["To"]): [part.get_filename() for part in mail.iter_attachments()] for mail in sink.mails}
    name = [f"Referat {decided.meeting.slug}.pdf"]
    assert [carried[who.email] for who in (cast.head, cast.supplier, cast.disqualified)] == [name] * 3
    assert (carried[cast.chair.email], carried[RECORDS]) == ([], name)
    assert told(to(cast.chair)) == ["Vi køber"]
    assert [("vedhæftet" in to(who).text) for who in (cast.head, cast.chair)] == [True, False]
    held_by = {who: to(who).files.get().pk for who in (cast.head, cast.supplier, cast.disqualified)}
    assert held_by[cast.head] == held_by[cast.supplier] != held_by[cast.disqualified]
    assert OutboxMail.objects.get(kind=RECORD.name).files.get() == MinutesPdf.objects.get(pk=full.pk).file
    assert office.get(decided.base).status_code == 200
