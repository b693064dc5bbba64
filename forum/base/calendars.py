"""Calendars (RFC 5545) in Copenhagen's time: events for mails (iTIP), single files and feeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText, vUri

from forum.base.text import clean, clean_line

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
PRODUCER = "-//KL//Forum for innovation i indkoeb//DA"


@dataclass(frozen=True)
class CalendarEvent:
    """What a calendar entry says. Texts may hold anything: they are cleaned and escaped here."""

    uid: str
    sequence: int
    stamp: datetime
    start: datetime
    end: datetime
    title: str
    place: str = ""
    description: str = ""
    url: str = ""
    online_link: str = ""
    is_cancelled: bool = False
    organiser: tuple[str, str] | None = None  # name, address
    attendee: tuple[str, str, str] | None = None  # name, address, PARTSTAT
    is_free: bool = False  # shown as free time: the person has declined


def calendar(events: Iterable[CalendarEvent], *, method: str, name: str = "") -> str:
    """A whole calendar as text with CRLF line ends. `method`: PUBLISH, REQUEST or CANCEL."""
    made = Calendar()
    made.add("prodid", PRODUCER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    if name:
        made.add("name", vText(clean_line(name)))  # RFC 7986, 5.1; the next is what programs read before it
        made.add("x-wr-calname", vText(clean_line(name)))
        made.add("x-wr-timezone", COPENHAGEN.key)
        made.add("refresh-interval", timedelta(hours=4), parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", "PT4H")
    made.add_component(_copenhagen())
    for happening in events:
        made.add_component(_event(happening))
    return made.to_ical().decode("utf-8")


def _event(said: CalendarEvent) -> Event:
    event = Event()
    event.add("uid", said.uid)
    event.add("sequence", said.sequence)
    event.add("dtstamp", said.stamp)
    event.add("dtstart", said.start.astimezone(COPENHAGEN))
    event.add("dtend", said.end.astimezone(COPENHAGEN))
    event.add("summary", clean_line(said.title))
    if said.place:
        event.add("location", clean_line(said.place))
    if said.description:
        event.add("description", clean(said.description))
    if said.url:
        event.add("url", said.url)
    if said.online_link:  # RFC 7986, 5.11: programs make a button of it
        how = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Deltag online"}
        event.add("conference", vUri(said.online_link), parameters=how)
    event.add("status", "CANCELLED" if said.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if said.is_free or said.is_cancelled else "OPAQUE")
    if said.organiser:
        event["organizer"] = _address(*said.organiser)
    if said.attendee:
        name, address, partstat = said.attendee
        attendee = _address(name, address)
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        attendee.params["PARTSTAT"] = vText(partstat)
        # Answers are given by our own links: an answer in the mail client would go to a mailbox that nobody counts
        attendee.params["RSVP"] = vText("FALSE")
        event.add("attendee", attendee, encode=False)
    return event


def _address(name: str, address: str) -> vCalAddress:
    made = vCalAddress(f"mailto:{address}")
    made.params["CN"] = vText(clean_line(name).replace('"', "'"))
    return made


def _copenhagen() -> Timezone:
    """The zone by rule (EU's since 1996): a few lines, where a table of every change would be forty."""
    zone = Timezone()
    zone.add("tzid", COPENHAGEN.key)
    for part, month, name, before, after, hour in (
        (TimezoneDaylight(), 3, "CEST", 1, 2, 2),
        (TimezoneStandard(), 10, "CET", 2, 1, 3),
    ):
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, hour))  # noqa: DTZ001 - local by definition
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone
