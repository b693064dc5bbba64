"""Which answers a meeting's convocation takes."""

from __future__ import annotations

from datetime import datetime

from forum.base.dates import near_weekday
from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting

# How an answer is worded where somebody gives it
WORDED = {
    Attendance.Answer.YES: "Jeg kommer",
    Attendance.Answer.ONLINE: "Jeg er med online",
    Attendance.Answer.NO: "Jeg kommer ikke",
    Attendance.Answer.SUBSTITUTE: "En anden kommer i stedet",
}
# How it is told of a person
TOLD = {
    Attendance.Answer.YES: "kommer",
    Attendance.Answer.ONLINE: "er med online",
    Attendance.Answer.NO: "kommer ikke",
}


# How a mail repeats it: »Du har svaret, at ...«
REPEATED = {
    Attendance.Answer.YES: "du kommer",
    Attendance.Answer.ONLINE: "du er med online",
    Attendance.Answer.NO: "du ikke kommer",
    Attendance.Answer.SUBSTITUTE: "en anden kommer i stedet",
}


def told(attendance: Attendance, reader: str, holder: str) -> str:
    """What was answered for the seat of the person named `holder`, as a sentence without its full stop.

    `reader` is the name of who reads it: »Du kommer« to the holder, »Åse Kvist kommer« to the standing substitute.
    """
    is_own, name = holder in {"", reader}, attendance.substitute_name
    if name:
        return "Du kommer" if name == reader else f"{name} kommer i stedet for {'dig' if is_own else holder}"
    return f"{'Du' if is_own else holder} {TOLD[Attendance.Answer(attendance.answer)]}" if attendance.answer else ""


def offered_answers(meeting: Meeting) -> list[tuple[str, str]]:
    """(value, wording) of each answer in the order of the buttons; "online" only when the meeting has a link."""
    return [
        (answer.value, wording)
        for answer, wording in WORDED.items()
        if answer != Attendance.Answer.ONLINE or meeting.online_link
    ]


def offered_to_stand_in(meeting: Meeting) -> list[tuple[str, str]]:
    """(value, wording) of what whoever is asked to come instead may answer."""
    return [pair for pair in offered_answers(meeting) if pair[0] != Attendance.Answer.SUBSTITUTE]


def successor_question(attendance: Attendance, meeting: Meeting, now: datetime) -> str:
    """What the new holder of a seat is asked about an answer that was given before: two sentences."""
    by = attendance.answered_by
    who = "Sekretariatet" if attendance.via == Attendance.Via.SECRETARIAT else by.name if by else "Din forgænger"
    said, name = WORDED[Attendance.Answer(attendance.answer)], attendance.substitute_name
    said = f"{name} kommer i stedet" if name else said
    return f"{who} svarede »{said}« til mødet {near_weekday(meeting.start, now)}. Passer svaret også for dig?"
