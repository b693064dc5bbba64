"""Word diffs: what became of a text, and both texts found again in it."""

import sys
from typing import Any

import pytest

from forum.base.text import changes

PAIRS = [
    ("", ""),
    ("", "Nyt"),
    ("En plan, i sammenhæng", "En plan i sammenhæng"),
    ("  Æbler og  pærer\n\nslut", "Pærer\n\nog slut."),
    ("🎉 <script>", "🎉 &lt;"),
]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_new_text_is_what_stays_and_what_is_added(old: str, new: str) -> None:
    parts = changes(old, new)
    assert "".join(text for kind, text in parts if kind != "removed") == new
    assert "".join(text for kind, text in parts if kind != "added").split() == old.split()


def test_a_sign_added_to_a_word_leaves_the_word_alone() -> None:
    assert changes("Lav en plan nu", "Lav en plan, der holder") == [
        ("same", "Lav en plan"),
        ("removed", " nu"),
        ("added", ", der holder"),
    ]


def test_long_texts_are_compared_in_reasonable_time() -> None:
    text = " ".join(f"ord{n % 400}" for n in range(1_400))
    assert changes(text, text + " slut")[-1] == ("added", " slut")


def test_a_new_paragraph_leaves_its_neighbours_alone() -> None:
    assert changes("Første afsnit.\n\nAndet afsnit.", "Første afsnit.\n\nNyt imellem.\n\nAndet  afsnit!") == [
        ("same", "Første afsnit."),
        ("added", "\n\nNyt imellem."),
        ("same", "\n\nAndet  afsnit"),
        ("removed", "."),
        ("added", "!"),
    ]


def steps(old: str, new: str) -> int:
    """The lines of Python that a comparison runs: what it costs, without a clock."""
    count = 0

    def tracer(*_: object) -> Any:
        nonlocal count
        count += 1
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        changes(old, new)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("between", [" ", ", ", "\n"])
def test_texts_without_a_word_in_common_cost_no_more_than_their_length(between: str) -> None:
    """Cubic before: 400 words took two seconds, since each space of the one met each space of the other."""
    short, long = (
        steps(between.join(f"a{n}" for n in range(words)), between.join(f"b{n}" for n in range(words)))
        for words in (100, 400)
    )
    assert long < 6 * short


def test_what_would_take_too_long_is_replaced_whole() -> None:
    old, new = (" ".join(f"{sign}{n} ord{n % 150}" for n in range(1_600)) for sign in "ab")
    assert changes(old, new) == [("removed", old), ("added", new)]
