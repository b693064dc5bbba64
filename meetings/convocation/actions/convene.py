"""Convocations and released agendas: prepared as a draft on a page, sent when the secretariat says so."""

from __future__ import annotations

import hashlib
from collections.abc import Container
from datetime import date, datetime

from django.db.models import F

from forum.audit.context import audited
from forum.base import states
from forum.base.dates import local
from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.base.visibility import SYSTEM
from forum.mail.models import OutboxMail
from forum.people.models import Member, SeatHolding
from meetings.agenda.actions.items import take_in_late
from meetings.agenda.models import AgendaItem
from meetings.attendance.attendees import Place, Roster, roster
from meetings.convocation.actions import queue_mail
from meetings.meeting import rules
from meetings.meeting.models import Meeting

State = Meeting.State


def not_yet_called(meeting: Meeting, now: datetime, who: Roster | None = None) -> list[Place]:
    """Places whose receiver has had neither convocation nor the mail about the present time."""
    told = OutboxMail.objects.filter(
        kind__in=["convocation", "meeting_moved"],
        about__meeting=meeting.pk,
        about__start=meeting.start.isoformat(),
    )
    reached = set(told.values_list("about__seat", "about__member"))
    places = (who or roster(meeting, SYSTEM, now)).places
    return [place for place in places if place.receiver and (place.seat.pk, place.receiver.pk) not in reached]


def newcomers(meeting: Meeting) -> dict[tuple[int, int], date]:
    """(seat, member) and since when, for those who got their seat after the others were called."""
    if meeting.convened_at is None:
        return {}
    held = SeatHolding.objects.filter(until=None, since__gte=local(meeting.convened_at).date())
    return {(seat, member): since for seat, member, since in held.values_list("seat", "member", "since")}


def call_newcomers(meeting: Meeting, new: Container[tuple[int, int]], now: datetime, who: Roster) -> int:
    """What the others were sent, to those who came since; returns how many."""
    places = [
        place
        for place in not_yet_called(meeting, now, who)
        if place.receiver and (place.seat.pk, place.receiver.pk) in new
    ]
    for place in places:
        queue_mail.queue("convocation", "convocation", meeting, place, now)
    return len(places)


def edition(meeting: Meeting, places: list[Place]) -> str:
    """Stands for all that a draft shows: sending it asks whether it is still so."""
    items = AgendaItem.objects.filter(meeting=meeting, removed_at=None).order_by("number")
    shown = [
        meeting.version,
        list(items.values_list("pk", "number", "version")),
        sorted((place.seat.pk, place.receiver.pk if place.receiver else 0) for place in places),
    ]
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:20]


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def _require_same(seen: str, meeting: Meeting, places: list[Place]) -> None:
    if seen != edition(meeting, places):
        raise StaleError("Mødet, dagsordenen eller modtagerne er ændret, siden du så kladden. Se den igen, og send.")


@audited("Indkaldte")
def convene(*, meeting: Meeting, seen: str, release: bool, by: Member, now: datetime) -> list[Place]:
    """Send the convocation to everyone who has not had it. `seen` is the edition of the draft that was looked at."""
    meeting = _locked(meeting)
    places = not_yet_called(meeting, now)
    _require_same(seen, meeting, places)
    if meeting.state == State.PLANNED:
        states.move(meeting, State.CONVENED, convened_at=now, changed_at=now)
    if release and meeting.state == State.CONVENED:
        _release(meeting, now)
    for place in places:
        queue_mail.queue("convocation", "convocation", meeting, place, now)
    return places


@audited("Frigav dagsorden")
def release_agenda(*, meeting: Meeting, seen: str, tell: bool, by: Member, now: datetime) -> list[Place]:
    """Version 1, 2 ... of the agenda is what members see from now on, late items included."""
    meeting = _locked(meeting)
    places = [place for place in roster(meeting, SYSTEM, now).places if place.receiver]
    _require_same(seen, meeting, places)
    if why := rules.why_not_again(meeting):
        raise NotAllowed(why)
    _release(meeting, now)
    if not tell:
        return []
    for place in places:
        queue_mail.queue("agenda", f"agenda-v{meeting.agenda_version}", meeting, place, now)
    return places


def _release(meeting: Meeting, now: datetime) -> None:
    states.move(meeting, State.RELEASED, agenda_version=meeting.agenda_version + 1, released_at=now, changed_at=now)
    take_in_late(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1)
    meeting.refresh_from_db()
