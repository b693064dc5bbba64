"""The tests' clock: the same moment on whatever day they run, and the machine's for those that say so."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests import world


def test_it_stands_where_the_cast_lives_and_goes_where_a_test_moves_it(clock: time_machine.Traveller) -> None:
    assert timezone.now() == world.NOW
    clock.shift(timedelta(days=1))
    assert timezone.now() == world.NOW + timedelta(days=1)


@pytest.mark.real_time  # shows that the mark is heard
def test_who_asks_for_the_machines_clock_gets_it() -> None:
    assert timezone.now() > world.NOW
