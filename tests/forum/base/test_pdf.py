"""The engine: what it writes, what it refuses, and that it stays within its limits."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.contrib.staticfiles import finders

from forum.base.markdown import to_html
from forum.base.pdf.render import Limits, Pdf, RenderFailed, render
from tests.recommendations.reports import reading

PAGE = """<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>Prøve æøå</title>
<link rel="stylesheet" href="sheet:report.css">{head}</head>
<body><p class="running">Løbende titel</p>{body}</body></html>"""
BODY = """<section><h2 id="a">Afsnit A</h2><p>Brødtekst æøå <em>kursiv</em></p><h3>Under A</h3>
<ul><li>ét</li><li>to</li></ul><img src="image:logo.svg" alt="Logoet">
<table><caption>Tal</caption><thead><tr><th scope="col">År</th><th scope="col">Antal</th></tr></thead>
<tbody><tr><th scope="row">2019</th><td>10</td></tr></tbody></table></section>"""


def page(body: str = BODY, head: str = "") -> str:
    return PAGE.format(body=body, head=head)


@pytest.fixture(scope="module")
def made() -> Pdf:
    return render(page())


def test_marked_as_archival_and_accessible(made: Pdf) -> None:
    document = reading.opened(made)
    metadata = document.open_metadata()
    assert {key: metadata[key] for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part", "dc:title")} == {
        "pdfaid:part": "3",
        "pdfaid:conformance": "A",
        "pdfuaid:part": "1",
        "dc:title": "Prøve æøå",
    }
    root: Any = document.Root
    assert (str(root.Lang), bool(root.MarkInfo.Marked), bool(root.ViewerPreferences.DisplayDocTitle)) == (
        "da",
        True,
        True,
    )
    assert str(root.OutputIntents[0].S) == "/GTS_PDFA1"
    assert made.pages == len(document.pages) == 1


def test_structure_is_read_in_order(made: Pdf) -> None:
    kept = {"H2", "H3", "P", "L", "LI", "Figure", "Table", "Caption", "TR", "TH", "TD"}
    found = [element.kind for element in reading.elements(reading.opened(made)) if element.kind in kept]
    table = ["Table", "Caption", "TR", "TH", "TH", "TR", "TH", "TD"]
    assert found == ["H2", "P", "H3", "L", "LI", "LI", "Figure", *table]


def test_figures_say_what_they_show(made: Pdf) -> None:
    assert [e.alt for e in reading.elements(reading.opened(made)) if e.kind == "Figure"] == ["Logoet"]


def test_bookmarks_and_own_embedded_fonts(made: Pdf) -> None:
    document = reading.opened(made)
    assert reading.outline(document) == ["Afsnit A", "Under A"]
    assert reading.fonts(document) == {
        "IBM-Plex-Sans": True,
        "IBM-Plex-Sans-Semi-Bold": True,
        "IBM-Plex-Sans-Italic": True,
    }


def test_every_text_is_content_or_artifact_and_running_headers_are_artifacts(made: Pdf) -> None:
    document = reading.opened(made)
    assert reading.unmarked_text(document) == 0
    assert reading.page_artifacts(document.pages[0]) == ["Pagination"] * 3
    tree: Any = document.Root.StructTreeRoot
    reachable = {element.number for element in reading.elements(document)}
    mapped = {item.objgen for item in tree.ParentTree.Nums[1] if item is not None}
    assert mapped - reachable == set()


@pytest.fixture
def spy() -> Iterator[tuple[str, list[str]]]:
    """A web server that notes what is asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"p::after { content: 'HEMMELIGT' }")

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_nothing_is_fetched_from_disk_or_network(spy: tuple[str, list[str]], tmp_path: Path) -> None:
    site, asked = spy
    secret = tmp_path / "hemmelig.css"
    secret.write_text("p::after { content: 'HEMMELIGT' }")
    head = "".join(
        f'<link rel="stylesheet" href="{url}"><link rel="attachment" href="{url}"><style>@import "{url}";</style>'
        for url in (
            secret.as_uri(),
            f"{site}/a.css",
            f"file://localhost{secret}",
            "data:text/css,p::after{content:'HEMMELIGT'}",
        )
    )
    html = page(f'<p>Tekst</p><img src="{site}/b.png" alt="b"><img src="{secret.as_uri()}" alt="c">', head)
    from weasyprint import HTML  # with its own fetcher there is something to leak

    assert "HEMMELIGT" in reading.text_of(HTML(string=html).write_pdf())
    assert asked
    asked.clear()
    made = render(html)
    assert (asked, "HEMMELIGT" in reading.text_of(made)) == ([], False)
    assert "/EmbeddedFiles" not in reading.opened(made).Root.get("/Names", pikepdf.Dictionary())


def test_given_pictures_are_shown() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20"><text y="18">KORT</text></svg>'
    made = render(page('<img src="image:kort.svg" alt="Kort">'), assets={"image:kort.svg": svg})
    assert "KORT" in reading.text_of(made)


TOO_LARGE = "PDF-filen blev for stor eller tog for lang tid at lave. Prøv igen, eller del indholdet op."


@pytest.mark.parametrize(
    "limits",
    [Limits(cpu=1), Limits(wall=1), Limits(memory=220 * 1024 * 1024)],
    ids=["cpu", "wall", "memory"],
)
def test_a_greedy_document_ends_alone(limits: Limits) -> None:
    rows = "<tr><td>a</td><td>b</td></tr>" * 20_000
    with pytest.raises(RenderFailed) as failure:
        render(page(f"<table>{rows}</table>"), limits=limits)
    assert str(failure.value) == TOO_LARGE
    assert render(page("<p>Den næste</p>")).pages == 1


def test_missing_fonts_are_named_and_not_replaced(settings: Any, tmp_path: Path) -> None:
    settings.STATICFILES_DIRS = [tmp_path]
    get_finder: Any = finders.get_finder
    get_finder.cache_clear()
    with pytest.raises(RenderFailed) as failure:
        render(page("<p>Uden skrifttyper</p>"))
    get_finder.cache_clear()
    assert (
        str(failure.value) == "Skrifttyperne til PDF mangler på serveren. Kør »python tools/frontend.py«, og prøv igen."
    )


@pytest.mark.slow(reason="starts the whole site in a new process")
def test_the_web_process_never_loads_the_engine() -> None:
    script = (
        "import sys, forum.wsgi, forum.tasks; from django.urls import get_resolver; get_resolver().url_patterns; "
        "print(sorted(m for m in sys.modules if m.split('.')[0] in {'weasyprint', 'fontTools', 'tinycss2'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


FRAMES = [
    "<p>{}</p>", "<ul><li>{}</li></ul>", "<blockquote><p>{}</p></blockquote>", "<dl><dt>A</dt><dd>{}</dd></dl>",
    "<h2>{}</h2>", "<pre><code>{}</code></pre>", '<div class="decision"><p>{}</p></div>',
    '<ul class="columns"><li>{}</li></ul>', '<p class="lead">{}</p>', '<div class="wording"><p>{}</p></div>',
    "<table><tbody><tr><td>{}</td><td>2</td></tr></tbody></table>",
]  # fmt: skip


def test_long_addresses_break_at_the_margin() -> None:
    """Nothing is cut at the paper's edge: every letter lies within the margins of 24 mm."""
    addresses = [f"https://example.dk/{n}/" + f"a{n}b2c3d4" * 30 for n in range(len(FRAMES))]
    body = "".join(frame.format(address) for frame, address in zip(FRAMES, addresses, strict=True))
    boxes = re.findall(
        r'<word xMin="([\d.]+)"[^>]*xMax="([\d.]+)"[^>]*>([^<]*)', reading.text_of(render(page(body)), "-bbox")
    )
    written = "".join(text for _, _, text in boxes)
    assert [address for address in addresses if address not in written] == []
    edges = [(float(left), float(right)) for left, right, _ in boxes]
    margin = 24 / 25.4 * 72
    assert [edge for edge in edges if edge[0] < margin - 1 or edge[1] > 595.3 - margin + 1] == []


def test_a_column_of_numbers_stands_to_the_right() -> None:
    made = render(page(to_html("| Kommune | Beløb |\n|---|---:|\n| Greve | 7 |\n| Køge | 100000 |")))
    edges = {
        text: round(float(right), 2)
        for right, text in re.findall(r'xMax="([\d.]+)"[^>]*>([^<]*)', reading.text_of(made, "-bbox"))
    }
    assert edges["Beløb"] == edges["7"] == edges["100000"]
