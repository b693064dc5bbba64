"""A mail's calendar part says what the mail's header says: mail programs act on the one, calendars on the other."""

from __future__ import annotations

from typing import Any

from icalendar import Calendar

from forum.mail.models import OutboxMail
from meetings.convocation.actions.meeting import cancel_meeting, move_meeting
from meetings.meeting.models import Meeting
from tests.meetings.conftest import call, local
from tests.world import NOW, Cast


def test_part_and_header_name_the_same_method(meeting: Meeting, cast: Cast) -> None:
    Meeting.objects.update(state="planned", agenda_version=0, convened_at=None)
    meeting.refresh_from_db()
    call(meeting, cast)
    start, end, deadline = local("2027-01-14 10:00"), local("2027-01-14 15:00"), local("2027-01-07 10:00")
    new: dict[str, Any] = {"start": start, "end": end, "rsvp_deadline": deadline}
    move_meeting(meeting=meeting, revision=meeting.revision, by=cast.secretary, now=NOW, **new)
    meeting.refresh_from_db()
    cancel_meeting(meeting=meeting, reason="Sygdom", by=cast.secretary, now=NOW)
    said = {
        (mail.kind, mail.calendar_method, str(Calendar.from_ical(mail.calendar)["METHOD"]))
        for mail in OutboxMail.objects.exclude(calendar="")
    }
    assert said == {
        ("meetings.convocation", "REQUEST", "REQUEST"),
        ("meetings.moved", "REQUEST", "REQUEST"),
        ("meetings.cancelled", "CANCEL", "CANCEL"),
    }
