"""veraPDF: each kind of paper is the archival and accessible PDF that it says it is."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from forum.base import markdown
from forum.base.pdf import render as engine
from forum.base.visibility import Audience
from forum.membership import own_data_words
from meetings.minutes.document import document, paper_html
from meetings.minutes.models import Minutes, Note
from recommendations.reports.models import Report
from tests import world
from tests.canary.world import Sweep
from tests.recommendations.reports import reading
from tests.validators.checkers import needs_java, pdf_faults
from tests.world import NOW

PAGES = Path(settings.BASE_DIR) / "templates/pdf"
# All that a person can write: each of these becomes an element of its own in the PDF's structure
WRITTEN = """# Overskrift

Et afsnit med *kursiv*, **fed**, `kode` og [et **fedt** link med `kode`](https://kommune.example/en/lang/adresse).
Et til: <https://kommune.example/{}>

- Punkt
    1. Underpunkt med [*link*](mailto:forum@kommune.example)
- Punkt

> Citat

| Kommune | Beløb |
| --- | ---: |
| Greve | 100.000 |

***
""".format("adresse/" * 30)


def reports(sweep: Sweep) -> dict[str, bytes]:
    made = {report.audience: report for report in Report.objects.select_related("file")}
    return {f"rapport-{audience.value}": made[audience].file.path.read_bytes() for audience in Audience}


def minutes(sweep: Sweep) -> dict[str, bytes]:
    """Whole, as an extract without what is closed, as a draft, and approved."""
    Note.objects.filter(item__meeting__in=[sweep.meeting, sweep.draft_meeting]).update(text=WRITTEN)
    draft = Minutes.objects.get(meeting=sweep.draft_meeting)
    approved = Minutes.objects.get(pk=sweep.minutes.pk)
    approved.state, approved.approved_at = Minutes.State.APPROVED, NOW + timedelta(days=3)
    readers = {
        "hele": (sweep.minutes, sweep.cast.secretary), "uddrag": (sweep.minutes, sweep.cast.supplier),
        "kladde": (draft, sweep.cast.secretary), "godkendt": (approved, sweep.cast.secretary),
    }  # fmt: skip
    papers = {name: paper_html(document(read, reader.as_viewer())) for name, (read, reader) in readers.items()}
    assert len(set(papers.values())) == len(papers)
    return {f"referat-{name}": engine.render(html) for name, html in papers.items()}


def own_data(sweep: Sweep) -> dict[str, bytes]:
    """With rows that lead to pages, and with sections without any."""
    world.make_answer(sweep.coming, world.seat_of(sweep.cast.head), answered_by=sweep.cast.head)
    return {"egne-data": engine.render(own_data_words.paper_html(sweep.cast.head, NOW))}


KINDS: dict[str, Callable[[Sweep], dict[str, bytes]]] = {
    "recommendations.html": reports, "minutes.html": minutes, "own_data.html": own_data,
}  # fmt: skip


def test_every_kind_of_paper_is_tried() -> None:
    kinds = {path.name for path in PAGES.glob("*.html") if '{% extends "pdf/base.html" %}' in path.read_text()}
    assert kinds == set(KINDS)


def broken() -> bytes:
    """A picture without its words, a heading left out, colours that no profile explains."""
    wrong = '<h2>To</h2><h4>Fire</h4><img src="image:logo.svg">'
    html = render_to_string("pdf/base.html", {"title": "Prøve"}).replace("</body>", f"{wrong}</body>")
    with reading.opened(engine.render(html)) as pdf:
        del pdf.Root.OutputIntents
        pdf.save(saved := io.BytesIO())
    return saved.getvalue()


@needs_java
@pytest.mark.slow  # eight PDFs are laid out and taken apart again, by one Java process
def test_every_kind_of_paper_is_archival_and_accessible(sweep: Sweep, tmp_path: Path) -> None:
    papers = {name: pdf for make in KINDS.values() for name, pdf in make(sweep).items()}
    for name, pdf in {**papers, "forkert": broken()}.items():
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
    found = pdf_faults(sorted(tmp_path.glob("*.pdf")))
    rules = {line.split(" x")[0] for line in found.pop("forkert")}
    assert rules == {"ua1 7.3-1", "ua1 7.4.2-1", "3a 6.2.4.3-2", "3a 6.2.10-2"}  # the checker does find what is wrong
    assert found == {name: [] for name in papers}
    dated = {name: reading.made_at(pdf) for name, pdf in papers.items()}
    day = dict.fromkeys(papers, "23") | {"referat-godkendt": "26"}
    assert dated == {name: f"D:202611{day[name]}090000+01'00" for name in papers}  # the paper's time, not the file's


def test_no_element_inside_a_link() -> None:
    """Each would become a link of its own, owned by something that is no link (ISO 14289-1, 7.18.5)."""
    inside = re.compile(r"<a\b[^>]*>(?:(?!</a>).)*<(?!/a>)", re.S)
    pages = {path.name: path.read_text() for path in PAGES.rglob("*.html")}
    assert [name for name, html in pages.items() if inside.search(html)] == []
    assert markdown.to_html("[**x**](https://a.example)").count("<strong>") == 1  # people's own: the engine's matter
