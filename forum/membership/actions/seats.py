"""What happens to seats: opened, handed over, given a standing substitute, emptied, closed."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from forum.audit.context import audited
from forum.base import states
from forum.mail import outbox
from forum.mail.render import link, render
from forum.membership import losses, rules
from forum.membership.actions.organisations import new_supplier
from forum.membership.gains import questions
from forum.membership.mail import SEAT_GIVEN, SEAT_LOST
from forum.membership.models import Invitation
from forum.people.models import Member, Organisation, Seat, SeatHolding
from forum.undo.acts import undoable

# What has happened to a seat that somebody loses
HANDED_OVER, ENDED, CLOSED = "givet videre", "afsluttet", "nedlagt"
VACANT_CHAIR = "Pladsen som forperson står tom, til I giver den til en anden."


def _today(now: datetime) -> date:
    return timezone.localdate(now)


def _locked(seat: Seat) -> Seat:
    """The seat's row, locked: two who hand it over at once do so one after the other."""
    fresh = Seat.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=seat.pk)
    if fresh.until is not None:
        raise ValidationError("Pladsen er nedlagt.")
    return fresh


@audited("Åbnede plads")
def open_seat(
    *, organisation: Organisation | None = None, supplier: str = "", by: Member | None, now: datetime
) -> Seat:
    """A seat more, for an organisation that is there or for a new supplier of that name. Raises ValidationError."""
    organisation = new_supplier(supplier) if supplier else organisation
    if organisation is None:
        raise ValidationError("Vælg en organisation.")
    return Seat.objects.create(organisation=organisation, since=_today(now))


@undoable("Lukkede plads", of="seat", sends="Beskeden om, at pladsen er nedlagt,", done="Pladsen er nedlagt.")
def close_seat(*, seat: Seat, by: Member, now: datetime, reason: str = "") -> None:
    """The organisation gives its seat up; its history, actions and areas stay with it."""
    seat = _locked(seat)
    lost = _end(seat.holdings.filter(until=None), now)
    seat.until = _today(now)
    seat.save(update_fields=["until"])
    for holding in lost:
        _tell_of_loss(holding, seat, CLOSED, now)


@audited("Overdrog plads")
def hand_over(
    *, seat: Seat, to: Member, by: Member | None, now: datetime, is_substitute: bool = False, reason: str = ""
) -> SeatHolding:
    """Give the seat (or the place as its standing substitute) to a member; whoever had it ends today.

    Nobody sits on both sides of a tender: a seat for a supplier and one for an authority would open closed papers.
    """
    seat = _locked(seat)
    if not to.is_active:
        raise ValidationError(f"{to} er ikke længere med i forummet og kan ikke få pladsen.")
    if why := rules.why_not_both_sides(to, seat.organisation, now, asked_by=by):
        raise ValidationError(why)
    had = seat.holdings.filter(until=None)
    kept = had.filter(member=to, is_substitute=is_substitute).first()
    if kept:
        return kept
    lost = _end(had.filter(is_substitute=is_substitute), now)
    _end(had.filter(member=to), now)  # a substitute who becomes holder is no longer substitute
    promised = Invitation.objects.silent().filter(seat=seat, is_substitute=is_substitute)
    for invitation in promised:  # accepted later, it would push out the one who has the seat now
        states.move(invitation, Invitation.State.WITHDRAWN)
        losses.follow_invitation(invitation, now)
    Member.objects.filter(pk=to.pk, is_guest=True).update(is_guest=False)  # whoever sits is a member like the others
    given = SeatHolding.objects.create(seat=seat, member=to, is_substitute=is_substitute, since=_today(now))
    for holding in lost:
        _tell_of_loss(holding, seat, HANDED_OVER, now)
    for standing_by in had.filter(is_substitute=True).exclude(pk=given.pk).select_related("member"):
        losses.follow(standing_by, now)  # who was called while nobody held the seat is called no longer
    if by is not None and by.pk != to.pk:  # who accepts an invitation knows
        _tell_of_gain(given, by, now)
    return given


def _tell_of_gain(given: SeatHolding, by: Member, now: datetime) -> None:
    """A seat is work: mails, papers and tasks come to its holder from now on."""
    organisation = given.seat.organisation.full_name
    part = "er fast stedfortræder" if given.is_substitute else "har fået pladsen"
    rendered = render(
        SEAT_GIVEN,
        f"Du {part} for {organisation}",
        part=part,
        by=by,
        is_substitute=given.is_substitute,
        member=given.member,
        organisation=organisation,
        questions=questions(given, now),
        url=link("front:home"),
        contact_mail=settings.CONTACT_MAIL,
    )
    outbox.queue(
        key=SEAT_GIVEN.key(given.pk),
        kind=SEAT_GIVEN,
        to=given.member,
        rendered=rendered,
        now=now,
        about={"holding": given.pk},
    )


def _tell_of_loss(lost: SeatHolding, seat: Seat, how: str, now: datetime) -> None:
    """Who has no other way into the forum hears that this one is closed; sent to the address, as to one who left."""
    member, withdrawn = lost.member, losses.follow(lost, now)
    if member.is_secretariat or member.holdings.present().exists():
        return
    rendered = render(
        SEAT_LOST,
        f"Din plads i forummet er {how}",
        holding=lost,
        is_handed_over=how == HANDED_OVER,
        how=how,
        member=member,
        organisation=seat.organisation.full_name,
        withdrawn=withdrawn,
        days_kept=settings.RETENTION_DAYS_AFTER_LEAVING,
        contact_mail=settings.CONTACT_MAIL,
    )
    outbox.queue(key=SEAT_LOST.key(lost.pk), kind=SEAT_LOST, to=member.email, rendered=rendered, now=now)


@undoable(
    "Afsluttede plads",
    of="holding",
    sends="Beskeden om, at pladsen er afsluttet,",
    done="Personen har ikke længere pladsen.",
)
def end_holding(*, holding: SeatHolding, by: Member, now: datetime, reason: str = "") -> None:
    """The person goes, the seat stays vacant with all it has."""
    ended = _end(SeatHolding.objects.filter(pk=holding.pk, until=None), now)
    if not ended:
        raise ValidationError("Personen har ikke længere pladsen.")
    for lost in ended:
        _tell_of_loss(lost, lost.seat, ENDED, now)


@audited("Valgte forperson")
def make_chair(*, seat: Seat, by: Member, now: datetime) -> None:
    """One chair at a time: the seat that had it becomes an ordinary one in the same breath."""
    seat = _locked(seat)
    Seat.objects.filter(role=Seat.Role.CHAIR, until=None).exclude(pk=seat.pk).update(role=Seat.Role.ORDINARY)
    seat.role = Seat.Role.CHAIR
    seat.save(update_fields=["role"])


def end_all_holdings(member: Member, now: datetime) -> int:
    """Part of leaving (`members.leave`); returns how many mails about what ended with the seats were queued."""
    return sum(losses.follow(holding, now) for holding in _end(member.holdings.filter(until=None), now))


def _end(holdings: QuerySet[SeatHolding], now: datetime) -> list[SeatHolding]:
    """End the holdings today; returns those that this call ended. What follows from it is for the caller to say."""
    ended = list(holdings.select_for_update(of=("self",)).select_related("member", "seat__organisation"))
    SeatHolding.objects.filter(pk__in=[holding.pk for holding in ended]).update(until=_today(now))
    return ended
