"""Sending a report: once to each, never to who must not read it, as a file or as a link that ends."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from forum import files
from forum.base.refusal import NotAllowed
from forum.mail import delivery
from forum.mail.models import OutboxMail
from forum.people.models import Member, Seat, SeatHolding
from recommendations.reports import actions, mail, recipients
from recommendations.reports.models import Report, ReportDelivery, ReportEdition
from tests import world
from tests.forum.files.example_files import PDF
from tests.recommendations.reports.conftest import MakeReport
from tests.sink import Sink, said
from tests.world import NOW, Cast


def send(report: Report, by: Member, **fields: Any) -> tuple[int, int]:
    given: dict[str, Any] = {"members": [], "addresses": [], "as_link": False, "letter": "", "is_vouched": False}
    return actions.send(report=report, by=by, now=NOW, **(given | fields))


def refusals(report: Report, by: Member, **fields: Any) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        send(report, by, **fields)
    assert (OutboxMail.objects.count(), ReportDelivery.objects.count()) == (0, 0)
    return refused.value.messages


def test_the_file_arrives_byte_for_byte(cast: Cast, ready: MakeReport, sink: Sink) -> None:
    report = ready()
    assert send(report, cast.secretary, members=[cast.head], letter="Kære alle\n\nHilsen Sofie") == (1, 0)
    assert delivery.send_due(now=world.SENT) == 1
    (arrived,) = sink.mails
    (attached,) = arrived.iter_attachments()
    assert report.file
    assert (attached.get_filename(), attached.get_content_type()) == ("Anbefalingsrapport.pdf", "application/pdf")
    assert hashlib.sha256(attached.get_content()).hexdigest() == report.file.sha256
    assert (arrived["Subject"], arrived["To"]) == ("Anbefalingsrapport fra samarbejdsforummet", cast.head.email)
    text = said(arrived)
    assert "\n".join(text.splitlines()).startswith(
        "Kære alle\n\nHilsen Sofie\n\n----------\n\nHer er rapporten om forummets anbefalinger og "
        "innovationsområder, 12 sider. Sådan så det ud den 23. november 2026."
    )


@pytest.mark.parametrize("as_link", [False, True])
def test_a_letter_is_the_only_greeting_and_its_name_the_only_signature(
    cast: Cast, ready: MakeReport, *, as_link: bool
) -> None:
    report = ready()
    send(
        report,
        cast.secretary,
        members=[cast.head],
        addresses=["direktion@example.dk"],
        is_vouched=True,
        as_link=as_link,
    )
    other = ready()
    letter = "Hej allesammen\n\nVenlig hilsen\nSofie"
    send(
        other,
        cast.secretary,
        members=[cast.head],
        addresses=["direktion@example.dk"],
        letter=letter,
        is_vouched=True,
        as_link=as_link,
    )
    mails = OutboxMail.objects.order_by("about__report", "-to_address")
    begins = [sent.text.split("\n\n")[0] for sent in mails]
    assert begins == ["Kære Mette Lindholm", "Hej", "Hej allesammen", "Hej allesammen"]
    for sent in mails[2:]:
        (before, after), (upper, lower) = sent.text.split("\n\n----------\n\n"), re.split("<hr[^>]*>", sent.html)
        assert (before, "Sofie" in upper, "Kære" in sent.html, "Hej" in lower) == (letter, True, False, False)
        assert ["om forummets anbefalinger" in part for part in (after, lower)] == [True, True]


def test_each_gets_it_once_however_they_are_chosen(cast: Cast, ready: MakeReport) -> None:
    report = ready()
    first = {"members": [cast.head, cast.chair], "addresses": ["Mette.Lindholm@example.dk", "direktion@example.dk"]}
    assert send(report, cast.secretary, is_vouched=True, **first) == (3, 0)
    assert send(report, cast.secretary, is_vouched=True, members=[cast.head, cast.lead]) == (1, 1)
    assert sorted(OutboxMail.objects.values_list("key", "to_member__name")) == [
        (f"recommendations.report:{report.pk}:direktion@example.dk", None),
        (f"recommendations.report:{report.pk}:henrik.oestergaard@example.dk", "Henrik Østergaard"),
        (f"recommendations.report:{report.pk}:jens.aakjaer@example.dk", "Jens Åkjær"),
        (f"recommendations.report:{report.pk}:mette.lindholm@example.dk", "Mette Lindholm"),
    ]
    assert list(ReportDelivery.objects.filter(is_vouched=True).values_list("address", flat=True)) == [
        "direktion@example.dk"
    ]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_send_one_mail(ready: MakeReport) -> None:
    secretary = Member.objects.create_user("sofie@example.dk", "Sofie", is_secretariat=True)
    report = ready()
    start, answers = threading.Barrier(2), []

    def click() -> None:
        start.wait()
        answers.append(send(report, secretary, members=[secretary]))
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(answers), OutboxMail.objects.count()) == ([(0, 1), (1, 0)], 1)


def test_who_must_not_read_it_is_refused_and_nobody_gets_it(cast: Cast, ready: MakeReport) -> None:
    report = ready("authorities")
    given = {"members": [cast.head, cast.supplier], "addresses": ["direktion@example.dk", "ulla.moerk@example.dk"]}
    assert sorted(refusals(report, cast.secretary, is_vouched=True, **given)) == [
        "Camilla Bech må ikke læse rapporten. Den er for: kun ordregivere.",
        "Ulla Mørk må ikke læse rapporten. Den er for: kun ordregivere.",
        "direktion@example.dk er ikke medlem af forummet, og rapporten er for: kun ordregivere.",
    ]
    assert send(report, cast.secretary, members=[cast.head, cast.ski, cast.secretary]) == (3, 0)


def test_the_secretariats_own_report_stays_with_it(cast: Cast, ready: MakeReport) -> None:
    assert refusals(ready("secretariat"), cast.secretary, members=[cast.chair]) == [
        "Henrik Østergaard må ikke læse rapporten. Den er for: kun sekretariatet."
    ]


def test_outside_the_forum_somebody_must_vouch(cast: Cast, ready: MakeReport) -> None:
    report = ready()
    assert refusals(report, cast.secretary, addresses=["styregruppe@example.dk"]) == [
        "styregruppe@example.dk er ikke medlem af forummet. Sæt flueben ved, at modtageren må læse rapporten."
    ]
    assert refusals(report, cast.secretary, addresses=["ulla.moerk@example.dk"], is_vouched=True) == [
        "Ulla Mørk må ikke læse rapporten. Den er for: hele forummet."
    ]
    assert send(report, cast.secretary, addresses=["styregruppe@example.dk"], is_vouched=True) == (1, 0)
    assert send(ready("public"), cast.secretary, addresses=["hvem.som.helst@example.dk"]) == (1, 0)


def test_not_before_it_is_ready(cast: Cast, ready: MakeReport) -> None:
    waiting = actions.ask_for(audience="members", by=cast.secretary, now=NOW)
    with pytest.raises(NotAllowed):
        send(waiting, cast.secretary, members=[cast.head])


def test_rights_are_asked_again_when_the_mail_goes(cast: Cast, ready: MakeReport, sink: Sink) -> None:
    report = ready("authorities")
    send(report, cast.secretary, members=[cast.head, cast.lead])
    SeatHolding.objects.filter(member=cast.head).update(until=NOW.date())
    seat = Seat.objects.create(organisation=world.organisation("Nordlys ApS"), since=NOW.date())
    SeatHolding.objects.create(seat=seat, member=cast.head, since=NOW.date())  # works for a supplier now
    assert delivery.send_due(now=world.SENT) == 1
    assert sink.receivers == [cast.lead.email]
    dropped = OutboxMail.objects.get(state="dropped")
    assert (dropped.to_member, dropped.error) == (
        cast.head,
        "Mette Lindholm må ikke læse rapporten. Den er for: kun ordregivere.",
    )


def test_groups_offered_are_those_that_may_read_it(cast: Cast) -> None:
    viewer = cast.secretary.as_viewer()
    people = {"Hele forummet": 6, "Forpersonen": 1, "Kommunerne": 4, "Leverandørerne": 1, "SKI": 1, "Sekretariatet": 1}
    wide = [f"{label} ({count})" for label, count in people.items()]
    narrow = [label for label in wide if not label.startswith(("Hele", "Leverandør"))]
    offered = {key: [label for _, label in recipients.choices(key, viewer)] for key in ("members", "authorities")}
    assert offered == {"members": wide, "authorities": narrow}
    assert recipients.choices("secretariat", viewer) == [("secretariat", "Sekretariatet (1)")]
    chosen = recipients.members_of(["all", "chair", "suppliers"], "authorities", viewer)
    assert [member.name for member in chosen] == ["Henrik Østergaard"]


def opened(client: Client, report: Report, member: Member) -> tuple[int, int]:
    token = mail.token(report, member.email)
    page = client.get(reverse("recommendations:report_link", args=[token]))
    file = client.get(reverse("recommendations:report_link_file", args=[token]))
    return page.status_code, file.status_code


def test_a_link_opens_for_its_reader_and_ends(
    cast: Cast, ready: MakeReport, client_for: Callable[[Member | None], Client], clock: time_machine.Traveller
) -> None:
    report, head, nobody = ready(), client_for(cast.head), client_for(None)
    given = {"members": [cast.head], "addresses": ["direktion@example.dk"]}
    send(report, cast.secretary, as_link=True, is_vouched=True, **given)
    queued = {mail.to_address: mail for mail in OutboxMail.objects.all()}
    links = {who: re.findall(r"http://\S+(/rapport/\S+)", sent.text)[0] for who, sent in queued.items()}
    to_head, to_board = links[cast.head.email], links["direktion@example.dk"]
    assert [mail.files.count() for mail in queued.values()] == [0, 0]
    # Who cannot sign in opens it without; a member's link is worth nothing to nobody
    tried = [(head, to_head), (nobody, to_head), (nobody, to_board), (head, to_board)]
    assert [client.get(link).status_code for client, link in tried] == [200, 302, 200, 200]
    assert [client.get(f"{link}fil/").status_code for client, link in tried] == [200, 302, 200, 200]
    assert opened(head, report, cast.lead) == (410, 302)  # was not sent to
    assert nobody.get(to_board[:-2] + "x/").status_code == 404
    clock.shift(timedelta(days=31))
    late = nobody.get(to_board)
    assert (late.status_code, "Linket virker ikke længere" in late.content.decode()) == (410, True)


def test_a_link_ends_with_its_readers_rights(cast: Cast, ready: MakeReport, client: Client) -> None:
    report = ready()
    send(report, cast.secretary, members=[cast.head], as_link=True)
    SeatHolding.objects.filter(member=cast.head).update(until=NOW.date())
    assert opened(client, report, cast.head) == (410, 302)


def test_a_members_link_is_good_in_the_hands_of_who_may_read_it(
    cast: Cast, ready: MakeReport, client_for: Callable[[Member | None], Client]
) -> None:
    hands = {"nobody": None, "former": cast.former, "supplier": cast.supplier, "ski": cast.ski}
    found = {}
    for audience in ("public", "members", "authorities"):
        report = ready(audience)
        send(report, cast.secretary, members=[cast.head], as_link=True)
        found[audience] = {name: opened(client_for(member), report, cast.head)[1] for name, member in hands.items()}
    assert found == {
        "public": {"nobody": 200, "former": 200, "supplier": 200, "ski": 200},
        "members": {"nobody": 302, "former": 404, "supplier": 200, "ski": 200},  # 302: to sign in
        "authorities": {"nobody": 302, "former": 404, "supplier": 404, "ski": 200},
    }


def test_who_is_disqualified_gets_a_copy_of_their_own(
    cast: Cast, ready: MakeReport, sink: Sink, client_for: Callable[[Member | None], Client]
) -> None:
    report, people = ready(), [cast.head, cast.disqualified]
    own = files.store_made(PDF + b"%own", name="Anbefalingsrapport.pdf")
    ReportEdition.objects.create(report=report, file=own, pages=1).readers.add(cast.disqualified)
    send(report, cast.secretary, members=people)
    delivery.send_due(now=NOW + timedelta(minutes=1))
    carried = {str(mail["To"]): next(mail.iter_attachments()).get_content() for mail in sink.mails}
    assert [carried[member.email].endswith(b"%own") for member in people] == [False, True]
    # A link opens the copy of whoever is signed in, not of the one that it was sent to
    linked = ready()
    ReportEdition.objects.create(
        report=linked, pages=1, file=files.store_made(PDF + b"%own", name="x.pdf")
    ).readers.add(cast.disqualified)
    send(linked, cast.secretary, members=[cast.head], as_link=True)
    address = reverse("recommendations:report_link_file", args=[mail.token(linked, cast.head.email)])
    opened = [client_for(member).get(address).getvalue().endswith(b"%own") for member in people]
    assert opened == [False, True]
