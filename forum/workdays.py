"""Danish working days (library `holidays`), and the weeks in which nobody should be called to a meeting."""

from datetime import date, timedelta
from functools import cache

import holidays

AVOIDED_WEEKS = {7, 8, 28, 29, 30, 42}  # ISO weeks: winter, summer and autumn holidays


@cache
def _danish() -> holidays.HolidayBase:
    return holidays.country_holidays("DK", language="da")


def is_workday(day: date) -> bool:
    """Monday to Friday and no public holiday; 24 and 31 December and 5 June are days off in the municipalities."""
    special = (day.month, day.day) in {(12, 24), (12, 31), (6, 5)}
    return day.weekday() < 5 and day not in _danish() and not special


def add_workdays(day: date, count: int) -> date:
    """The date `count` working days after `day` (before it when negative); 0 gives `day` or the next working day."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left or not is_workday(day):
        day += step
        if is_workday(day) and left:
            left -= 1
    return day


def is_avoided(day: date) -> bool:
    """True in the holiday weeks and in the week of Easter, when a meeting should not be placed."""
    in_easter = any("påskedag" in (_danish().get(day + timedelta(days=d)) or "").lower() for d in range(-7, 8))
    return day.isocalendar().week in AVOIDED_WEEKS or in_easter or not is_workday(day)
