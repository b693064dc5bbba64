"""Calendars: a member's own feed behind a secret that can be changed, and one meeting as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from forum.people.models import Member, Seat, SeatHolding
from meetings.convocation import calendar
from meetings.meeting.models import Meeting
from tests import calendar_checks, world
from tests.meetings.conftest import At, local

ClientFor = Callable[[Member | None], Client]


def feed(client: Client, member: Member, **headers: str) -> tuple[int, str, str]:
    member.refresh_from_db()
    response = client.get(f"/kalender/{member.calendar_secret}.ics", headers=headers)
    return response.status_code, response.content.decode(), response.headers.get("ETag", "")


def titles(text: str) -> list[str]:
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(text).walk("VEVENT")]


def test_each_feed_holds_its_owners_meetings(cast: world.Cast, client: Client) -> None:
    world.make_meeting(title="For alle")
    world.make_meeting(slug="a", title="For ordregivere", audience="authorities")
    world.make_meeting(slug="s", title="For sekretariatet", audience="secretariat")
    world.make_meeting(slug="p", title="Planlagt", state="planned")
    assert titles(feed(client, cast.supplier)[1]) == ["For alle"]
    assert titles(feed(client, cast.head)[1]) == ["For alle", "Lukket møde"]
    assert titles(feed(client, cast.secretary)[1]) == ["For alle", "Lukket møde", "Lukket møde"]


def test_no_agenda_item_is_in_any_calendar(
    meeting: Meeting, cast: world.Cast, client: Client, client_for: ClientFor
) -> None:
    world.make_item(meeting, 1, title="Hemmeligheden", audience="authorities")
    assert "Hemmeligheden" in client_for(cast.head).get(f"/moeder/{meeting.slug}/").content.decode()
    single = client_for(cast.head).get(f"/moeder/{meeting.slug}/kalender.ics")
    assert single.headers["Content-Disposition"] == 'attachment; filename="moede-2026-12-17.ics"'
    assert titles(single.content.decode()) == [meeting.title]
    assert "Hemmeligheden" not in feed(client, cast.head)[1] + single.content.decode()


def test_an_unchanged_feed_is_not_sent_again(meeting: Meeting, cast: world.Cast, client: Client, at: At) -> None:
    code, _, etag = feed(client, cast.head)
    at(local("2026-11-23 17:00"))
    assert (code, feed(client, cast.head, if_none_match=etag)[0]) == (200, 304)
    world.make_answer(meeting, world.seat_of(cast.head), "no")
    assert feed(client, cast.head, if_none_match=etag)[0] == 200


@pytest.mark.parametrize(
    ("first", "second", "free", "partstat", "said"),
    [
        ("yes", "no", False, "ACCEPTED", ["Svar for Odense Kommune: Deltager", "Svar for Vejle Kommune: Afbud"]),
        ("no", "yes", False, "ACCEPTED", ["Svar for Odense Kommune: Afbud", "Svar for Vejle Kommune: Deltager"]),
        ("no", "no", True, "DECLINED", ["Dit svar: Afbud"]),
        ("online", "online", False, "ACCEPTED", ["Dit svar: Deltager online"]),
        ("no", "", False, "NEEDS-ACTION", [
            "Svar for Odense Kommune: Afbud",
            "Svar for Vejle Kommune: mangler, senest torsdag den 10. december 2026 kl. 10.00",
        ]),
    ],
)  # fmt: skip
def test_two_seats_say_the_same_in_feed_file_and_mail(
    meeting: Meeting, cast: world.Cast, client: Client, client_for: ClientFor,
    first: str, second: str, free: bool, partstat: str, said: list[str],
) -> None:  # fmt: skip
    """Who comes for any seat is busy; seats that differ are named."""
    Seat.objects.filter(pk=world.seat_of(cast.head).pk).update(organisation=world.organisation("Odense"))
    seat = Seat.objects.create(organisation=world.organisation("Vejle"), since=world.NOW.date())
    world.make_answer(meeting, world.seat_of(cast.head), first)
    SeatHolding.objects.create(seat=seat, member=cast.head, since=world.NOW.date())
    if second:
        world.make_answer(meeting, seat, second)
    page = client_for(cast.head)
    texts = [
        feed(client, cast.head)[1],
        page.get(f"/moeder/{meeting.slug}/kalender.ics").content.decode(),
        calendar.invitation(meeting, cast.head, world.NOW),
    ]
    events = [Calendar.from_ical(text).walk("VEVENT")[0] for text in texts]
    assert [str(event["TRANSP"]) for event in events] == ["TRANSPARENT" if free else "OPAQUE"] * 3
    assert [str(event["DESCRIPTION"]).splitlines()[: len(said)] for event in events] == [said] * 3
    assert str(events[2]["ATTENDEE"].params["PARTSTAT"]) == partstat
    listed = page.get("/moeder/").content.decode()
    assert ("odense kommune: afbud, vejle kommune: deltager" in listed) == ((first, second) == ("no", "yes"))


@pytest.mark.parametrize(("named", "free"), [("Vikar", False), ("En anden", True)])
def test_a_standing_substitute_is_busy_only_when_named(
    meeting: Meeting, cast: world.Cast, client: Client, named: str, free: bool
) -> None:
    standing_by = Member.objects.create_user("vikar@example.dk", "Vikar")
    seat = world.seat_of(cast.head)
    SeatHolding.objects.create(seat=seat, member=standing_by, since=world.NOW.date(), is_substitute=True)
    world.make_answer(meeting, seat, "substitute", substitute_name=named)
    (event,) = Calendar.from_ical(feed(client, standing_by)[1]).walk("VEVENT")
    assert str(event["TRANSP"]) == ("TRANSPARENT" if free else "OPAQUE")


def test_a_calendar_says_that_its_own_answer_is_none(meeting: Meeting, cast: world.Cast, client: Client) -> None:
    (event,) = Calendar.from_ical(feed(client, cast.head)[1]).walk("VEVENT")
    assert str(event["DESCRIPTION"]).splitlines()[-1] == calendar.NO_ANSWER_HERE


@pytest.mark.parametrize("of", ["feed", "file", "invitation", "cancellation"])
def test_meetings_on_both_sides_of_a_change_of_the_clock_keep_their_time(
    cast: world.Cast, client: Client, client_for: ClientFor, of: str
) -> None:
    """The clock is changed on 28 March and 31 October 2027; 10 o'clock stays 10 o'clock, and a night has its hours."""
    times = [
        ("2027-03-26 10:00", "2027-03-26 15:00", "09:00"), ("2027-03-29 10:00", "2027-03-29 15:00", "08:00"),
        ("2027-10-29 10:00", "2027-10-29 15:00", "08:00"), ("2027-11-01 10:00", "2027-11-01 15:00", "09:00"),
        ("2027-03-27 22:00", "2027-03-28 05:00", "21:00"), ("2027-10-30 22:00", "2027-10-31 05:00", "20:00"),
    ]  # fmt: skip
    made = {
        world.make_meeting(start=local(start), end=local(end), slug=f"{start[:10]}-{start[11:13]}"): in_utc
        for start, end, in_utc in times
    }
    assert [f"{meeting.start.astimezone(UTC):%H:%M}" for meeting in made] == list(made.values())
    if of == "feed":
        texts = [feed(client, cast.head)[1]]
    elif of == "file":
        page = client_for(cast.head)
        texts = [page.get(f"/moeder/{meeting.slug}/kalender.ics").content.decode() for meeting in made]
    else:
        texts = [getattr(calendar, of)(meeting, cast.head, world.NOW) for meeting in made]
    found = [moment for text in texts for moment in calendar_checks.moments(text)]
    assert sorted(found) == sorted((meeting.start, meeting.end) for meeting in made)


def test_a_cancelled_meeting_is_cancelled_in_the_feed(meeting: Meeting, cast: world.Cast, client: Client) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", cancel_reason="Sygdom", sequence=1)
    (event,) = Calendar.from_ical(feed(client, cast.head)[1]).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"], event["SUMMARY"]) == ("CANCELLED", 1, f"Aflyst: {meeting.title}")


def test_the_times_are_right_across_the_change_of_clocks(cast: world.Cast, client: Client) -> None:
    for day in ("2027-03-27", "2027-03-29", "2027-10-30", "2027-11-01"):
        world.make_meeting(slug=day, start=local(f"{day} 09:00"))
    events = Calendar.from_ical(feed(client, cast.head)[1]).walk("VEVENT")
    starts: list[Any] = [event.decoded("DTSTART") for event in events]
    assert [start.astimezone(UTC).hour for start in starts] == [8, 7, 7, 8]


def test_the_page_says_all_that_the_address_gives_away(cast: world.Cast, client: Client, client_for: ClientFor) -> None:
    link, reason = "https://example.dk/online", "Sygdom i sekretariatet"
    world.make_answer(world.make_meeting(title="Dialog", place="Odense", online_link=link), world.seat_of(cast.head))
    world.make_meeting(slug="aflyst", state="cancelled", cancel_reason=reason, convened_at=world.NOW)
    given = feed(client, cast.head)[1].replace("\r\n ", "")
    assert [word for word in ("Dialog", "Odense", link, "Dit svar", reason) if word not in given] == []
    page = client_for(cast.head).get("/kalender/").content.decode()
    assert "titel, tid, sted, linket til at deltage online, dit svar, og hvorfor et møde er aflyst." in page


def test_a_new_address_kills_the_old_one(cast: world.Cast, client_for: ClientFor) -> None:
    client, old = client_for(cast.head), cast.head.calendar_secret
    assert f"/kalender/{old}.ics" in client.get("/kalender/").content.decode()
    assert client.get("/kalender/ny-adresse/").status_code == 302
    assert feed(client, cast.head)[0] == 200
    client.post("/kalender/ny-adresse/")
    cast.head.refresh_from_db()
    assert cast.head.calendar_secret != old
    assert client.get(f"/kalender/{old}.ics").status_code == 404


@pytest.mark.parametrize("ended", ["seat", "account"])
def test_the_feed_of_someone_who_left_is_gone(meeting: Meeting, cast: world.Cast, client: Client, ended: str) -> None:
    assert feed(client, cast.head)[0] == 200
    if ended == "seat":
        SeatHolding.objects.filter(member=cast.head).update(until=world.NOW.date())
    else:
        Member.objects.filter(pk=cast.head.pk).update(is_active=False)
    assert feed(client, cast.head)[0] == 404


def test_a_guess_finds_nothing(cast: world.Cast, client: Client) -> None:
    assert [client.get(f"/kalender/{guess}.ics").status_code for guess in ("x", "æ", "%00", "a" * 500)] == [
        404,
        404,
        400,
        404,
    ]
