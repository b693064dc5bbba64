"""Convocations and released agendas: prepared as a draft on a page, sent when the secretariat says so."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter

from django.db.models import F

from forum.base import states
from forum.base.dates import local
from forum.base.refusal import refuse
from forum.base.stale import StaleError, digest
from forum.base.visibility import SYSTEM
from forum.mail.outbox import Rendered
from forum.membership.models import Invitation
from forum.people.models import Member, SeatHolding
from forum.undo.acts import undoable
from meetings.agenda.actions.order import take_in_late
from meetings.agenda.models import AgendaItem, Pause
from meetings.attendance.attendees import Attendee, Attendees, attendees
from meetings.attendance.models import Guest
from meetings.convocation.actions import guest_mail, queue_mail
from meetings.convocation.actions.answers import void_answers
from meetings.convocation.actions.invited import draft_of_both, invited_to, queue_both, revision_of_invited
from meetings.convocation.actions.reached import reached_of
from meetings.convocation.mail import AGENDA, CONVOCATION, MeetingKind
from meetings.convocation.rules import why_not_again
from meetings.meeting.models import Meeting

State = Meeting.State
DRAFT_CHANGED = "Mødet, dagsordenen eller modtagerne er ændret, siden du så kladden. Se den igen, og send."
DELETED = "En anden har slettet planen i mellemtiden."
SENT_ALREADY = "En anden har sendt indkaldelsen i mellemtiden."


def not_yet_called(meeting: Meeting, now: datetime, who: Attendees | None = None) -> list[Attendee]:
    """Places whose receiver has had neither convocation nor the mail about the present time."""
    reached = reached_of([meeting])[meeting.pk].called
    recipients = attendees(meeting, SYSTEM, now) if who is None else who
    return [
        attendee
        for attendee in recipients
        if attendee.receiver and (attendee.seat.pk, attendee.receiver.pk) not in reached
    ]


def newcomers(meeting: Meeting) -> dict[tuple[int, int], date]:
    """(seat, member) and since when, for those who got their seat after the others were called."""
    if meeting.convened_at is None:
        return {}
    held = SeatHolding.objects.present().filter(since__gte=local(meeting.convened_at).date())
    return {(seat, member): since for seat, member, since in held.values_list("seat", "member", "since")}


def call_newcomers(meeting: Meeting, new: Container[tuple[int, int]], now: datetime, who: Attendees) -> int:
    """What the others were sent, to those who came since; returns how many."""
    recipients = [
        attendee
        for attendee in not_yet_called(meeting, now, who)
        if attendee.receiver and (attendee.seat.pk, attendee.receiver.pk) in new
    ]
    for attendee in recipients:
        queue_mail.queue(CONVOCATION, meeting, attendee, now)
    return len(recipients)


def revision_of_draft(meeting: Meeting, recipients: list[Attendee], invited: Iterable[Invitation] = ()) -> str:
    """The revision of a draft: it changes with the meeting, with its agenda and with the mail's receivers."""
    items = AgendaItem.objects.filter(meeting=meeting, removed_at=None).order_by("number")
    pauses = Pause.objects.filter(meeting=meeting, removed_at=None)
    return digest(
        meeting.revision,
        meeting.greeting,
        list(items.values_list("pk", "number", "revision")),
        list(pauses.values_list("pk", "after", "revision")),
        sorted((attendee.seat.pk, attendee.receiver.pk if attendee.receiver else 0) for attendee in recipients),
        revision_of_invited(invited),
    )


@dataclass
class Draft:
    """A mail about a meeting before it is sent to many."""

    kind: MeetingKind
    meeting: Meeting
    recipients: list[Attendee]  # each with its receiver
    now: datetime
    as_released: bool  # the mail shows the agenda as it will be once it is released
    invited: list[Invitation] = field(default_factory=list)  # to be offered the invitation and the convocation in one

    @property
    def revision(self) -> str:
        return revision_of_draft(self.meeting, self.recipients, self.invited)

    @cached_property
    def mail_to_invited(self) -> Rendered | None:
        """The one mail as the first of the invited will get it; None when there are none."""
        return draft_of_both(self.meeting, self.invited[0], self.now) if self.invited else None

    @cached_property
    def first_mail(self) -> Rendered | None:
        """The mail as the first receiver will get it; None when nobody gets one."""
        if not self.recipients:
            return None
        attendee, as_released = self.recipients[0], self.as_released
        return queue_mail.draft(self.kind, self.meeting, attendee, self.now, as_released=as_released).rendered


def _locked(meeting: Meeting) -> Meeting:
    locked: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.removed_at:
        raise StaleError(DELETED)
    return locked


@undoable(
    "Indkaldte",
    of="meeting",
    day=attrgetter("start"),
    sends="Indkaldelsen",
    done="Mødet er indkaldt.",
    too_late="Flyt eller aflys mødet i stedet.",
    before_undo=void_answers,
)
def convene(
    *, meeting: Meeting, revision: str, release: bool, invited: bool = False, by: Member, now: datetime
) -> list[Attendee]:
    """Send the convocation to everyone who has not had it, and release the agenda in it when `release` says so.

    `invited`: those who have not accepted their invitation yet get both in one mail.

    Raises StaleError when the draft has another revision than the given one.
    """
    meeting = _locked(meeting)
    recipients, asked = not_yet_called(meeting, now), invited_to(meeting, now)
    if revision != revision_of_draft(meeting, recipients, asked):
        raise StaleError(DRAFT_CHANGED if recipients else SENT_ALREADY)
    if meeting.state == State.PLANNED:
        states.move(meeting, State.CONVENED, convened_at=now, changed_at=now)
    if release and meeting.state == State.CONVENED:
        _release(meeting, now)
    for attendee in recipients:
        queue_mail.queue(CONVOCATION, meeting, attendee, now)
    guest_mail.tell_of_invitation(meeting, Guest.objects.invited(meeting), now)
    if invited:
        queue_both(meeting, asked, now)
    return recipients


@undoable(
    "Frigav dagsorden",
    of="meeting",
    day=attrgetter("start"),
    sends="Dagsordenen",
    done="Dagsordenen er frigivet, og ingen får en mail.",
    too_late="Ret dagsordenen, og frigiv en ny version.",
)
def release_agenda(*, meeting: Meeting, revision: str, tell: bool, by: Member, now: datetime) -> list[Attendee]:
    """Show members the agenda's next version (1, 2 ...), late items included; returns who gets a mail about it.

    Raises StaleError when the draft has another revision than the given one, NotAllowed when nothing is new.
    """
    meeting = _locked(meeting)
    recipients = attendees(meeting, SYSTEM, now).occupied
    if revision != revision_of_draft(meeting, recipients):
        raise StaleError(DRAFT_CHANGED)
    refuse(why_not_again(meeting))
    _release(meeting, now)
    guest_mail.follow_agenda(meeting, now)
    if not tell:
        return []
    queue_mail.queue_all(AGENDA, meeting, recipients, now, occasion=f"v{meeting.agenda_version}")
    return recipients


def _release(meeting: Meeting, now: datetime) -> None:
    states.move(meeting, State.RELEASED, agenda_version=meeting.agenda_version + 1, released_at=now, changed_at=now)
    take_in_late(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(revision=F("revision") + 1)
    meeting.refresh_from_db()
