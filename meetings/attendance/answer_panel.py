"""One seat's answer as a panel: what it is, what it may become, where it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from forum.base.visibility import Viewer
from forum.people.models import Seat
from meetings.attendance.attendees import Attendee, Attendees
from meetings.attendance.forms import AnswerForm
from meetings.attendance.models import Attendance
from meetings.attendance.rules import offered_answers, successor_question, told
from meetings.attendance.wishes import own_wishes
from meetings.meeting import rules
from meetings.meeting.models import Meeting


def answer_key(meeting: Meeting, seat: Seat) -> str:
    """Names the answer of one seat to one meeting among all those on a page."""
    return f"svar-{meeting.pk}-{seat.pk}"


@dataclass
class AnswerPanel:
    """One seat's answer: what it is, what it may become, where it is sent."""

    meeting: Meeting
    attendee: Attendee
    action: str
    why_not: str
    answer_by: datetime
    reader: str  # the name of the person who answers
    form: AnswerForm = field(default_factory=AnswerForm)
    wish: str = ""  # what the reader has asked for, of food or access
    chosen: str = ""  # from a mail's link: shown as set, acted on only when pressed

    def __post_init__(self) -> None:
        self.form.auto_id = f"{self.key}-%s"  # a panel a seat and meeting on one page

    @classmethod
    def of(
        cls,
        meeting: Meeting,
        attendee: Attendee,
        viewer: Viewer,
        now: datetime,
        form: AnswerForm | None = None,
        wish: str = "",
    ) -> AnswerPanel:
        """The panel of a seat of the signed-in person's."""
        action, why_not = reverse("meetings:answer", args=[meeting.slug]), rules.why_not_answer(meeting, now)
        return cls(meeting, attendee, action, why_not, meeting.answer_by(now), viewer.name, form or AnswerForm(), wish)

    @property
    def key(self) -> str:
        """Names the panel among those of other seats and meetings."""
        return answer_key(self.meeting, self.attendee.seat)

    @property
    def anchor(self) -> str:
        """Where the panel stands on the meeting's page."""
        return f"svar-{self.attendee.seat.pk}"

    @property
    def told(self) -> str:
        """What is answered, to the person who answers: »Du kommer«; "" before any answer."""
        said, holder = self.attendee.attendance, self.attendee.holder
        if said and self.is_inherited:
            return told(said, self.reader, said.answered_by.name if said.answered_by else "")
        return told(said, self.reader, holder.name if holder else "") if said else ""

    @property
    def answers(self) -> list[tuple[str, str]]:
        """(value, wording) as buttons; the substitute is a form of its own, since the name must be written."""
        not_here = {Attendance.Answer.SUBSTITUTE, self.answer if self.is_inherited else ""}  # that has its own button
        offered = [pair for pair in offered_answers(self.meeting) if pair[0] not in not_here]
        return sorted(offered, key=lambda pair: pair[0] != self.chosen)

    @property
    def answer(self) -> str:
        return self.attendee.answer

    @property
    def is_inherited(self) -> bool:
        """The answer was given before the reader got the seat: does it fit?"""
        return self.attendee.is_inherited and bool(self.attendee.holder and self.attendee.holder.name == self.reader)

    @property
    def fitting(self) -> str:
        """The answer that says that an inherited one fits: who was to come instead, and has the seat now, comes."""
        said = self.attendee.attendance
        names_reader = said is not None and said.substitute_name == self.reader
        return Attendance.Answer.YES.value if names_reader else self.answer

    @property
    def question(self) -> str:
        """What the new holder is asked about an inherited answer."""
        said = self.attendee.attendance
        return successor_question(said, self.meeting, timezone.now()) if said else ""

    @property
    def is_own_answer(self) -> bool:
        """Who reads it has given the answer themselves."""
        said = self.attendee.attendance
        return said is not None and (said.answered_by is None or said.answered_by.name == self.reader)

    @property
    def main_answer(self) -> str:
        """The button that stands out: the one chosen in the mail; before any answer, "yes"."""
        return self.chosen or ("" if self.answer else Attendance.Answer.YES)

    @property
    def substitute_open(self) -> bool:
        return bool(self.form.errors) or self.chosen == Attendance.Answer.SUBSTITUTE

    @property
    def substitute_name(self) -> str:
        typed = self.form.data.get("substitute_name", "")
        said = self.attendee.attendance.substitute_name if self.attendee.attendance else ""
        return typed or said or (self.attendee.substitute.name if self.attendee.substitute else "")

    @property
    def wishes(self) -> str:
        """What the field for food and access holds: what was typed, else what is saved."""
        typed: str = self.form.data.get("wishes", self.wish)
        return typed

    @property
    def substitute_email(self) -> str:
        typed = self.form.data.get("substitute_email", "")
        return typed or (self.attendee.stand_in.email if self.attendee.stand_in else "")


def answer_panels(
    meeting: Meeting, viewer: Viewer, who: Attendees, now: datetime, form: AnswerForm | None = None
) -> list[AnswerPanel]:
    """A panel for each of the viewer's seats; nothing to answer in a meeting that was never called."""
    given = {form.data.get("seat"): form} if form else {}
    mine = who.of(viewer.seat_ids)
    wishes = own_wishes(meeting, viewer) if mine else {}
    return [
        AnswerPanel.of(
            meeting, attendee, viewer, now, given.get(str(attendee.seat.pk)), wishes.get(attendee.seat.pk, "")
        )
        for attendee in mine
    ]
