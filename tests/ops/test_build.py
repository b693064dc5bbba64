"""The front end is built from locked packages, once, and stays small enough for a train."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from forum.templatetags.layout import FILE_ICONS

ROOT: Path = settings.BASE_DIR
VENDOR = ROOT / "static/vendor"


def packed(name: str) -> int:
    return len(gzip.compress((VENDOR / name).read_bytes(), 9))


def test_lock_pins_every_package_and_names_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    del packages[""]
    assert [name for name, held in packages.items() if not held.get("integrity")] == []
    assert [name for name, held in packages.items() if "resolved" in held] == []


def test_building_again_does_nothing() -> None:
    before = (VENDOR / ".stamp.json").stat().st_mtime_ns
    done = subprocess.run([sys.executable, ROOT / "tools/frontend.py"], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
    assert (VENDOR / ".stamp.json").stat().st_mtime_ns == before


def test_sprite_has_just_the_icons_that_are_used() -> None:
    templates = "\n".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    named = set(re.findall(r'{% icon "([a-z-]+)"', templates))
    named |= set(re.findall(r'icon_name="([a-z-]+)"', templates))
    scripts = (ROOT / "static/js/editor-toolbar.js").read_text()
    named |= set(re.findall(r'icon: "([a-z-]+)"', scripts)) | set(FILE_ICONS.values()) | {"file"}
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (VENDOR / "icons.svg").read_text()))
    assert drawn == named


def test_page_weight() -> None:
    """Gzipped: the sheet, the script of a stranger's pages and of a member's, and the editor's, for writers."""
    assert packed("site.css") < 16_000
    assert packed("app.js") < 6_000
    assert packed("member.js") < 11_000
    assert packed("editor.js") < 140_000
    fonts = list((VENDOR / "assets").glob("*.woff2"))
    assert len(fonts) == 2
    assert sum(font.stat().st_size for font in fonts) < 40_000


def test_each_kind_of_field_is_drawn() -> None:
    """The design system is loaded part by part: one that looks unused may draw a field (`dropdown` draws `select`)."""
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", (VENDOR / "site.css").read_text())
    drawn = {
        kind: "".join(how for of, how in rules if f".form-{kind}" in of.split(",")) for kind in ("input", "select")
    }
    assert [kind for kind, how in drawn.items() if not re.search("border:1px.*padding:", how)] == []
    assert "chevron-down" in drawn["select"]


def test_sheet_asks_for_nothing_from_elsewhere() -> None:
    sheet = (VENDOR / "site.css").read_text()
    assert re.findall(r"url\((?!\.?/?\"?\.?/?assets/)[^)]*\)", sheet) == []
    assert "@import" not in sheet


def test_what_is_seen_comes_in_the_order_it_is_read() -> None:
    """A sheet that reorders sends keyboard and voice another way than the eye (WCAG 1.3.2)."""
    sheets = {path.name: path.read_text() for path in (ROOT / "static/css").rglob("*.scss")}
    assert [name for name, text in sheets.items() if re.search(r"(?<![-\w])order:", text)] == []
