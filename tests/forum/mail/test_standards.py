"""Each check of a mail and of a calendar can fail: a sample that is right, and one that is broken for each check."""

from __future__ import annotations

import pytest

from forum.base import calendars
from forum.base.calendars import CalendarEvent, calendar
from forum.mail.message import to_message
from forum.mail.outbox import Rendered, queue
from tests import calendar_checks, mail_checks, world
from tests.world import NOW

EVENT = CalendarEvent(
    uid="1@forum", sequence=1, stamp=NOW, start=NOW, end=NOW.replace(hour=12), title="Møde, nu; eller aldrig" * 5,
    online_link="https://example.dk/a", organiser=("KL", "kl@example.dk"),
    attendee=("Åse", "aase@example.dk", "ACCEPTED"),
)  # fmt: skip
REQUEST, FEED = calendar([EVENT], method="REQUEST"), calendar([EVENT], method="PUBLISH", name="Forum, innovation")


@pytest.fixture
def raw(db: None) -> bytes:
    text = "Kære Åse\n\n" + "æøå " * 60 + "\n\n-- \nForum\n"
    mail = queue(
        key="test:1", kind=world.GREETING, to="aase@example.dk", now=NOW, calendar=REQUEST, calendar_method="REQUEST",
        rendered=Rendered("Indkaldelse: Møde i samarbejdsforummet den 17. december 2026", text, "<p>Kære Åse</p>"),
        in_reply_to="<parent@example.dk>",
    )  # fmt: skip
    return to_message(mail).message().as_bytes(linesep="\r\n")


def test_a_mail_that_is_right_has_no_fault(raw: bytes) -> None:
    assert mail_checks.faults(raw) == []
    (part,) = [part for part in mail_checks.parsed(raw).walk() if part.get_content_type() == "text/calendar"]
    assert part.get_params() == [("text/calendar", ""), ("method", "REQUEST"), ("charset", "utf-8")]


BROKEN_MAILS = {
    "defects": (b"==--\r\n", b"==\r\n"),
    "headers_once": (b"From:", b"From: en@example.dk\r\nFrom:"),
    "line_lengths": (b"Content-Language: da", b"Content-Language: da" + b" da" * 40),
    "readable_subject": (b"Subject: ", b"Subject:\r\n "),
    "ids_and_date": (b"Message-ID: <", b"Message-ID: <uden snabel-a "),
    "parameters_once": (b'method="REQUEST"', b'method="REQUEST"; method="REQUEST"'),
    "seven_bit": (b"Content-Transfer-Encoding: quoted-printable", b"Content-Transfer-Encoding: 8bit"),
    "alternatives": (b"Content-Type: text/plain", b"Content-Type: text/html"),
    "language": (b"Content-Language: da\r\n", b""),
    "signature": (b"--=20", b"--"),
    "threading": (b"References: <parent@", b"References: <another@"),
    "machine_made": (b"X-Auto-Response-Suppress: OOF, AutoReply\r\n", b""),
    "way_out": (b"Content-Language", b"List-Unsubscribe: <https://example.dk/stop>\r\nContent-Language"),
}


@pytest.mark.parametrize("check", mail_checks.CHECKS, ids=lambda check: check.__name__)
def test_each_check_of_a_mail_can_fail(raw: bytes, check: mail_checks.Check) -> None:
    good, bad = BROKEN_MAILS[check.__name__]
    broken = raw.replace(good, bad)
    assert broken != raw
    assert check(raw, mail_checks.parsed(raw)) == []
    assert check(broken, mail_checks.parsed(broken)) != []


def test_calendars_that_are_right_have_no_fault() -> None:
    cancelled = CalendarEvent(**{**vars(EVENT), "is_cancelled": True})
    assert calendar_checks.faults(REQUEST, "REQUEST") == calendar_checks.faults(FEED) == []
    assert calendar_checks.faults(calendar([cancelled], method="CANCEL"), "CANCEL") == []
    assert calendar_checks.faults(REQUEST, "CANCEL") == ["the part says CANCEL"]


BROKEN_CALENDARS = {
    "lines": ("\r\n ", ""),
    "head": ("VERSION:2.0", "VERSION:1.0"),
    "needed": ("ORGANIZER;CN=KL:mailto:kl@example.dk\r\n", ""),
    "cancelled": ("STATUS:CONFIRMED", "STATUS:CANCELLED"),
    "stamps": ("SEQUENCE:1", "SEQUENCE:-1"),
    "times": ("DTEND;TZID=Europe/Copenhagen:20261123T12", "DTEND;TZID=Europe/Copenhagen:20261123T08"),
    "names": (";VALUE=URI", ""),
    "zone": ("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=4"),
}


@pytest.mark.parametrize("check", calendar_checks.CHECKS, ids=lambda check: check.__name__)
def test_each_check_of_a_calendar_can_fail(check: calendar_checks.Check) -> None:
    good, bad = BROKEN_CALENDARS[check.__name__]
    broken = REQUEST.replace(good, bad)
    assert broken != REQUEST
    assert check(REQUEST, calendars.Calendar.from_ical(REQUEST)) == []
    assert check(broken, calendars.Calendar.from_ical(broken)) != []


def test_the_table_of_transitions_is_that_of_the_zone_database() -> None:
    """Last Sundays of March and October at 01:00 UTC, twenty-two of them, an hour each way."""
    table = calendar_checks.transitions()
    assert len(table) == 22
    assert {(moment.hour, moment.weekday(), moment.month) for moment, _, _ in table} == {(1, 6, 3), (1, 6, 10)}
    assert {abs((then - before).total_seconds()) for _, before, then in table} == {3600.0}


def test_a_feed_without_its_name_is_noticed() -> None:
    broken = FEED.replace("NAME:Forum\\, innovation\r\nX-WR", "X-WR")
    assert broken != FEED
    assert calendar_checks.faults(broken) == ["no NAME"]
