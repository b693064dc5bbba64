"""The revision of a row without a counter."""

from __future__ import annotations

from forum.base.stale import digest
from forum.base.visibility import Audience


def test_a_choice_and_its_value_are_the_same_content() -> None:
    assert digest("Tekst", Audience.MEMBERS, None) == digest("Tekst", "members", None)


def test_what_moves_from_one_field_to_the_next_changes_it() -> None:
    found = {
        digest("a", "b"),
        digest("ab", ""),
        digest("a\nb", ""),
        digest("a", None),
        digest("a", "None"),
        digest("a"),
    }
    assert len(found) == 6
