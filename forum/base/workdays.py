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


def why_avoided(day: date) -> str:
    """Why the day is a bad one for a meeting, as the end of a Danish sentence; "" for a good day."""
    holiday = _danish().get(day)
    near = [_danish().get(day + timedelta(days=n)) or "" for n in range(-7, 8)]
    week = day.isocalendar().week
    reasons = {
        f"er helligdag ({holiday})": bool(holiday),
        "ligger i en weekend": day.weekday() >= 5,
        "er fridag i kommunerne": not is_workday(day),
        f"ligger i uge {week}, hvor mange holder ferie": week in AVOIDED_WEEKS,
        "ligger op til påske, hvor mange holder ferie": any("påskedag" in name.lower() for name in near),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def is_avoided(day: date) -> bool:
    """True at weekends and holidays, in the holiday weeks and around Easter."""
    return bool(why_avoided(day))
