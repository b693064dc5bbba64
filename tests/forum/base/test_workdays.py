"""Danish working days."""

from __future__ import annotations

from datetime import date

import pytest

from forum.base.workdays import add_workdays, is_workday


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        ("2026-11-23", True),  # a Monday
        ("2026-11-22", False),  # a Sunday
        ("2026-04-03", False),  # Good Friday
        ("2026-06-05", False),  # Constitution Day
        ("2026-12-24", False),
        ("2026-12-28", True),
        ("2026-12-31", False),
    ],
)
def test_days_on_which_people_work(day: str, is_one: bool) -> None:
    assert is_workday(date.fromisoformat(day)) is is_one


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        ("2026-11-23", 10, "2026-12-07"),
        ("2026-11-22", 0, "2026-11-23"),  # from a day off: the next that is none
        ("2026-12-23", 1, "2026-12-28"),  # over Christmas
        ("2026-12-28", -1, "2026-12-23"),
    ],
)
def test_days_are_counted(day: str, count: int, then: str) -> None:
    assert add_workdays(date.fromisoformat(day), count) == date.fromisoformat(then)
