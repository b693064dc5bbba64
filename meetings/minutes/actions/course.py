"""The course of minutes: begun, released for remarks, withdrawn, approved, reopened, locked. The meeting follows."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.db.models import F

from forum.audit.context import audited
from forum.base import states
from forum.base.dates import local
from forum.base.refusal import refuse
from forum.base.stale import require_current
from forum.base.text import clean_line
from forum.people.models import Member, Seat, SeatHolding
from forum.undo.acts import undoable
from meetings.agenda.models import AgendaItem
from meetings.attendance.models import Attendance, Guest
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes import approved_mail, mail, rules
from meetings.minutes.actions.decisions import carry_out_delegations
from meetings.minutes.actions.lock import keep_sent_text, lock_for_edit, send_unsent, take_partners_back
from meetings.minutes.actions.remarks import tell_awaited
from meetings.minutes.actions.send_approved import send_approved
from meetings.minutes.models import Decision, Minutes, Note, SentText, presence

State = Minutes.State
CHANGED_BEFORE_RELEASE = "Referatet er ændret, siden du åbnede siden. Læs det igen, før du sender det."
CHANGED_BEFORE_APPROVAL = "Referatet er ændret, siden du åbnede siden. Læs det igen, før du godkender."


@audited("Begyndte referat")
def start(*, meeting: Meeting, by: Member, now: datetime) -> Minutes:
    """Begin the minutes, or find them begun. Who came is filled in from the answers."""
    refuse(rules.why_not_start(meeting, now))
    minutes, is_new = Minutes.objects.get_or_create(meeting=meeting)
    if is_new:
        _presence_from_answers(meeting)
    return minutes


def _presence_from_answers(meeting: Meeting) -> None:
    """Note who said they would come as present; every seat gets a row, so that presence can be corrected."""
    day = local(meeting.start).date()
    held = SeatHolding.objects.current(day)
    seats = Seat.objects.current(day).filter(pk__in=held.values("seat"))  # nobody misses from a vacant seat
    answered = Attendance.objects.filter(meeting=meeting).values("seat")
    Attendance.objects.bulk_create([Attendance(meeting=meeting, seat=seat) for seat in seats.exclude(pk__in=answered)])
    unknown = Attendance.objects.filter(meeting=meeting, was_present=None)
    unknown.filter(answer__in=Attendance.COMING).update(was_present=True)
    unknown.update(was_present=False)
    invited = Guest.objects.filter(meeting=meeting, removed_at=None, was_present=None)
    invited.filter(answer__in=Guest.COMING).update(was_present=True)
    invited.filter(was_present=None).update(was_present=False)


@audited("Fortrød, at mødet er holdt")
def unhold(*, meeting: Meeting, by: Member, now: datetime) -> None:
    """Take a held meeting back to the state it came from. Raises NotAllowed when its minutes have a text."""
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    refuse(rules.why_not_unhold(locked, is_written=anything_written(locked)))
    history: Any = apps.get_model("meetings", "MeetingEvent")._base_manager.filter(pgh_obj_id=meeting.pk)
    before = history.exclude(state=Meeting.State.HELD).order_by("-pgh_id").values_list("state", flat=True).first()
    fallback = Meeting.State.RELEASED if meeting.agenda_version else Meeting.State.CONVENED
    Meeting.objects.filter(pk=meeting.pk).update(state=before or fallback, revision=F("revision") + 1, changed_at=now)


def anything_written(meeting: Meeting) -> bool:
    """Whether the meeting's minutes hold a note, a decision, an action or who else was present, or were sent.

    An action alone keeps a meeting held, though it makes no minutes that could be sent (`Minutes.is_empty`).
    """
    items = AgendaItem.objects.filter(meeting=meeting)
    written = [
        Note.objects.filter(item__in=items).exclude(text="").values("pk"),
        Decision.objects.filter(item__in=items, removed_at=None).values("pk"),
        Action.objects.filter(item__in=items, removed_at=None).values("pk"),
        Minutes.objects.filter(meeting=meeting).exclude(state=State.DRAFT, also_present="").values("pk"),
    ]
    return written[0].order_by().union(*[rows.order_by() for rows in written[1:]], all=True).exists()


@audited("Noterede fremmøde")
def record_presence(
    *,
    minutes: Minutes,
    came: Set[int],
    went: Set[int],
    also_present: str | None,
    also_before: str = "",
    guests_came: Set[int] = frozenset(),
    guests_went: Set[int] = frozenset(),
    by: Member,
    now: datetime,
) -> str | None:
    """Note that the attendances `came` were present and `went` were not, by id, the guests alike, and who else was
    (None: as it is).

    The caller names only what the writer changed, so two who tick at once do not undo each other. When somebody has
    changed who else was present since the writer read `also_before`, it stays, and the saved text is returned;
    otherwise None. Raises NotAllowed when the minutes are approved.
    """
    minutes = lock_for_edit(minutes.meeting_id)
    rows = Attendance.objects.filter(meeting=minutes.meeting_id)
    rows.filter(pk__in=came).exclude(was_present=True).update(was_present=True)
    rows.filter(pk__in=went).exclude(was_present=False).update(was_present=False)
    invited = Guest.objects.filter(meeting=minutes.meeting_id, removed_at=None)
    invited.filter(pk__in=guests_came).update(was_present=True)
    invited.filter(pk__in=guests_went).update(was_present=False)
    if also_present is None:
        return None
    said, written = (minutes.unsent or minutes.said())["also_present"], clean_line(also_present)
    if said not in {also_before, written}:
        return str(said)
    if minutes.is_released:
        minutes.set_aside(also_present=written)
    else:
        minutes.also_present = written
        minutes.save(update_fields=["also_present"])
    return None


@undoable(
    "Frigav referat",
    of="minutes",
    day=attrgetter("meeting.start"),
    sends="Referatet",
    kinds=(mail.RELEASED,),
    done="Referatet er sendt til bemærkninger.",
    too_late="Træk referatet tilbage i stedet.",
    before_undo=take_partners_back,
)
def release(*, minutes: Minutes, by: Member, now: datetime, revision: str | None = None) -> Minutes:
    """Send the minutes to the members for remarks, and keep the text that was sent: their silence is about it.

    A mail goes to each who wants one. Raises StaleError when the minutes have another revision than the one that was
    read (None: none was).
    """
    return _send(minutes, revision, now)


@undoable(
    "Sendte rettelse til referat",
    of="minutes",
    day=attrgetter("meeting.start"),
    sends="Rettelsen af referatet",
    kinds=(mail.CORRECTED,),
    done="Rettelsen af referatet er sendt.",
    too_late="Ret referatet igen i stedet.",
    before_undo=take_partners_back,
)
def send_correction(*, minutes: Minutes, by: Member, now: datetime, revision: str | None = None) -> Minutes:
    """Send the members a text that is another than the one they had: it is mailed to all, with what is changed, and
    gives a new term. Raises StaleError as `release` does.
    """
    return _send(minutes, revision, now)


def _send(minutes: Minutes, revision: str | None, now: datetime) -> Minutes:
    minutes = _locked(minutes)
    refuse(rules.why_not_release(minutes, now))
    require_current(minutes, revision, changed=CHANGED_BEFORE_RELEASE)
    before = SentText.last(minutes)
    due = rules.remarks_due(minutes, local(now).date())
    send_unsent(minutes, now=now)
    states.move(minutes, State.REMARKS, released_at=_moment(minutes, now), remarks_due=due, presence=[])
    SentText.keep(minutes)
    _show_what_was_treated(minutes.meeting)
    _follow(minutes.meeting, Meeting.State.REMARKS)
    tell_awaited(minutes, now=now)
    if before or minutes.reopened_because:
        mail.queue_corrected(minutes, now=now)
    else:
        mail.queue_released(minutes, now=now)
    return minutes


def _moment(minutes: Minutes, now: datetime) -> datetime:
    """When the text is sent: later than any text before it, since what is said to a text is known by its moment."""
    return max(now, minutes.released_at + timedelta(microseconds=1)) if minutes.released_at else now


def _show_what_was_treated(meeting: Meeting) -> None:
    """Release every item of the meeting, also one added after the last agenda: readers of its minutes read it."""
    AgendaItem.objects.filter(meeting=meeting, awaits_release=True).update(awaits_release=False)
    if not meeting.agenda_version:
        Meeting.objects.filter(pk=meeting.pk).update(agenda_version=1)


@audited("Trak referat tilbage")
def withdraw(*, minutes: Minutes, reason: str, by: Member, now: datetime) -> Minutes:
    """Take the minutes back to a draft that only the secretariat sees; readers read `reason` when it comes again."""
    minutes = _locked(minutes)
    refuse(rules.why_not_withdraw(minutes))
    send_unsent(minutes, now=now)
    states.move(minutes, State.DRAFT, reopened_because=clean_line(reason), presence=[])
    _follow(minutes.meeting, Meeting.State.HELD)
    return minutes


@undoable(
    "Godkendte referat",
    of="minutes",
    day=attrgetter("meeting.start"),
    sends="Det godkendte referat",
    kinds=(approved_mail.APPROVED, approved_mail.RECORD),
    done="Referatet er godkendt.",
    too_late="Genåbn referatet i stedet.",
    may=lambda viewer, minutes: rules.can_approve(viewer),
)
def approve(
    *,
    minutes: Minutes,
    revision: str,
    by: Member,
    now: datetime,
    is_full_record: bool = False,
    tell: bool = True,
) -> Minutes:
    """Approve exactly the content that was read; its delegations take effect now, and it is sent to everybody.

    The approval and not the release is the moment: until then a remark may still change what was decided.
    `is_full_record`: the records system gets what is closed, too. `tell=False`: nobody is sent anything.
    Raises StaleError when the minutes have another revision than the one that was read.
    """
    minutes = _locked(minutes)
    refuse(rules.why_not_approve(minutes, local(now).date()))
    require_current(minutes, revision, changed=CHANGED_BEFORE_APPROVAL)
    also = {"approved_at": now, "approved_by": by, "approved_hash": revision, "reopened_because": ""}
    states.move(minutes, State.APPROVED, presence=presence(minutes.meeting).to_json(), **also)
    _follow(minutes.meeting, Meeting.State.APPROVED)
    carry_out_delegations(minutes=minutes, by=by, now=now)
    tell_awaited(minutes, now=now)
    if tell:
        send_approved(minutes, is_full_record=is_full_record, now=now)
    return minutes


@audited("Genåbnede referat")
def reopen(*, minutes: Minutes, reason: str, by: Member, now: datetime) -> Minutes:
    """Void the approval; readers keep the page as it was approved, and see why. What was delegated stays delegated.

    The members' time for remarks belongs to the text they had: another text needs a new one, see `why_not_approve`.
    """
    minutes = _locked(minutes)
    refuse(rules.why_not_reopen(minutes))
    if minutes.approval_holds:
        keep_sent_text(minutes)
    void: dict[str, Any] = {"approved_at": None, "approved_by": None, "approved_hash": ""}
    states.move(minutes, State.CORRECTED, reopened_because=clean_line(reason), remarks_due=None, **void)
    _follow(minutes.meeting, Meeting.State.REMARKS)
    return minutes


@undoable(
    "Låste referat",
    of="minutes",
    day=attrgetter("meeting.start"),
    sends="",
    done="Referatet er låst, og mødet er lukket.",
    too_late="Genåbn referatet i stedet.",
    may=lambda viewer, minutes: rules.can_approve(viewer),
)
def lock(*, minutes: Minutes, by: Member, now: datetime) -> Minutes:
    """Lock approved minutes for good and close their meeting."""
    minutes = _locked(minutes)
    refuse(rules.why_not_lock(minutes))
    states.move(minutes, State.LOCKED)
    _follow(minutes.meeting, Meeting.State.CLOSED)
    return minutes


def _locked(minutes: Minutes) -> Minutes:
    """The minutes as they are now, locked until the transaction ends: a double click finds them moved already."""
    return Minutes.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=minutes.pk)


def _follow(meeting: Meeting, to: str) -> None:
    """Move the meeting along, by way of "afholdt" where its table asks for it."""
    if meeting.state == to:
        return
    if not states.can_move(meeting, to):
        states.move(meeting, Meeting.State.HELD)
    if meeting.state != to:
        states.move(meeting, to)
