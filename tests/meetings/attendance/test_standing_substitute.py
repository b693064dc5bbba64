"""A standing substitute answers for the seat, and comes in the holder's place."""

from __future__ import annotations

from forum.base.dates import near_weekday
from forum.people.models import Member, SeatHolding
from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.attendance.test_answers import ClientFor, said


def test_a_standing_substitute_answers_for_the_seat(meeting: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    stand_in = Member.objects.create_user("maria.kvist@example.dk", "Maria Kvist")
    seat = world.seat_of(cast.head)
    SeatHolding.objects.create(seat=seat, member=stand_in, is_substitute=True, since=world.NOW.date())
    Meeting.objects.update(online_link="https://example.dk/moede")
    client, told = client_for(stand_in), []
    for answer in ("yes", "online", "no"):
        page = client.post(f"/moeder/{meeting.slug}/svar/", {"seat": seat.pk, "answer": answer}, follow=True)
        told.append((said(), [str(message) for message in page.context["messages"]]))
    assert Attendance.objects.get().answered_by == stand_in
    day = near_weekday(meeting.start, world.NOW)
    as_stand_in = [("Odense", "substitute", "Maria Kvist", "page")], [f"Du kommer {day}."]
    declined = [("Odense", "no", "", "page")], [f"{cast.head.name} kommer ikke {day}."]
    assert told == [as_stand_in, as_stand_in, declined]
    # Who sits alone in the seat comes as themselves
    SeatHolding.objects.filter(seat=seat, is_substitute=False).update(until=world.NOW.date())
    client.post(f"/moeder/{meeting.slug}/svar/", {"seat": seat.pk, "answer": "yes"})
    assert said() == [("Odense", "yes", "", "page")]


def test_nobody_answers_for_a_vacant_seat(meeting: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    seat = world.seat_of(cast.head)
    client, data = client_for(cast.secretary), {"seat": seat.pk, "answer": "yes"}
    SeatHolding.objects.filter(seat=seat).update(until=world.NOW.date())
    page = client.post(f"/moeder/{meeting.slug}/svar/", data, follow=True)
    told = [str(message) for message in page.context["messages"]]
    assert (told, said()) == (["Pladsen er ledig, så der er ingen at svare for."], [])
