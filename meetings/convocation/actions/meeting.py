"""Meetings: planned, edited, moved, cancelled, held."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef
from django.urls import reverse

from forum.audit.context import audited
from forum.base import states
from forum.base.dates import local
from forum.base.refusal import refuse
from forum.base.removal import remove
from forum.base.stale import StaleError, require_current
from forum.base.visibility import SYSTEM
from forum.people.models import Member
from forum.undo.acts import undoable
from meetings.attendance.attendees import Attendee, attendees
from meetings.convocation.actions import guest_mail, invited, queue_mail
from meetings.convocation.actions.answers import ask_anew, void_answers
from meetings.convocation.mail import CANCELLED, MOVED, RenderedMail, changes
from meetings.meeting import rules
from meetings.meeting.models import Meeting

State = Meeting.State
SOMEBODY_WAS_FIRST = "En anden har rettet mødet, mens du skrev. Din tekst er her stadig: se den efter, og gem igen."

IN_CALENDARS = ("title", "online_link")  # of what may change without moving the meeting


@audited("Oprettede møde")
def create_meeting(*, by: Member, now: datetime, **fields: Any) -> Meeting:
    return Meeting.objects.create(slug=_free_slug(fields["start"]), created_at=now, changed_at=now, **fields)


def _free_slug(start: datetime, meeting: Meeting | None = None) -> str:
    """The meeting's date, "-2" and so on for more on the same day."""
    day = local(start).date().isoformat()
    others = Meeting.objects.exclude(pk=meeting.pk) if meeting else Meeting.objects.all()
    taken = set(others.filter(slug__startswith=day).values_list("slug", flat=True))
    taken.update(*others.exclude(former_slugs=[]).values_list("former_slugs", flat=True))  # those lead elsewhere
    slug, count = day, 1
    while slug in taken:
        count += 1
        slug = f"{day}-{count}"
    return slug


@audited("Rettede møde")
def edit_meeting(*, meeting: Meeting, revision: str | int, by: Member, now: datetime, **fields: Any) -> None:
    """Change what nobody needs to be told of at once.

    Raises StaleError when the meeting has another revision than the given one, or another state than `meeting` has.
    """
    if meeting.state == State.PLANNED and "start" in fields:
        fields["slug"] = _free_slug(fields["start"], meeting)  # nobody has the address yet
    elif any(fields.get(name, getattr(meeting, name)) != getattr(meeting, name) for name in IN_CALENDARS):
        fields["sequence"] = F("sequence") + 1  # or calendars keep what they have
    _write(meeting, revision, now, **fields)


def _write(meeting: Meeting, revision: str | int, now: datetime, **fields: Any) -> None:
    current = require_current(meeting, revision, changed=SOMEBODY_WAS_FIRST)
    if current.state != meeting.state:
        raise StaleError(SOMEBODY_WAS_FIRST)
    Meeting.objects.filter(pk=meeting.pk).update(revision=F("revision") + 1, changed_at=now, **fields)
    meeting.refresh_from_db()


def _page_of(meeting: Meeting) -> str:
    return reverse("meetings:list") if meeting.removed_at else meeting.get_absolute_url()


def recipients_of(meeting: Meeting, now: datetime) -> list[Attendee]:
    """Who gets a mail when the meeting is moved or cancelled; nobody while it is being planned."""
    if meeting.state == State.PLANNED:
        return []
    return attendees(meeting, SYSTEM, now).occupied


def draft_of_move(
    meeting: Meeting, attendee: Attendee, fields: dict[str, Any], note: str, now: datetime
) -> RenderedMail:
    """The mail that moving the meeting so would send to this attendee."""
    new = copy(meeting)
    new.moved_from = meeting.start
    for name, value in fields.items():
        setattr(new, name, value)
    news = changes(meeting, fields) | {"note": note}
    return queue_mail.draft(MOVED, new, attendee, now, as_released=False, news=news)


@undoable(
    "Flyttede møde",
    of="meeting",
    day=attrgetter("start"),
    sends="Ændringen",
    done="Mødet er ændret.",
    too_late="Flyt mødet igen i stedet.",
    gives_way=("meetings.attendance", "meetings.guest"),
    before_undo=void_answers,
)
def move_meeting(
    *, meeting: Meeting, revision: str | int, by: Member, now: datetime, note: str = "", **fields: Any
) -> list[Attendee]:
    """A new time or place. Everyone called is told, calendars follow, and a new start asks for new answers.

    Returns who is told. Raises StaleError as `edit_meeting` does.
    """
    if meeting.state == State.PLANNED:
        edit_meeting(meeting=meeting, revision=revision, by=by, now=now, **fields)
        return []
    news = changes(meeting, fields)
    also: dict[str, Any] = {}
    if news["new_time"]:
        also = {"moved_at": now, "moved_from": meeting.start, **_new_address(meeting, fields["start"])}
    _write(meeting, revision, now, sequence=F("sequence") + 1, **also, **fields)
    if news["new_time"]:
        ask_anew(meeting, now)
    guest_mail.follow_move(meeting, now, note=note, new_time=news["new_time"])
    invited.tell_of_move(meeting, now, note=note)
    recipients = recipients_of(meeting, now)  # after the answers are void, or the mails would hold the old ones
    queue_mail.queue_all(MOVED, meeting, recipients, now, occasion=str(meeting.sequence), news=news | {"note": note})
    return recipients


def _new_address(meeting: Meeting, start: datetime) -> dict[str, Any]:
    """The fields for an address with the new day in it. The old one, in mails and calendars, leads to it."""
    if local(start).date() == local(meeting.start).date():
        return {}
    slug = _free_slug(start, meeting)
    former = [each for each in [*meeting.former_slugs, meeting.slug] if each != slug]
    return {"slug": slug, "former_slugs": former}


@undoable(
    "Aflyste møde",
    of="meeting",
    day=attrgetter("start"),
    sends="Aflysningen",
    done="Mødet er aflyst.",
    too_late="Lav et nyt møde i stedet.",
)
def cancel_meeting(*, meeting: Meeting, reason: str, by: Member, now: datetime) -> list[Attendee]:
    """Cancel the meeting for good; returns who is told.

    Raises StaleError when the meeting's state is no longer the one that `meeting` has.
    """
    recipients = recipients_of(meeting, now)
    states.move(
        meeting,
        State.CANCELLED,
        cancel_reason=reason,
        sequence=meeting.sequence + 1,
        revision=meeting.revision + 1,
        changed_at=now,
    )
    guest_mail.call_off(meeting, now)
    invited.call_off_invited(meeting, now)
    queue_mail.queue_all(CANCELLED, meeting, recipients, now)
    return recipients


@undoable(
    "Slettede plan",
    of="meeting",
    day=attrgetter("start"),
    sends="",
    done="Planen er slettet.",
    too_late="Lav et nyt møde i stedet.",
    page=_page_of,
)
def delete_plan(*, meeting: Meeting, by: Member, now: datetime) -> None:
    """Remove a meeting that nobody was called to, with its agenda. Raises NotAllowed when somebody was."""
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    refuse(rules.why_not_delete(locked))
    remove(locked, now=now)


@undoable(
    "Afsluttede møde",
    of="meeting",
    day=attrgetter("start"),
    sends="",
    done="Mødet er markeret som holdt.",
    too_late="Tryk i stedet på »Mødet er ikke holdt« på mødets side.",
)
def hold_meeting(*, meeting: Meeting, by: Member | None, now: datetime) -> None:
    """The meeting is over: its agenda is fixed and its minutes may begin."""
    states.move(meeting, State.HELD, changed_at=now)


def hold_past(*, now: datetime) -> int:
    """Meetings whose end has passed are held, without anybody pressing a button.

    Not one that was held already and that somebody took back from it, unless it has another end by now.
    """
    history: Any = apps.get_model("meetings", "MeetingEvent")._base_manager
    before = history.filter(pgh_obj_id=OuterRef("pk"), state=State.HELD, end=OuterRef("end"))
    over = Meeting.objects.filter(end__lt=now, state__in=Meeting.CALLED_STATES)
    over = over.exclude(Exists(before))
    for meeting in over:
        hold_meeting(meeting=meeting, by=None, now=now)
    return len(over)
