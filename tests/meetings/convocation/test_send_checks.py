"""A convocation that waits is asked again before it goes: is the meeting still then, to be held, and as open?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from forum.mail import delivery
from forum.mail.models import OutboxMail
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.conftest import call
from tests.world import NOW, Cast

CHANGES: dict[str, dict[str, Any]] = {
    "moved": {"start": NOW + timedelta(days=25), "end": NOW + timedelta(days=26)},
    "cancelled": {"state": "cancelled", "cancel_reason": "Sygdom"},
    "closed to the receiver": {"audience": "secretariat"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_does_not_go(change: str, meeting: Meeting, cast: Cast) -> None:
    Meeting.objects.update(state="planned", agenda_version=0, convened_at=None)
    meeting.refresh_from_db()
    call(meeting, cast)
    mail = OutboxMail.objects.get(to_member=cast.head)
    assert delivery.why_not_send(mail, NOW) == ""
    Meeting.objects.update(**CHANGES[change])
    assert delivery.why_not_send(mail, NOW) != ""


def test_a_meeting_that_is_closed_after_its_items_were_written_names_none_of_them(meeting: Meeting, cast: Cast) -> None:
    """The items keep the audience that they were written with; that of the meeting above them is the stricter."""
    world.make_item(meeting, 1, title="Velkomst")
    told = []
    for audience in ("members", "authorities"):
        OutboxMail.objects.all().delete()
        Meeting.objects.update(state="planned", agenda_version=0, convened_at=None, audience=audience)
        meeting.refresh_from_db()
        call(meeting, cast, release=True)
        mail = OutboxMail.objects.get(to_member=cast.head)
        told.append(("Velkomst" in mail.text, "Velkomst" in mail.html, "1. Kun for ordregivere (log ind" in mail.text))
    assert told == [(True, True, False), (False, False, True)]
