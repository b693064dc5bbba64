"""Which answers a meeting's convocation takes."""

from __future__ import annotations

from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting

# How an answer is worded where somebody gives it
WORDED = {
    Attendance.Answer.YES: "Ja, jeg deltager",
    Attendance.Answer.ONLINE: "Ja, jeg deltager online",
    Attendance.Answer.SUBSTITUTE: "Jeg sender en stedfortræder",
    Attendance.Answer.NO: "Nej, jeg kan ikke",
}


def offered_answers(meeting: Meeting) -> list[tuple[str, str]]:
    """(value, wording) of each answer in the order of the buttons; "online" only when the meeting has a link."""
    return [
        (answer.value, wording)
        for answer, wording in WORDED.items()
        if answer != Attendance.Answer.ONLINE or meeting.online_link
    ]
