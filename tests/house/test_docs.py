"""What the documents say of the code is true: the code they show is run, the places they name are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
SHOWN = re.compile(r"^`(\S+)`\n\n```\w+\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
PLACE = re.compile(r"`((?:forum|meetings|recommendations|templates|static|tests|tools|docs)/[\w/.-]*)`")
DOCUMENTS = [path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")] if path.name != "CHANGELOG.md"]


def test_the_feature_that_is_shown_is_the_one_that_is_run() -> None:
    shown = dict(SHOWN.findall((ROOT / "docs/add-a-feature.md").read_text()))
    folder = ROOT / "tests/forum/web/texts"
    paths = [path for kind in ("*.py", "*.html") for path in folder.rglob(kind) if path.name != "__init__.py"]
    files = {path.relative_to(ROOT).as_posix(): path.read_text() for path in paths}
    assert len(files) == 9
    assert shown == files


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_places_are_there(document: Path) -> None:
    text = document.read_text()
    assert [link for link in LINK.findall(text) if not (document.parent / link).exists()] == []
    assert [place for place in PLACE.findall(text) if not (ROOT / place).exists()] == []
