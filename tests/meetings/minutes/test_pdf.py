"""The minutes as PDF: each reader's own, made once a content by the worker, tagged and readable."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.base.dates import clock
from forum.jobs import worker
from forum.people.models import Member
from meetings.agenda.models import AgendaItem
from meetings.minutes.document import document, paper_html
from meetings.minutes.models import MinutesPdf
from tests import world
from tests.meetings.minutes.conftest import Held

Clients = Callable[[Member | None], Client]
WORDS = re.compile(r"Sagt \w+")
needs_fonts = pytest.mark.skipif(not finders.find("vendor/IBMPlexSans-Regular.ttf"), reason="front end not built")


def html(held: Held, member: Member) -> str:
    return paper_html(document(held.minutes, member.as_viewer()))


def test_each_gets_what_the_page_shows_them(held: Held) -> None:
    held.release()
    cast = held.cast
    assert WORDS.findall(html(held, cast.head)) == ["Sagt åbent", "Sagt lukket", "Sagt inhabilt"]
    assert WORDS.findall(html(held, cast.supplier)) == ["Sagt åbent", "Sagt inhabilt"]
    assert WORDS.findall(html(held, cast.disqualified)) == ["Sagt åbent", "Sagt lukket"]
    assert html(held, cast.head) == html(held, cast.chair)
    assert "Må ikke gives videre." in html(held, cast.head)
    assert "Må ikke gives videre." not in html(held, cast.supplier)


def test_what_is_closed_leaves_a_line_in_its_place_and_the_paper_is_an_extract(held: Held, client_for: Clients) -> None:
    world.make_item(held.meeting, 4, title="Frokost", kind="other")
    world.make_item(held.meeting, 5, title="Eventuelt", kind="other")
    held.write(AgendaItem.objects.get(number=5), "Intet.")
    held.release()
    cast = held.cast
    lines = re.compile(
        r"Punkt 2 \(kl. [\d.-]+\) var kun for ordregivere\.|Du er inhabil i punkt 3 og kan ikke læse det\."
        r"|Sagt \w+|Uddrag: |Inhabil i punktet: Karen Dahl|4\. Frokost|Intet\."
    )
    disqualified, extract = "Inhabil i punktet: Karen Dahl", "Uddrag: "
    begins, ends = (clock(held.meeting.start + timedelta(minutes=minutes)) for minutes in (30, 60))
    closed = f"Punkt 2 (kl. {begins}-{ends}) var kun for ordregivere."
    named = "Du er inhabil i punkt 3 og kan ikke læse det."
    rest = ["4. Frokost", "Intet."]
    for member, told, is_extract in (
        (cast.head, ["Sagt åbent", "Sagt lukket", disqualified, "Sagt inhabilt", *rest], False),
        (cast.supplier, ["Sagt åbent", closed, disqualified, "Sagt inhabilt", *rest], True),
        (cast.disqualified, ["Sagt åbent", "Sagt lukket", named, *rest], True),
    ):
        page = client_for(member).get(held.base).content.decode()
        for mark in ("<bdi>", "</bdi>"):
            page = page.replace(mark, "")
        assert lines.findall(page) == told
        paper = html(held, member)
        assert lines.findall(paper) == [extract] * is_extract + told
        assert (page.count("Eventuelt</h2>"), page.count(">Eventuelt<"), paper.count("Eventuelt")) == (1, 0, 1)


def test_ordered_once_a_content_however_often_asked(held: Held, client_for: Clients) -> None:
    held.release()
    url = held.base + "pdf/"
    page = client_for(held.cast.head).get(url).content.decode()
    assert ("Lav PDF" in page, MinutesPdf.objects.count()) == (True, 0)
    for member in (held.cast.head, held.cast.head, held.cast.chair, held.cast.supplier):
        assert client_for(member).post(url).status_code == 302
    assert MinutesPdf.objects.count() == 2
    assert "bliver lavet som PDF" in client_for(held.cast.head).get(url).content.decode()


def test_asking_how_far_it_is_costs_one_query_and_lays_nothing_out(held: Held, client_for: Clients) -> None:
    held.release()
    url, htmx = held.base + "pdf/", {"HX-Request": "true"}
    client = client_for(held.cast.head)
    client_for(held.cast.supplier).post(url)
    client.post(url)
    page = client.get(url).content.decode()
    asked = re.findall(r'hx-get="([^"]+)"', page)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as polled:
        swapped = client.get(asked[0], headers=htmx).content.decode()
    assert swapped.strip() in page
    assert "Der er 1 foran i køen." in swapped
    mine = [
        query["sql"]
        for query in polled
        if not re.search('FROM "(django_session|forum_member|forum_seat)', query["sql"])
    ]
    assert len(mine) == 1
    # Whose page it is not can neither name it nor, when the minutes are closed to them, ask about it
    assert client.get(url + "?pdf=" + "0" * 64, headers=htmx).status_code == 404
    held.meeting.audience = "secretariat"
    held.meeting.save()
    assert client.get(asked[0], headers=htmx).status_code == 404


def test_a_failure_is_said_and_can_be_tried_again(held: Held, client_for: Clients, settings: Any) -> None:
    held.release()
    client, url = client_for(held.cast.head), held.base + "pdf/"
    client.post(url)
    settings.STATICFILES_DIRS = []  # as on a server where the front end was not built
    _forget_finders()
    assert worker.work_next()
    _forget_finders()
    assert "kunne ikke laves" in client.get(url).content.decode()
    client.post(url)
    assert MinutesPdf.objects.get().job.state == "queued"


@needs_fonts
def test_the_file_is_served_to_its_readers_only_and_is_a_tagged_danish_pdf(held: Held, client_for: Clients) -> None:
    world.make_decision(held.open, text="Vi går videre.")
    world.make_action(held.open, world.seat_of(held.cast.head))
    held.release()
    url = held.base + "pdf/"
    supplier = client_for(held.cast.supplier)
    supplier.post(url)
    assert worker.work_next()
    # The waiting page asks by itself and gets a link, never the file's bytes
    made = MinutesPdf.objects.get()
    polled = supplier.get(f"{url}?pdf={made.content_hash}", headers={"HX-Request": "true"}).content.decode()
    assert "Referatet er klar som PDF." in polled
    answer = supplier.get(url)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    # The chair's paper is another one: this one is not what the chair's page shows
    assert client_for(held.cast.chair).get(url)["Content-Type"].startswith("text/html")
    with pikepdf.open(io.BytesIO(answer.getvalue())) as pdf:
        assert str(pdf.Root.Lang) == "da"
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert str(pdf.docinfo["/Title"]) == "Referat: Novembermøde"
        kinds = tags(pdf.Root.StructTreeRoot)
    headings = [kind for kind in kinds if re.fullmatch(r"H\d", kind)]
    # Title, Det besluttede vi, Opgaver, Deltagere with Afbud and Udeblevet, item 1 with Drøftelse, Beslutning,
    # Opfølgning, item 3 with Drøftelse
    assert headings == ["H1", *["H2"] * 3, "H3", "H3", "H2", "H3", "H3", "H3", "H2", "H3"]
    assert {"Table", "TH", "TD", "L", "LI", "P"} <= set(kinds)
    assert (made.job.state, made.html, str(made.file)) == ("done", "", f"Referat {held.meeting.slug}.pdf")


def _forget_finders() -> None:
    get_finder: Any = finders.get_finder
    get_finder.cache_clear()


def tags(element: Any) -> list[str]:
    """The kinds of the structure tree's elements, in reading order."""
    found = [str(element.S)[1:]] if "/S" in element else []
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            found += tags(child)
    return found
