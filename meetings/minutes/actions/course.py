"""The course of minutes: begun, released for remarks, withdrawn, approved, reopened, locked. The meeting follows."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from typing import Any

from django.db.models import Q

from forum.audit.context import audited
from forum.base import states
from forum.base.dates import local
from forum.base.refusal import NotAllowed
from forum.base.text import clean_line
from forum.base.workdays import add_workdays
from forum.people.models import Member, Seat, SeatHolding
from meetings.agenda.models import AgendaItem
from meetings.attendance.models import Attendance
from meetings.meeting.models import Meeting
from meetings.minutes import mail, rules
from meetings.minutes.actions.decisions import carry_out_delegations
from meetings.minutes.actions.lock import lock_for_edit
from meetings.minutes.models import Minutes, presence

State = Minutes.State


class Changed(Exception):
    """The minutes are not the text that was read and approved any more; the message is a Danish sentence."""


@audited("Begyndte referat")
def start(*, meeting: Meeting, by: Member, now: datetime) -> Minutes:
    """Begin the minutes, or find them begun. Who came is filled in from the answers."""
    _require(rules.why_not_start(meeting, now))
    minutes, is_new = Minutes.objects.get_or_create(meeting=meeting)
    if is_new:
        _presence_from_answers(meeting)
    return minutes


def _presence_from_answers(meeting: Meeting) -> None:
    """Those who said they would come are taken to have come; a row for every seat, so that it can be corrected."""
    day = local(meeting.start).date()
    held = SeatHolding.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day)
    seats = Seat.objects.current(day).filter(pk__in=held.values("seat"))  # nobody misses from a vacant seat
    answered = Attendance.objects.filter(meeting=meeting).values("seat")
    Attendance.objects.bulk_create([Attendance(meeting=meeting, seat=seat) for seat in seats.exclude(pk__in=answered)])
    unknown = Attendance.objects.filter(meeting=meeting, was_present=None)
    unknown.filter(answer__in=Attendance.COMING).update(was_present=True)
    unknown.update(was_present=False)


@audited("Noterede fremmøde")
def record_presence(
    *,
    minutes: Minutes,
    came: Set[int],
    went: Set[int],
    also_present: str | None,
    also_before: str = "",
    by: Member,
    now: datetime,
) -> str | None:
    """Who came after all and who did not, by the ids of their attendance, and who else (None: as it is).

    Only what the writer changed: two who tick at once do not undo each other. Who else came stays as it is
    when somebody has changed it since the writer saw `also_before`; then that is what comes back, and None otherwise.
    """
    minutes = lock_for_edit(minutes.meeting_id)
    rows = Attendance.objects.filter(meeting=minutes.meeting_id)
    rows.filter(pk__in=came).exclude(was_present=True).update(was_present=True)
    rows.filter(pk__in=went).exclude(was_present=False).update(was_present=False)
    if also_present is not None and minutes.also_present not in {also_before, clean_line(also_present)}:
        return minutes.also_present
    if also_present is not None:
        minutes.also_present = clean_line(also_present)
        minutes.save(update_fields=["also_present"])
    return None


@audited("Frigav referat")
def release(*, minutes: Minutes, by: Member, now: datetime, content_hash: str | None = None) -> Minutes:
    """To the members for remarks, and a mail to each who wants one. From "rettet": once more, with a new date.

    Raises Changed when the content is another than the one with `content_hash` (None: it was not looked at first).
    """
    minutes = _locked(minutes)
    _require(rules.why_not_release(minutes, now))
    if content_hash is not None and minutes.content_hash() != content_hash:
        raise Changed("Referatet er ændret, siden du åbnede siden. Læs det igen, før du sender det.")
    due = add_workdays(local(now).date(), rules.REMARK_DAYS)
    states.move(minutes, State.REMARKS, released_at=now, remarks_due=due)
    _show_what_was_treated(minutes.meeting)
    _follow(minutes.meeting, Meeting.State.REMARKS)
    mail.queue_released(minutes, now=now)
    return minutes


def _show_what_was_treated(meeting: Meeting) -> None:
    """Readers of minutes see their items, also those taken up at the meeting after the agenda was last released."""
    AgendaItem.objects.filter(meeting=meeting, awaits_release=True).update(awaits_release=False)
    if not meeting.agenda_version:
        Meeting.objects.filter(pk=meeting.pk).update(agenda_version=1)


@audited("Trak referat tilbage")
def withdraw(*, minutes: Minutes, reason: str, by: Member, now: datetime) -> Minutes:
    """Back to a draft that only the secretariat sees; why is told to readers when it is sent out again."""
    minutes = _locked(minutes)
    _require(rules.why_not_withdraw(minutes))
    states.move(minutes, State.DRAFT, reopened_because=clean_line(reason))
    _follow(minutes.meeting, Meeting.State.HELD)
    return minutes


@audited("Godkendte referat")
def approve(*, minutes: Minutes, content_hash: str, by: Member, now: datetime) -> Minutes:
    """Approve exactly the content that was read; its delegations take effect now.

    The approval and not the release is the moment: until then a remark may still change what was decided.
    Raises Changed when the content is another than the one with `content_hash`.
    """
    minutes = _locked(minutes)
    _require(rules.why_not_approve(minutes, local(now).date()))
    if minutes.content_hash() != content_hash:
        raise Changed("Referatet er ændret, siden du åbnede siden. Læs det igen, før du godkender.")
    also = {"approved_at": now, "approved_by": by, "approved_hash": content_hash, "reopened_because": ""}
    states.move(minutes, State.APPROVED, presence=presence(minutes.meeting).to_json(), **also)
    _follow(minutes.meeting, Meeting.State.APPROVED)
    carry_out_delegations(minutes=minutes, by=by, now=now)
    return minutes


@audited("Genåbnede referat")
def reopen(*, minutes: Minutes, reason: str, by: Member, now: datetime) -> Minutes:
    """The approval is void; readers keep the page and see why. What was delegated stays delegated.

    The members' time for remarks belongs to the text they had: another text needs a new one, see `why_not_approve`.
    """
    minutes = _locked(minutes)
    _require(rules.why_not_reopen(minutes))
    void: dict[str, Any] = {"approved_at": None, "approved_by": None, "approved_hash": "", "presence": []}
    states.move(minutes, State.CORRECTED, reopened_because=clean_line(reason), remarks_due=None, **void)
    _follow(minutes.meeting, Meeting.State.REMARKS)
    return minutes


@audited("Låste referat")
def lock(*, minutes: Minutes, by: Member, now: datetime) -> Minutes:
    """Nothing more is to come: the meeting is closed."""
    minutes = _locked(minutes)
    _require(rules.why_not_lock(minutes))
    states.move(minutes, State.LOCKED)
    _follow(minutes.meeting, Meeting.State.CLOSED)
    return minutes


def _locked(minutes: Minutes) -> Minutes:
    """The minutes as they are now, for this transaction alone: a double click finds them moved already."""
    return Minutes.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=minutes.pk)


def _require(refusal: str) -> None:
    if refusal:
        raise NotAllowed(refusal)


def _follow(meeting: Meeting, to: str) -> None:
    """Move the meeting along, by way of "afholdt" where its table asks for it."""
    if meeting.state == to:
        return
    if not states.can_move(meeting, to):
        states.move(meeting, Meeting.State.HELD)
    if meeting.state != to:
        states.move(meeting, to)
