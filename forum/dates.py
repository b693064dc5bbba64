"""Danish dates in words, always in Danish local time."""

from datetime import date, datetime

from django.utils import timezone

DAYS = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
MONTHS = [
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
]  # fmt: skip


def local(moment: datetime) -> datetime:
    return timezone.localtime(moment)


def _date_of(day: date | datetime) -> date:
    return local(day).date() if isinstance(day, datetime) else day


def short_day(day: date | datetime) -> str:
    """«22. august 2019»"""
    day = _date_of(day)
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def month(day: date | datetime) -> str:
    """«juni 2019», for sources that give no day"""
    day = _date_of(day)
    return f"{MONTHS[day.month - 1]} {day.year}"


def long_day(day: date | datetime) -> str:
    """«torsdag den 22. august 2019»"""
    day = _date_of(day)
    return f"{DAYS[day.weekday()]} den {short_day(day)}"


def clock(moment: datetime) -> str:
    """«10.00»"""
    return local(moment).strftime("%H.%M")


def long_moment(moment: datetime) -> str:
    """«torsdag den 22. august 2019 kl. 10.00»"""
    return f"{long_day(moment)} kl. {clock(moment)}"


def span(start: datetime, end: datetime) -> str:
    """«torsdag den 22. august 2019 kl. 10.00-15.00»; both days are named when they differ."""
    if local(start).date() == local(end).date():
        return f"{long_moment(start)}-{clock(end)}"
    return f"{long_moment(start)} til {long_moment(end)}"


def term(days: int) -> str:
    """«et år», «to år», «90 dage»: how long something is kept."""
    years, rest = divmod(days, 365)
    if years and not rest:
        return {1: "et år", 2: "to år", 3: "tre år"}.get(years, f"{years} år")
    return "én dag" if days == 1 else f"{days} dage"


def duration(minutes: int) -> str:
    """«45 min.», «1 t.», «1 t. 30 min.»"""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} t."] if hours else []
    if rest or not parts:
        parts.append(f"{rest} min.")
    return " ".join(parts)
