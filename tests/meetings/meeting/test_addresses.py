"""A meeting's address holds its day: after a move the new one, and the old one leads there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.test import Client

from forum.people.models import Member
from meetings.attendance.actions import MOVED
from meetings.convocation.actions.meeting import create_meeting, move_meeting
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.conftest import local

ClientFor = Callable[[Member | None], Client]


def move_to(meeting: Meeting, day: str, cast: world.Cast) -> None:
    start = local(f"{day} 10:00")
    meeting.refresh_from_db()
    fields: dict[str, Any] = {
        "start": start,
        "end": start.replace(hour=15),
        "rsvp_deadline": start,
        "place": "",
        "online_link": "",
    }
    move_meeting(meeting=meeting, revision=meeting.revision, by=cast.secretary, now=world.NOW, **fields)
    meeting.refresh_from_db()


def test_the_old_address_leads_to_the_new_with_all_it_was_asked(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor
) -> None:
    old, head = meeting.slug, client_for(cast.head)
    assert head.get(f"/moeder/{old}/").status_code == 200
    move_to(meeting, "2027-02-04", cast)
    assert meeting.slug == "2027-02-04"
    answer = head.get(f"/moeder/{old}/kalender.ics?a=b")
    assert (answer.status_code, answer["Location"]) == (307, "/moeder/2027-02-04/kalender.ics?a=b")
    seat = world.seat_of(cast.head)
    posted = head.post(f"/moeder/{old}/svar/", {"seat": str(seat.pk), "answer": "yes"}, follow=True)
    assert (posted.status_code, meeting.attendances.get(seat=seat).answer) == (200, "yes")


def test_who_may_not_see_the_meeting_does_not_learn_where_it_went(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(audience="authorities")
    old = meeting.slug
    move_to(meeting, "2027-02-04", cast)
    answers = [client_for(who).get(f"/moeder/{old}/").status_code for who in (cast.head, cast.supplier)]
    assert answers == [307, 404]


def test_an_address_that_leads_on_is_given_to_no_other(meeting: Meeting, cast: world.Cast) -> None:
    old = meeting.slug
    move_to(meeting, "2027-02-04", cast)
    start = local(f"{old} 10:00")
    other = create_meeting(
        title="Et andet", start=start, end=start.replace(hour=15), rsvp_deadline=start, by=cast.secretary, now=world.NOW
    )
    assert other.slug == f"{old}-2"
    move_to(meeting, old, cast)  # back again: its own
    assert (meeting.slug, meeting.former_slugs) == (old, ["2027-02-04"])


def test_another_hour_keeps_the_address(meeting: Meeting, cast: world.Cast) -> None:
    old, start = meeting.slug, meeting.start.replace(hour=8)
    fields: dict[str, Any] = {
        "start": start,
        "end": meeting.end,
        "rsvp_deadline": start,
        "place": "",
        "online_link": "",
    }
    move_meeting(meeting=meeting, revision=meeting.revision, by=cast.secretary, now=world.NOW, **fields)
    meeting.refresh_from_db()
    assert (meeting.slug, meeting.former_slugs, meeting.start) == (old, [], start)


def test_a_page_open_since_before_the_move_answers_for_no_other_time(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor
) -> None:
    head, seat = client_for(cast.head), world.seat_of(cast.head)
    asked = re.findall(r'name="start" value="(\d+)"', head.get(f"/moeder/{meeting.slug}/").content.decode())[0]
    sent = {"seat": str(seat.pk), "answer": "yes", "start": asked}
    move_to(meeting, "2027-02-04", cast)
    told = head.post(f"/moeder/{meeting.slug}/svar/", sent)
    assert (told.status_code, MOVED in told.content.decode()) == (409, True)
    on_behalf = client_for(cast.secretary).post(f"/moeder/{meeting.slug}/svar/", sent, follow=True)
    assert [str(message) for message in on_behalf.context["messages"]] == [MOVED]
    assert meeting.attendances.exclude(answer="").count() == 0
    fresh = {"start": str(int(meeting.start.timestamp()))}
    head.post(f"/moeder/{meeting.slug}/svar/", sent | fresh)
    assert meeting.attendances.get(seat=seat).answer == "yes"
