"""What is typed about a meeting, read as Danes mean it."""

from __future__ import annotations

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from meetings.forms.meetings import ClockField


@pytest.mark.parametrize(("typed", "read"), [("9", time(9)), ("15", time(15)), ("9.30", time(9, 30))])
def test_whole_hours_are_clocks(typed: str, read: time) -> None:
    assert ClockField().clean(typed) == read


def test_no_hour_is_25() -> None:
    with pytest.raises(ValidationError):
        ClockField().clean("25")
