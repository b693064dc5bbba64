"""The secretariat's pages: ask, watch, read, send."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forum.mail.models import OutboxMail
from forum.people.models import Member, Seat, SeatHolding
from recommendations.reports import actions
from recommendations.reports.models import Report
from tests import world
from tests.forum.files.example_files import PDF
from tests.recommendations.reports.conftest import MakeReport
from tests.world import NOW, Cast

ClientFor = Callable[[Member | None], Client]


@pytest.fixture
def secretary(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.secretary)


def url(name: str, *args: Any) -> str:
    return reverse(f"recommendations:{name}", args=args)


def test_asking_leads_to_the_report(secretary: Client, cast: Cast) -> None:
    form = {"audience": "authorities", "form_key": "k"}
    answers = [secretary.post(url("report_new"), form) for _ in range(2)]  # a double click
    report = Report.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [url("report", report.pk)] * 2
    assert (report.audience, report.requested_by, report.job.state) == ("authorities", cast.secretary, "queued")


def test_an_unknown_audience_is_refused(secretary: Client) -> None:
    assert secretary.post(url("report_new"), {"audience": "alle"}).status_code == 422
    assert Report.objects.count() == 0


def asked(state: str = "queued", *, requested_at: datetime = NOW, **job: Any) -> Report:
    """A report without a file yet."""
    return Report.objects.create(job=world.make_job(actions.REPORT, state, **job), requested_at=requested_at)


def part(page: str) -> str:
    return page[page.index('<div id="rapport">') :].partition("</main>")[0].strip()


@pytest.mark.parametrize(
    ("fields", "polls"),
    [
        ({"state": "queued"}, True),
        ({"state": "running", "progress": 35, "step": "Sætter siderne op"}, True),
        ({"state": "done"}, False),
    ],
)
def test_polling_swaps_in_what_a_reload_shows_and_ends_by_itself(
    secretary: Client, ready: MakeReport, fields: dict[str, Any], polls: bool
) -> None:
    report = ready() if fields["state"] == "done" else asked(**fields)
    page = secretary.get(url("report", report.pk)).content.decode()
    swapped = secretary.get(url("report", report.pk), headers={"HX-Request": "true"}).content.decode()
    assert swapped.strip() == part(page)
    assert ('hx-trigger="every 1s"' in swapped, 'id="se-igen" href=' in page) == (polls, polls)


def test_ten_at_once_each_see_their_place_in_the_queue_for_one_query(secretary: Client) -> None:
    for _ in range(10):
        secretary.post(url("report_new"), {"audience": "public"})
    reports = list(Report.objects.order_by("pk"))
    shown = [secretary.get(url("report", report.pk)).content.decode() for report in reports]
    places = [re.findall(r"Der er (\w+) foran i køen\.", page) for page in shown]
    assert places == [["ingen"], *([str(number)] for number in range(1, 10))]
    htmx = {"HX-Request": "true"}
    with CaptureQueriesContext(connection) as polled:
        secretary.get(url("report", reports[9].pk), headers=htmx)
    with CaptureQueriesContext(connection) as of_anybody:
        secretary.get(url("report", 0), headers=htmx)  # not there: the session, the member, and one question
    assert len(polled) == len(of_anybody)
    assert sum("recommendations_report" in query["sql"] for query in polled.captured_queries) == 1


def test_a_failed_report_says_why_and_is_tried_again(secretary: Client) -> None:
    report = asked("failed", error="PDF-filen blev for stor.")
    page = secretary.get(url("report", report.pk)).content.decode()
    assert ("PDF-filen blev for stor." in page, "Prøv igen" in page) == (True, True)
    for _ in range(2):  # the second finds it under way
        assert secretary.post(url("report_retry", report.pk)).headers["Location"] == url("report", report.pk)
    report.refresh_from_db()
    assert report.job.state == "queued"
    assert secretary.get(url("report_retry", report.pk)).status_code == 405


def test_reading_it_first_and_keeping_it(secretary: Client, ready: MakeReport) -> None:
    report = ready()
    shown, saved = (secretary.get(url("report_file", report.pk) + query) for query in ("", "?gem"))
    assert (b"".join(shown), shown.headers["Content-Disposition"]) == (
        PDF,
        'inline; filename="Anbefalingsrapport.pdf"',
    )
    assert saved.headers["Content-Disposition"] == 'attachment; filename="Anbefalingsrapport.pdf"'
    waiting = asked()
    assert secretary.get(url("report_file", waiting.pk)).status_code == 404


def test_sending_from_the_page(secretary: Client, cast: Cast, ready: MakeReport) -> None:
    report = ready()
    form = {"groups": ["chair", "ski"], "addresses": "Direktionen <direktion@example.dk>", "is_vouched": "on"}
    form |= {"how": "file", "letter": "Hej", "form_key": "k"}
    for _ in range(2):  # a double click
        assert secretary.post(url("report_send", report.pk), form).headers["Location"] == url("report", report.pk)
    assert sorted(OutboxMail.objects.values_list("to_address", flat=True)) == [
        "direktion@example.dk",
        cast.chair.email,
        cast.ski.email,
    ]
    page = secretary.get(url("report", report.pk)).content.decode()
    assert ("Modtagere (3)" in page, "Peter Ravn" in page) == (True, True)


def test_single_people_are_chosen_from_those_who_may_read_it(secretary: Client, cast: Cast, ready: MakeReport) -> None:
    offered = {
        audience: {
            group: [label for _, label in people]
            for group, people in secretary.get(url("report_send", ready(audience).pk))
            .context["form"]["people"]
            .field.choices
        }
        for audience in ("members", "authorities", "secretariat")
    }
    everybody = {
        "Kommuner": [
            "Kolding Kommune: Karen Dahl", "Odense Kommune: Mette Lindholm", "Aalborg Kommune: Jens Åkjær",
            "Aarhus Kommune: Henrik Østergaard",
        ],
        "Leverandører": ["Fjordtek A/S: Camilla Bech"],
        "SKI": ["SKI: Peter Ravn"],
        "Sekretariatet": ["Sofie Krogh"],
    }  # fmt: skip
    assert offered == {
        "members": everybody,
        "authorities": {group: people for group, people in everybody.items() if group != "Leverandører"},
        "secretariat": {"Sekretariatet": ["Sofie Krogh"]},
    }


def test_a_person_chosen_in_three_ways_gets_one_mail(secretary: Client, cast: Cast, ready: MakeReport) -> None:
    report = ready("authorities")
    form = {"groups": ["ski"], "people": [cast.ski.pk, cast.lead.pk], "addresses": cast.ski.email, "how": "file"}
    assert secretary.post(url("report_send", report.pk), form).status_code == 302
    told = OutboxMail.objects.values_list("to_address", flat=True)
    assert sorted(told) == [cast.lead.email, cast.ski.email]


@pytest.mark.parametrize("who", ["supplier", "former"])
def test_who_may_not_read_it_cannot_be_posted_and_the_rest_stays_chosen(
    secretary: Client, cast: Cast, ready: MakeReport, who: str
) -> None:
    chosen = [str(cast.head.pk), str(getattr(cast, who).pk)]
    response = secretary.post(url("report_send", ready("authorities").pk), {"people": chosen, "how": "file"})
    page = response.content.decode()
    said = "En af dem, du valgte, kan ikke få rapporten længere. Se listen igennem, og send igen."
    assert (response.status_code, said in page, OutboxMail.objects.count()) == (422, True, 0)
    assert f'value="{cast.head.pk}"' in re.findall("<input[^>]* checked[^>]*>", page)[0]
    assert '<details class="more" open>' in page


def test_sending_costs_the_same_with_many_members(secretary: Client, cast: Cast, ready: MakeReport) -> None:
    path = url("report_send", ready().pk)
    few = queries(secretary, path)
    for n in range(3):
        seat = Seat.objects.create(organisation=world.organisation("Odense"), since=NOW.date())
        member = Member.objects.create_user(f"ny{n}@example.dk", f"Ny {n}")
        SeatHolding.objects.create(seat=seat, member=member, since=NOW.date())
    assert queries(secretary, path) == few


MISTAKES = [
    ({"how": "file"}, "Vælg mindst én gruppe eller person, eller skriv mindst én adresse."),
    ({"how": "file", "addresses": "a@b.dk\nikke en"}, "»ikke en« er ikke en mailadresse. Ret den, eller slet linjen."),
    ({"how": "due", "groups": "ski"}, 'id="id_how_error"'),
    (
        {"how": "file", "addresses": "a@b.dk"},
        "a@b.dk er ikke medlem af forummet. Sæt flueben ved, at modtageren må læse rapporten.",
    ),
]


@pytest.mark.parametrize(("form", "sentence"), MISTAKES)
def test_a_mistake_keeps_what_was_typed(
    secretary: Client, ready: MakeReport, form: dict[str, str], sentence: str
) -> None:
    response = secretary.post(url("report_send", ready().pk), form | {"letter": "Min hilsen"})
    page = response.content.decode()
    assert (response.status_code, sentence in page, "Min hilsen" in page) == (422, True, True)
    assert OutboxMail.objects.count() == 0


def test_a_group_that_is_not_offered_cannot_be_posted(secretary: Client, ready: MakeReport) -> None:
    form = {"groups": ["suppliers"], "how": "file"}
    assert secretary.post(url("report_send", ready("authorities").pk), form).status_code == 422
    assert OutboxMail.objects.count() == 0


def test_a_report_that_is_not_ready_is_not_sent_and_the_letter_is_kept(secretary: Client) -> None:
    form = {"groups": ["ski"], "how": "file", "letter": "Min hilsen"}
    response = secretary.post(url("report_send", asked().pk), form)
    page = response.content.decode()
    assert (response.status_code, "Min hilsen" in page, OutboxMail.objects.count()) == (409, True, 0)
    assert "Rapporten er ikke klar endnu, så den kan ikke sendes." in page


def test_nobody_else_gets_in(cast: Cast, ready: MakeReport, client_for: ClientFor) -> None:
    report = ready()
    paths = [
        url("reports"),
        url("report_new"),
        *(url(name, report.pk) for name in ("report", "report_file", "report_send")),
    ]
    others = [cast.chair, cast.supplier, cast.ski]
    assert {client_for(member).get(path).status_code for member in others for path in paths} == {403}


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_the_list_costs_the_same_with_one_and_with_three(secretary: Client, cast: Cast, ready: MakeReport) -> None:
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            sent(ready(requested_by=cast.secretary), cast, cast.head, cast.ski)
        counts.append(queries(secretary, url("reports")))
    assert counts[0] == counts[1] <= 8


def sent(report: Report, cast: Cast, *members: Member, to: int = 0) -> None:
    """Sent to the members, and to as many addresses besides."""
    actions.send(
        report=report, members=members, addresses=[f"person{n}@example.dk" for n in range(to)], as_link=False,
        letter="", is_vouched=True, by=cast.secretary, now=NOW,
    )  # fmt: skip


def test_the_list_names_who_got_it_and_the_file_by_its_fingerprint(
    secretary: Client, cast: Cast, ready: MakeReport
) -> None:
    for members, addresses in (((), 0), ((cast.head, cast.ski), 1), ((cast.head, cast.ski), 12)):
        sent(ready(), cast, *members, to=addresses)
    asked(requested_at=NOW - timedelta(days=1))  # without a file yet
    page = secretary.get(url("reports"))
    assert [report.told_to for report in page.context["page"]] == [
        "Mette Lindholm, person0@example.dk og 12 til",
        "Mette Lindholm, person0@example.dk, Peter Ravn",
        "",
        "",
    ]
    file = Report.objects.exclude(file=None)[0].file
    assert file
    assert re.findall("<code>(.*)</code>", page.content.decode()) == [file.sha256[:12]] * 3


def test_the_list_has_pages(secretary: Client, ready: MakeReport) -> None:
    for _ in range(21):
        ready()
    assert "Side 1 af 2" in secretary.get(url("reports")).content.decode()


def test_an_empty_list_offers_the_first(secretary: Client) -> None:
    page = secretary.get(url("reports")).content.decode()
    assert (page.count(f'href="{url("report_new")}"'), "Lav den første rapport" in page) == (1, True)
