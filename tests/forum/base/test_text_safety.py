"""What people write, as it reaches others: no HTML of theirs, no script behind a link, no line turned around."""

from __future__ import annotations

import pytest

from forum.base.markdown import MARKDOWN, to_html
from forum.base.text import clean_line


@pytest.mark.parametrize("written", ["<b onclick=x>hej</b>", "<script>alert(1)</script>", "<img src=x onerror=y>"])
def test_html_is_shown_as_it_was_written(written: str) -> None:
    """By the renderer itself: the cleaner behind it is the second lock, not the first."""
    assert "<" not in MARKDOWN.render(written).replace("<p>", "").replace("</p>", "")
    assert "&lt;" in to_html(written)


@pytest.mark.parametrize(
    ("address", "stays"),
    [
        ("https://kl.dk", True),
        ("mailto:a@example.dk", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
    ],
)
def test_links_lead_to_pages_and_addresses_alone(address: str, stays: bool) -> None:
    assert (f'href="{address}"' in to_html(f"[her]({address})")) is stays
    assert "javascript" not in to_html(f'<a href="{address}">her</a>').partition("&lt;")[0]


@pytest.mark.parametrize("mark", ["\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u200b"])
def test_a_name_does_not_turn_the_line_around(mark: str) -> None:
    assert clean_line(f"Mette{mark} Lindholm") == "Mette Lindholm"
