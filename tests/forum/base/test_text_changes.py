"""Word diffs: what became of a text, and both texts found again in it."""

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
