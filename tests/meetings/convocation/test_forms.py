"""What is typed about a meeting, read as Danes mean it."""

from __future__ import annotations

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from forum.base.fields import ClockField
from meetings.attendance.forms import AnswerForm


@pytest.mark.parametrize(("typed", "read"), [("9", time(9)), ("15", time(15)), ("9.30", time(9, 30))])
def test_whole_hours_are_clocks(typed: str, read: time) -> None:
    assert ClockField().clean(typed) == read


def test_no_hour_is_25() -> None:
    with pytest.raises(ValidationError):
        ClockField().clean("25")


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("Bo Lund <bo@x.dk>", "Skriv kun navnet, uden mailadresse."),
        ("bo@x.dk", "Skriv kun navnet, uden mailadresse."),
        ("Lund, Bo", "Skriv navnet uden komma, fx »Bo Lund«."),
    ],
)
def test_a_substitutes_name_is_a_name(written: str, sentence: str) -> None:
    form = AnswerForm({"answer": "substitute", "substitute_name": written})
    assert form.errors == {"substitute_name": [sentence]}


def test_a_substitutes_name_that_is_too_long_is_refused_for_that_alone() -> None:
    form = AnswerForm({"answer": "substitute", "substitute_name": "a" * 1_000_000})
    assert [error.code for error in form.errors.as_data()["substitute_name"]] == ["max_length"]
