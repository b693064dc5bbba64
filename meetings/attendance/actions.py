"""Answers to the convocation, and those who come instead of somebody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from forum.audit.context import audited
from forum.base.refusal import NotAllowed, refuse
from forum.base.visibility import Audience
from forum.membership.actions import grants
from forum.membership.rules import why_not_both_sides
from forum.people.models import Grant, Member, Seat, SeatHolding
from meetings.attendance.attendees import is_called
from meetings.attendance.models import Attendance, Wish
from meetings.meeting import rules
from meetings.meeting.models import Meeting

MOVED = "Mødet er flyttet i mellemtiden. Svar ud fra den nye tid på mødets side eller i den nyeste mail."
NOT_ONLINE = "Mødet har ikke et onlinelink, så man kan ikke deltage online. Vælg et andet svar."
NOT_YOU = "Du er ikke stedfortræder til mødet længere."
NOT_ONESELF = "{} har selv pladsen. Skriv en anden, som kan komme i stedet."
IS_CALLED = "{} er selv indkaldt til mødet for {}. Skriv en anden, som kan komme i stedet."
MOST_CALLED = 5  # substitutes of one seat for one meeting who are mailed: more are a mistake, or no meeting
TOO_MANY = "I har allerede indkaldt flere stedfortrædere til mødet. Skriv til sekretariatet."
SAID = ["answer", "substitute_name", "substitute", "is_stand_in_online", "answered_by", "answered_at", "via"]


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
    substitute_email: str = "",
    start: datetime | None = None,
) -> Attendance:
    """The seat's answer, given anew as often as wanted.

    `start` is the meeting's start as the person saw it, None when it cannot be old. A standing substitute who says that
    they come comes in the holder's place. A substitute with a mail address is let in to the meeting until it is over,
    and whoever was before that one is no longer. Raises NotAllowed with the reason, ValidationError for the address.
    """
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    refuse(rules.why_not_answer(locked, now))
    sitting = dict(SeatHolding.objects.present().filter(seat=seat).values_list("is_substitute", "member"))
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
    holder = Member.objects.get(pk=sitting.get(False) or sitting[True])
    called = _called(locked, seat, holder, substitute_name, substitute_email, by, now) if is_substitute else None
    said = Attendance(
        meeting=locked,
        seat=seat,
        answer=Attendance.Answer(answer),
        substitute_name=substitute_name if is_substitute else "",
        substitute=called,
        answered_by=by,
        answered_at=now,
        via=via,
    )
    end_stand_in(meeting=locked, seat=seat, unless=called, by=by, now=now)
    if called:
        _let_in(called, locked, seat, holder, by, now)
    # One statement: two clicks at once leave one row, and the last answer stands
    Attendance.objects.bulk_create([said], update_conflicts=True, unique_fields=["meeting", "seat"], update_fields=SAID)
    return said


def _called(
    meeting: Meeting, seat: Seat, holder: Member, name: str, email: str, by: Member, now: datetime
) -> Member | None:
    """The substitute who gets mail and is let in; None for a name alone, and for who knows of the meeting."""
    if name.casefold() == holder.name.casefold():
        raise ValidationError({"substitute_name": NOT_ONESELF.format(holder)})
    if not email:
        return None
    person = grants.person(name=name, email=email, by=by, now=now)
    return person if _needs_call(person, meeting, seat, holder, by, now) else None


def _needs_call(person: Member, meeting: Meeting, seat: Seat, holder: Member, by: Member, now: datetime) -> bool:
    """Who stands by for this seat knows of it. Raises ValidationError for who is called for a seat of their own."""
    why_not = NOT_ONESELF.format(person) if person == holder else ""
    why_not = why_not or why_not_both_sides(person, seat.organisation, now, asked_by=by)
    mine = person.holdings.present().filter(is_substitute=False).select_related("seat__organisation")
    for sits in () if why_not else mine:
        if is_called(sits.seat.organisation.kind, meeting.audience):
            why_not = IS_CALLED.format(person, sits.seat.organisation.full_name)
    if why_not:
        raise ValidationError({"substitute_email": why_not})
    return not person.holdings.present().filter(seat=seat).exists()


def _let_in(person: Member, meeting: Meeting, seat: Seat, holder: Member, by: Member, now: datetime) -> None:
    """A substitute reads what the seat reads, less what its holder is disqualified from."""
    given = Grant.objects.on(meeting).filter(kind=Grant.Kind.SUBSTITUTE, instead_of=holder)
    if given.exclude(member=person).count() >= MOST_CALLED:
        raise NotAllowed(TOO_MANY)
    audience = Audience.AUTHORITIES if seat.organisation.is_authority else Audience.MEMBERS
    grants.give(
        kind=Grant.Kind.SUBSTITUTE, member=person, thing=meeting, audience=audience, until=meeting.open_until,
        instead_of=holder, by=by, now=now,
    )  # fmt: skip


def end_stand_in(
    *, meeting: Meeting, seat: Seat, by: Member | None, now: datetime, unless: Member | None = None
) -> Member | None:
    """Who was called instead of the seat's holder is no longer let in, unless it is this one. Returns who it was."""
    before = Attendance.objects.filter(meeting=meeting, seat=seat).select_related("substitute").first()
    person = before.substitute if before else None
    if person is None or person == unless:
        return None
    still = Attendance.objects.filter(meeting=meeting, substitute=person).exclude(seat=seat)
    if not still.exists():
        of_them = Grant.objects.on(meeting).filter(kind=Grant.Kind.SUBSTITUTE, member=person)
        grants.take_back(grants=of_them, by=by, now=now)
    Attendance.objects.filter(meeting=meeting, seat=seat).update(substitute=None)
    return person


@audited("Svarede som stedfortræder")
def answer_as_stand_in(
    *, meeting: Meeting, seat: Seat, answer: str, by: Member, now: datetime, via: str, start: datetime
) -> Attendance:
    """The word of the one who is called instead of the seat's holder; a no is the seat's, until somebody else is named.

    Raises NotAllowed with the reason.
    """
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    refuse(rules.why_not_answer(locked, now))
    if start != locked.start:
        raise NotAllowed(MOVED)
    if not Attendance.stands_in(by.as_viewer(), locked.pk, seat.pk):
        raise NotAllowed(NOT_YOU)
    if answer == Attendance.Answer.ONLINE and not locked.online_link:
        raise NotAllowed(NOT_ONLINE)
    mine = Attendance.objects.get(meeting=locked, seat=seat)
    mine.answered_by, mine.answered_at, mine.via = by, now, Attendance.Via(via)
    mine.is_stand_in_online = answer == Attendance.Answer.ONLINE
    if answer == Attendance.Answer.NO:
        end_stand_in(meeting=locked, seat=seat, by=by, now=now)
        mine.answer, mine.substitute_name, mine.substitute = Attendance.Answer.NO, "", None
    mine.save(update_fields=SAID)
    return mine


@audited("Skrev ønsker til et møde")
def keep_wish(*, said: Attendance, text: str, by: Member, now: datetime) -> None:
    """What the one who answered needs at the meeting. Who does not come needs nothing, and "" takes it back."""
    mine: dict[str, Any] = {"meeting": said.meeting, "seat": said.seat, "by": by}
    if text and said.meeting.asks_wishes and said.answer in Attendance.COMING:
        Wish.objects.update_or_create(**mine, defaults={"text": text, "at": now})
    else:
        Wish.objects.filter(**mine).delete()
