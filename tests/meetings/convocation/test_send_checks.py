"""A convocation that waits is asked again before it goes: is the meeting still then, and still to be held?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from forum.mail import delivery
from forum.mail.models import OutboxMail
from meetings.meeting.models import Meeting
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
