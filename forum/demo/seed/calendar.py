"""When things happen in the demo: the next meeting soon, two a year before it, and all else in working hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from forum.base.workdays import add_workdays, is_avoided
from meetings.minutes.rules import REMARK_DAYS

ZONE = ZoneInfo(settings.TIME_ZONE)
TERMS = 5  # ordinary meetings before the next one, two a year
SEASONS = (((2, 24), (6, 20)), ((8, 17), (12, 8)))  # when a forum meets that meets in spring and in autumn
RELEASE_DAYS = 4  # working days from a meeting to its minutes
HOURS = 8  # of a working day, from 8


def today_of(now: datetime) -> date:
    return now.astimezone(ZONE).date()


def next_day(today: date) -> date:
    """A Thursday about three weeks ahead, in a week when people come."""
    day = today + timedelta(days=21 + (3 - today.weekday()) % 7)
    while is_avoided(day):
        day += timedelta(days=7)
    return day


def terms(today: date) -> list[date]:
    """The days of the ordinary meetings before the next one, the newest first: half a year apart, in season."""
    coming = next_day(today)
    return [_in_season(coming - timedelta(weeks=26 * count)) for count in range(1, TERMS + 1)]


def _in_season(day: date) -> date:
    """The day itself, or the nearest of the same weekday when a forum meets."""
    for weeks in range(27):
        for near in (day - timedelta(weeks=weeks), day + timedelta(weeks=weeks)):
            in_season = any(first <= (near.month, near.day) <= last for first, last in SEASONS)
            if in_season and not is_avoided(near):
                return near
    raise AssertionError("half a year has a season")


def working_day(latest: date) -> date:
    """The latest day, from Tuesday to Thursday, on which people could be called to a working meeting."""
    while is_avoided(latest) or latest.weekday() not in {1, 2, 3}:
        latest -= timedelta(days=1)
    return latest


def open_day(today: date) -> date:
    """Of the working meeting whose minutes are out for remarks."""
    return working_day(today - timedelta(days=9))


def open_release(today: date) -> date:
    """When they went out: not so long ago that the remarks are over, be it after a holiday, and not today."""
    due = add_workdays(open_day(today), RELEASE_DAYS)
    return min(max(due, add_workdays(today, -6)), add_workdays(today, -1))


def ripe_day(today: date) -> date:
    """Of the working meeting before it, the remarks to whose minutes are over."""
    day = working_day(open_day(today) - timedelta(days=14))
    while add_workdays(day, RELEASE_DAYS + REMARK_DAYS) >= today:
        day = working_day(day - timedelta(days=1))
    return day


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


def ago(today: date, days: int) -> date:
    """About so many days ago (a week or more), on a working day."""
    return add_workdays(today - timedelta(days=days), 0)


def spread(day: date, number: int) -> datetime:
    """A moment of its own for each of many who answer, from `day` on."""
    return at(add_workdays(day, number // HOURS), 8 + number % HOURS, number * 7 % 60)


def lately(now: datetime) -> datetime:
    """In the afternoon of the last working day that is over."""
    return at(add_workdays(today_of(now), -1), 14, 20)
