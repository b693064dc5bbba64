"""What the standards ask of a calendar: each check takes its text and returns what is wrong, in English."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

Check = Callable[[str, Any], list[str]]
YEARS = range(2026, 2037)
ZONE = ZoneInfo("Europe/Copenhagen")
NEEDED = {  # RFC 5546, 3.2: what an event must have, by method
    "PUBLISH": ("DTSTAMP", "DTSTART", "ORGANIZER", "SUMMARY", "UID"),
    "REQUEST": ("ATTENDEE", "DTSTAMP", "DTSTART", "ORGANIZER", "SEQUENCE", "SUMMARY", "UID"),
    "CANCEL": ("ATTENDEE", "DTSTAMP", "ORGANIZER", "SEQUENCE", "UID"),
}


def faults(text: str, method: str = "") -> list[str]:
    """All that all checks find; `method` is what the Content-Type of the mail's part says."""
    made = Calendar.from_ical(text)
    found = [fault for check in CHECKS for fault in check(text, made)]
    return found if not method or method == made.get("METHOD") else [*found, f"the part says {method}"]


def lines(text: str, made: Any) -> list[str]:
    """RFC 5545, 3.1: CRLF, and lines of at most 75 octets."""
    found = ["no CRLF at the end"] if not text.endswith("\r\n") else []
    whole = text.split("\r\n")
    found += [f"a bare line end: {line[:40]!r}" for line in whole if "\n" in line or "\r" in line]
    return found + [f"a line of {len(line.encode())}" for line in whole if len(line.encode()) > 75]


def head(text: str, made: Any) -> list[str]:
    """RFC 5545, 3.6 and 3.7: PRODID, VERSION 2.0, one METHOD, at least one component."""
    found = [name for name in ("PRODID", "METHOD") if text.count(f"\r\n{name}:") + text.startswith(f"{name}:") != 1]
    return found + ([] if made.get("VERSION") == "2.0" and made.subcomponents else ["VERSION"])


def needed(text: str, made: Any) -> list[str]:
    """RFC 5546, 3.2: what each method must hold; an invitation or cancellation is about one meeting, to one person."""
    method = str(made.get("METHOD"))
    events = made.walk("VEVENT")
    found = [f"{method} without {name}" for event in events for name in NEEDED[method] if name not in event]
    if method != "PUBLISH" and len({str(event["UID"]) for event in events}) != 1:
        found.append(f"{method} of {len(events)} meetings")
    return found


def cancelled(text: str, made: Any) -> list[str]:
    """RFC 5546, 3.2.5: STATUS is CANCELLED in a CANCEL, which is a revision; nobody is asked to come to it."""
    if made.get("METHOD") == "REQUEST":
        return [f"REQUEST {event['STATUS']}" for event in made.walk("VEVENT") if event["STATUS"] == "CANCELLED"]
    if made.get("METHOD") != "CANCEL":
        return []
    return [
        f"CANCEL {event.get('STATUS')} {event.get('SEQUENCE')}"
        for event in made.walk("VEVENT")
        if event.get("STATUS") != "CANCELLED" or int(event.get("SEQUENCE", 0)) < 1
    ]


def stamps(text: str, made: Any) -> list[str]:
    """RFC 5545, 3.8.7.2 and 3.8.7.4: DTSTAMP in UTC; SEQUENCE not negative; UIDs different in a feed."""
    events = made.walk("VEVENT")
    found = [f"DTSTAMP {event['DTSTAMP'].to_ical()!r}" for event in events if event["DTSTAMP"].to_ical()[-1:] != b"Z"]
    found += [f"SEQUENCE {event['SEQUENCE']}" for event in events if int(event.get("SEQUENCE", 0)) < 0]
    uids = [str(event["UID"]) for event in events]
    return found + ([] if len(uids) == len(set(uids)) else ["a UID twice"])


def times(text: str, made: Any) -> list[str]:
    """RFC 5545, 3.8.2.2: DTEND after DTSTART, both in a zone that the calendar itself defines."""
    zones = {str(zone["TZID"]) for zone in made.walk("VTIMEZONE")}
    found = []
    for event in made.walk("VEVENT"):
        named = {str(event[name].params.get("TZID", "")) for name in ("DTSTART", "DTEND")}
        if not named <= zones:
            found.append(f"zones {sorted(named - zones)} are not defined")
        if event.decoded("DTEND") <= event.decoded("DTSTART"):
            found.append("it ends before it begins")
    return found


def names(text: str, made: Any) -> list[str]:
    """RFC 7986, 5.1 and 5.11: a feed has a NAME, as programs before it know it too; CONFERENCE is a URI."""
    found = []
    if "X-WR-CALNAME" in made and str(made.get("NAME", "")) != str(made["X-WR-CALNAME"]):
        found.append("no NAME")
    for event in made.walk("VEVENT"):
        for conference in [event["CONFERENCE"]] if "CONFERENCE" in event else []:
            if conference.params.get("VALUE") != "URI" or not str(conference).startswith("http"):
                found.append(f"CONFERENCE {conference}")
    return found


def zone(text: str, made: Any) -> list[str]:
    """RFC 5545, 3.6.5: each transition of ten years is the zone database's, and so is the time on both sides of it."""
    given = [_transitions(part) for part in made.walk("VTIMEZONE")]
    expected = transitions()
    return [] if given and all(each == expected for each in given) else ["the time zone differs from the database"]


@cache
def transitions() -> list[tuple[datetime, timedelta, timedelta]]:
    """The DST table: (moment in UTC, offset an hour before, offset then), of YEARS, by the zone database."""
    hours = int((datetime(YEARS.stop, 1, 1, tzinfo=UTC) - datetime(YEARS.start, 1, 1, tzinfo=UTC)) / timedelta(hours=1))
    found = []
    for number in range(1, hours):
        moment = datetime(YEARS.start, 1, 1, tzinfo=UTC) + timedelta(hours=number)
        before, then = ((moment - timedelta(hours=back)).astimezone(ZONE).utcoffset() for back in (1, 0))
        if before != then and before is not None and then is not None:
            found.append((moment, before, then))
    return found


def _transitions(part: Any) -> list[tuple[datetime, timedelta, timedelta]]:
    """The same, counted from the calendar's own rules: the last Sunday of a month, at a local time."""
    found = []
    for rule in part.subcomponents:
        start, before, then = (rule.decoded(name) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))
        recurs = rule["RRULE"]
        if recurs["FREQ"] != ["YEARLY"] or [str(day) for day in recurs["BYDAY"]] != ["-1SU"]:
            return []
        for year in YEARS:
            month = int(recurs["BYMONTH"][0])
            last = datetime(year + month // 12, month % 12 + 1, 1, start.hour, start.minute, tzinfo=UTC) - timedelta(
                days=1
            )
            sunday = last - timedelta(days=(last.weekday() + 1) % 7)
            found.append((sunday - before, before, then))
    return sorted(found)


def moments(text: str) -> list[tuple[datetime, datetime]]:
    """When each event begins and ends, in UTC: what is written, read by the calendar's own time zone and no other."""
    made = Calendar.from_ical(text)
    (part,) = made.walk("VTIMEZONE")
    table = _transitions(part)

    def in_utc(written: Any) -> datetime:
        local = datetime.strptime(written.to_ical().decode(), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        return local - next(then for moment, _, then in reversed(table) if moment + then <= local)

    return [(in_utc(event["DTSTART"]), in_utc(event["DTEND"])) for event in made.walk("VEVENT")]


CHECKS: tuple[Check, ...] = (lines, head, needed, cancelled, stamps, times, names, zone)
