"""Answers to the convocation."""

from __future__ import annotations

from datetime import datetime

from forum.audit.context import audited
from forum.base.refusal import NotAllowed, refuse
from forum.people.models import Member, Seat, SeatHolding
from meetings.attendance.models import Attendance
from meetings.meeting import rules
from meetings.meeting.models import Meeting

MOVED = "Mødet er flyttet i mellemtiden. Svar ud fra den nye tid på mødets side eller i den nyeste mail."
NOT_ONLINE = "Mødet har ikke et onlinelink, så man kan ikke deltage online. Vælg et andet svar."
SAID = ["answer", "substitute_name", "answered_by", "answered_at", "via"]


@audited("Svarede på indkaldelse")
def answer(
    *,
    meeting: Meeting,
    seat: Seat,
    answer: str,
    by: Member,
    now: datetime,
    via: str,
    substitute_name: str = "",
    start: datetime | None = None,
) -> Attendance:
    """The seat's answer, given anew as often as wanted.

    `start` is the meeting's start as the person saw it, None when it cannot be old. A standing substitute who says that
    they come comes in the holder's place. Raises NotAllowed with the reason.
    """
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    refuse(rules.why_not_answer(locked, now))
    sitting = dict(SeatHolding.objects.filter(seat=seat, until=None).values_list("is_substitute", "member"))
    if not sitting:
        raise NotAllowed("Pladsen er ledig, så der er ingen at svare for.")
    if start and start != locked.start:
        raise NotAllowed(MOVED)
    if answer == Attendance.Answer.ONLINE and not locked.online_link:
        raise NotAllowed(NOT_ONLINE)
    stands_in = sitting.get(True) == by.pk and False in sitting  # alone in the seat they come as themselves
    if stands_in and via != Attendance.Via.SECRETARIAT and answer in Attendance.COMING:
        answer, substitute_name = Attendance.Answer.SUBSTITUTE, substitute_name or by.name
    is_substitute = answer == Attendance.Answer.SUBSTITUTE
    said = Attendance(
        meeting=locked,
        seat=seat,
        answer=Attendance.Answer(answer),
        substitute_name=substitute_name if is_substitute else "",
        answered_by=by,
        answered_at=now,
        via=via,
    )
    # One statement: two clicks at once leave one row, and the last answer stands
    Attendance.objects.bulk_create([said], update_conflicts=True, unique_fields=["meeting", "seat"], update_fields=SAID)
    return said
