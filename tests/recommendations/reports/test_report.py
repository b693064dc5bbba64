"""The report as paper: its structure, its words, and what it leaves out for each audience."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from forum.base.visibility import Audience, audience_viewer
from forum.people.models import Organisation
from recommendations.reports import document
from recommendations.reports.content import gather
from recommendations.reports.phase_chart import STATUSES, phase_chart_of
from recommendations.wording.load import load_ten, parse
from recommendations.wording.models import Recommendation
from tests import world
from tests.recommendations.reports import reading
from tests.world import NOW, Cast

pytestmark = pytest.mark.django_db
WORDS = {audience: f"kanari{audience.value}" for audience in Audience}


def areas(lead: Organisation, by: Any) -> None:
    """An area of each audience, under recommendation 9, with its own secret word everywhere."""
    ninth = Recommendation.objects.get(number=9)
    for audience, word in WORDS.items():
        area = world.make_area(
            lead, title=f"Område {word}", description=f"Om **{word}**", audience=audience, recommendation=ninth
        )
        area.partners.add(world.organisation("Odense"))
        world.make_update(area, by, sentence=f"Status {word}", next_step=f"Skridt {word}")


@pytest.fixture
def forum(cast: Cast) -> Cast:
    load_ten(by=None, now=NOW)
    Recommendation.objects.filter(number=1).update(why="Fordi **markedet** kan.\n\n1. Først\n2. Så")
    areas(world.organisation("Aalborg"), cast.lead)
    meeting = world.make_meeting(slug="2019-08-22", start=NOW.replace(year=2019, month=8, day=22), state="approved")
    world.make_minutes(meeting)
    ninth = Recommendation.objects.get(number=9)
    for number, (audience, word) in enumerate(WORDS.items(), start=1):
        item = world.make_item(meeting, number, title=f"Punkt {word}", audience=audience, recommendation=ninth)
        world.make_decision(item, text=f"Besluttet {word}", recommendation=ninth)
    hidden = world.make_item(meeting, 8, title="Punkt kanariinhabil", recommendation=ninth)
    hidden.disqualified.add(cast.disqualified)
    draft = world.make_meeting(slug="2026-12-01", start=NOW.replace(month=12, day=1), agenda_version=0)
    world.make_item(draft, 1, title="Punkt kanarikladde", recommendation=ninth)
    return cast


def canaries(text: str) -> set[str]:
    return set(re.findall(r"kanari[a-z]+", text))


@pytest.mark.parametrize("audience", list(Audience))
def test_each_audience_gets_its_own_words_and_no_others(forum: Cast, audience: Audience) -> None:
    allowed = {WORDS[wide] for wide in audience_viewer(audience).audiences for wide in [Audience(wide)]}
    assert canaries(document.html(audience=audience, now=NOW)) == allowed


def test_one_disqualified_member_empties_the_paper_for_nobody_else(forum: Cast) -> None:
    """The word is in the paper of the others, in no edition of the disqualified, nor in what anybody may read."""

    def holds(audience: Audience, readers: list[Any] | None) -> bool:
        named = None if readers is None else [member.pk for member in readers]
        return "kanariinhabil" in document.html(audience=audience, now=NOW, readers=named)

    assert [holds(Audience.MEMBERS, readers) for readers in ([], [forum.head], [forum.head, forum.disqualified])] == [
        True, True, False,
    ]  # fmt: skip
    assert not holds(Audience.MEMBERS, None)
    assert [len(made.readers) for made in document.editions(audience=Audience.PUBLIC, now=NOW)] == []
    with patch.object(document, "render", lambda html, **limits: html):
        other = list(document.editions(audience=Audience.MEMBERS, now=NOW))
        whole = document.make(audience=Audience.MEMBERS, now=NOW)
    assert [(made.readers, "kanariinhabil" in str(made.pdf)) for made in other] == [({forum.disqualified.pk}, False)]
    assert "kanariinhabil" in str(whole.pdf)


def test_members_are_named_for_members_only(forum: Cast) -> None:
    names = {member.name for member in vars(forum).values() if member is not forum.former}
    shown = {
        audience: {name for name in names | {"Ulla Mørk"} if name in document.html(audience=audience, now=NOW)}
        for audience in (Audience.PUBLIC, Audience.MEMBERS)
    }
    assert shown == {Audience.PUBLIC: set(), Audience.MEMBERS: names}


@pytest.fixture(autouse=True)
def _one_place_for_renders(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The same paper is rendered once for all tests here; the day's store does what it is there for."""
    settings.FILES_ROOT = tmp_path_factory.getbasetemp() / "report-files"


@pytest.fixture
def made(forum: Cast) -> bytes:
    return document.make(audience=Audience.MEMBERS, now=NOW).pdf


def test_the_pdf_itself_keeps_its_audience(forum: Cast, made: bytes) -> None:
    assert canaries(reading.text_of(made)) == {WORDS[Audience.PUBLIC], WORDS[Audience.MEMBERS], "kanariinhabil"}
    metadata = reading.opened(made).open_metadata()
    assert canaries(str(metadata)) == set()


def test_the_ten_are_there_to_the_letter(made: bytes) -> None:
    words = reading.words_of(made)
    assert {number: text for number, text in parse().items() if " ".join(text.split()) not in words} == {}


def test_structure(made: bytes) -> None:
    opened = reading.opened(made)
    found = reading.elements(opened)
    kinds = [element.kind for element in found]
    assert {
        kind: kind in kinds for kind in ("H1", "H2", "H3", "H4", "L", "LI", "Lbl", "LBody", "Link")
    } == dict.fromkeys(("H1", "H2", "H3", "H4", "L", "LI", "Lbl", "LBody", "Link"), True)
    tables = [reading.table_of(opened, element) for element in found if element.kind == "Table"]
    assert [(rows[0], {row[0] for row in rows[1:]}) for rows in tables] == [
        (["TH"] * len(rows[0]), {"TH"}) for rows in tables
    ]
    figures = [element.alt for element in found if element.kind == "Figure"]
    assert figures == [
        "Forum for innovation i indkøb",
        "Søjlediagram over 2 områder efter fase. Uddelegeret: 2. Status: 2 følger planen.",
    ]
    assert reading.unmarked_text(opened) == 0
    levels = [int(kind[1]) for kind in kinds if re.fullmatch("H[1-6]", kind)]
    assert [b - a for a, b in pairwise(levels) if b - a > 1] == []


def test_bookmarks_pages_and_contents(made: bytes) -> None:
    opened = reading.opened(made)
    chapters = ["Indhold", "Overblik", "Anbefalingerne", "Innovationsområderne", "Forummet", "Om rapporten"]
    titles = reading.outline(opened)
    assert [title for title in titles if title in chapters] == chapters
    assert [title for title in titles if title.startswith("9. ")] == [
        "9. Fordel det fælleskommunale ansvar for innovationsprojekter"
    ]
    pages = len(opened.pages)
    texts = [" ".join(reading.text_of(made, "-f", str(n), "-l", str(n)).split()) for n in range(1, pages + 1)]
    assert [text.endswith(f"Side {n} af {pages}") for n, text in enumerate(texts, start=1)] == [False] + [True] * (
        pages - 1
    )
    page_of = {
        title: n for n, text in enumerate(texts, start=1) for title in chapters if f" {title} " in text and n > 2
    }
    contents = reading.text_of(made, "-f", "2", "-l", "2", "-layout")
    listed = {title: int(n) for title, n in re.findall(r"^ *(\S.*?) {2,}(\d+)$", contents, re.M)}
    assert {title: listed[title] for title in chapters[1:4]} == {title: page_of[title] for title in chapters[1:4]}


def test_marked_and_embedded(made: bytes) -> None:
    opened = reading.opened(made)
    root: Any = opened.Root
    metadata = opened.open_metadata()
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")
    assert (str(root.Lang), bool(root.MarkInfo.Marked), metadata["dc:title"]) == ("da", True, document.TITLE)
    assert reading.fonts(opened) == {"IBM-Plex-Sans": True, "IBM-Plex-Sans-Semi-Bold": True}


def test_confidential_papers_say_so_on_every_page(forum: Cast) -> None:
    made = document.make(audience=Audience.AUTHORITIES, now=NOW)
    texts = [reading.text_of(made.pdf, "-f", str(n), "-l", str(n)).lower() for n in range(1, made.pdf.pages + 1)]
    assert ["kun ordregivere" in text for text in texts] == [True] * made.pdf.pages


def test_figure_and_table_tell_the_same(forum: Cast) -> None:
    from recommendations.areas.models import Area

    chart = phase_chart_of(Area.objects.visible_to(audience_viewer(Audience.AUTHORITIES)).with_latest_update())
    assert chart.total == sum(chart.totals) == sum(row.total for row in chart.rows) == 3
    assert [sum(piece.number for piece in row.pieces) for row in chart.rows] == [row.total for row in chart.rows]
    assert len(chart.words) == len(STATUSES) - 1  # none has ended


def test_every_number_of_areas_is_one_count(forum: Cast) -> None:
    lead, ninth = world.organisation("Aalborg"), Recommendation.objects.get(number=9)
    stopped = world.make_area(
        lead, title="Gulvvask", state="stopped", stop_reason="For svært.", audience="public", recommendation=ninth
    )
    world.make_update(stopped, forum.lead, colour="red")
    world.make_area(title="Uden anbefaling", audience="public")
    content = gather(audience_viewer(Audience.PUBLIC), NOW)
    chart = content.chart
    under = sum(len(part.areas) for part in content.recommendations)
    assert (len(content.areas), chart.total, sum(chart.totals), under + content.loose) == (3, 3, 3, 3)
    assert chart.phases == [("Foreslået", 1), ("Uddelegeret", 1), ("Stoppet", 1)]
    assert dict(zip(chart.words, chart.totals, strict=True)) == {
        "Følger planen": 1, "Kræver opmærksomhed": 0, "Gået i stå": 0, "Ingen status endnu": 1, "Ikke længere i gang": 1
    }  # fmt: skip
    paper = document.html(audience=Audience.PUBLIC, now=NOW)
    assert "Desuden hører 1 innovationsområde ikke under nogen af anbefalingerne." in paper
    assert "<strong>3</strong> innovationsområder" in paper


def test_an_empty_forum_has_a_report_too(db: None) -> None:
    made = document.make(audience=Audience.PUBLIC, now=NOW)
    assert "Der er ikke foreslået innovationsområder endnu." in reading.words_of(made.pdf)


def test_html_in_what_people_wrote_stays_text(forum: Cast) -> None:
    evil = '<img src="file:///etc/passwd"><script>alert(1)</script>'
    world.make_area(title="Område <b>fed</b>", slug="fed", description=evil, audience=Audience.PUBLIC)
    html = document.html(audience=Audience.PUBLIC, now=NOW)
    assert ("<script>" in html, "<b>fed" in html, '<img src="file' in html) == (False, False, False)


def test_the_command_writes_the_same(forum: Cast, tmp_path: Any, capsys: Any) -> None:
    path = tmp_path / "rapport.pdf"
    call_command("report", "anbefalinger", audience="members", output=path)
    assert canaries(reading.text_of(path.read_bytes())) == {WORDS[Audience.PUBLIC], WORDS[Audience.MEMBERS]}
    pages = len(reading.opened(path.read_bytes()).pages)
    assert capsys.readouterr().out == f"{path}: {pages} sider, hele forummet.\n"


def test_the_command_says_what_is_wrong(forum: Cast, tmp_path: Any) -> None:
    with pytest.raises(CommandError):
        call_command("report", "anbefalinger", audience="members", output=tmp_path / "ingen" / "rapport.pdf")


def test_version_dates_show_no_day_the_source_does_not_give(forum: Cast) -> None:
    html = document.html(audience=Audience.PUBLIC, now=NOW)
    assert ("Version 1, juni 2019" in html, "1. juni 2019" in html) == (True, False)
    ninth = Recommendation.objects.get(number=9)
    ninth.versions.create(number=2, text="Ny", date=date(2026, 11, 2))
    Recommendation.objects.filter(number=9).update(version=2)
    assert "Version 2, 2. november 2026" in document.html(audience=Audience.PUBLIC, now=NOW)
