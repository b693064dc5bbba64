"""Danish dates in words, always in Danish local time; and the day, month or year that somebody's words name."""

import re
from datetime import date, datetime, timedelta

from django.utils import timezone

DAYS = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
MONTHS = [
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
]  # fmt: skip
# »2019-08-22«; »22.08.2019«, »22/8-2019«, »22.8.19«; »22. august 2019«, »aug. 2019«, »22. august«
NAMED = re.compile(
    r"\b(?P<iso>\d{4}-\d{1,2}-\d{1,2})\b"
    r"|\b(?<!\d\.)(?P<day>\d{1,2}) ?[./-] ?(?P<month>\d{1,2})[./ -]{1,2}(?P<year>\d{4}|\d{2})\b(?!\.\d)"
    r"|\b(?:(?P<nth>\d{1,2})\.? ?)?(?P<name>[a-z]{3,9})(?:\.? (?P<of>\d{4})\b|(?(nth)\b\.?|(?!)))",
    re.IGNORECASE,
)
# A year only by itself: in »budget 2019« it is one of the words, and the meetings of 2019 would stand before the budget
YEAR = re.compile(r"\s*(?:møder? )?(?:i )?(?P<year>(?:19|20)\d\d)\s*", re.IGNORECASE)
LEAP_YEAR = 2000  # has every day that any year has


def local(moment: datetime) -> datetime:
    return timezone.localtime(moment)


def _date_of(day: date | datetime) -> date:
    return local(day).date() if isinstance(day, datetime) else day


def short_day(day: date | datetime) -> str:
    """»22. august 2019«"""
    day = _date_of(day)
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def near_day(day: date | datetime, now: datetime) -> str:
    """»7. januar« while that can mean but one day, less than eleven months from `now`; else with its year."""
    day = _date_of(day)
    is_near = abs((day - local(now).date()).days) < 330
    return f"{day.day}. {MONTHS[day.month - 1]}" if is_near else short_day(day)


def near_weekday(day: date | datetime, now: datetime) -> str:
    """»torsdag den 7. januar«, with its year as in `near_day`."""
    return f"{DAYS[_date_of(day).weekday()]} den {near_day(day, now)}"


def example_day() -> str:
    """The next 22nd as a form writes it, »22.12.2026«: near, to come, and no month, however it is read."""
    today = local(timezone.now()).date()
    month = today if today.day < 22 else today.replace(day=1) + timedelta(days=31)
    return month.replace(day=22).strftime("%d.%m.%Y")


def month(day: date | datetime) -> str:
    """»juni 2019«, for sources that give no day"""
    day = _date_of(day)
    return f"{MONTHS[day.month - 1]} {day.year}"


def long_day(day: date | datetime) -> str:
    """»torsdag den 22. august 2019«"""
    day = _date_of(day)
    return f"{DAYS[day.weekday()]} den {short_day(day)}"


def clock(moment: datetime) -> str:
    """»10.00«"""
    return local(moment).strftime("%H.%M")


def long_moment(moment: datetime) -> str:
    """»torsdag den 22. august 2019 kl. 10.00«"""
    return f"{long_day(moment)} kl. {clock(moment)}"


def span(start: datetime, end: datetime) -> str:
    """»torsdag den 22. august 2019 kl. 10.00-15.00«; both days are named when they differ."""
    if local(start).date() == local(end).date():
        return f"{long_moment(start)}-{clock(end)}"
    return f"{long_moment(start)} til {long_moment(end)}"


def term(days: int) -> str:
    """»et år«, »to år«, »90 dage«: how long something is kept."""
    years, rest = divmod(days, 365)
    if years and not rest:
        return {1: "et år", 2: "to år", 3: "tre år"}.get(years, f"{years} år")
    return "én dag" if days == 1 else f"{days} dage"


def duration(minutes: int) -> str:
    """»45 min.«, »1 t.«, »1 t. 30 min.«"""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} t."] if hours else []
    if rest or not parts:
        parts.append(f"{rest} min.")
    return " ".join(parts)


def named(text: str) -> tuple[str, str] | None:
    """The first day or month that a text names, or the year that the whole text is: a LIKE pattern for ISO days, and
    the text with the day in words.

    "2019-08-22", "2019-08-__", "2019-__-__" or, of any year, "____-08-22"; in the text it reads »22. august 2019« then.
    """
    if year := YEAR.fullmatch(text):
        return f"{year['year']}-__-__", text
    for found in NAMED.finditer(text):
        try:
            like, words = _read(found)
        except ValueError:  # the 31st of February, or another word before a number
            continue
        return like, text[: found.start()] + words + text[found.end() :]
    return None


def _read(found: re.Match[str]) -> tuple[str, str]:
    if found["iso"]:
        day = date(*map(int, found["iso"].split("-")))
    elif found["day"]:
        year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
        day = date(year, int(found["month"]), int(found["day"]))
    else:
        day = date(int(found["of"] or LEAP_YEAR), _month_number(found["name"]), int(found["nth"] or 1))
        if not found["nth"]:
            return f"{day:%Y-%m}-__", month(day)
        if not found["of"]:
            return f"____-{day:%m-%d}", f"{day.day}. {MONTHS[day.month - 1]}"
    return day.isoformat(), short_day(day)


def _month_number(name: str) -> int:
    """The number of a month from its name or the beginning of it. Raises ValueError for any other word."""
    beginnings = [month[: len(name)] for month in MONTHS]
    return beginnings.index(name.lower()) + 1
