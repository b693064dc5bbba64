"""Many people invited at once: for each line the seat it leads to, or the reason why it cannot be sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import transaction

from forum.base.stale import digest
from forum.mail.outbox import Rendered
from forum.membership import rules
from forum.membership.actions import invitations, seats
from forum.membership.actions.invitations import list_page
from forum.membership.mail import draft_of
from forum.membership.models import Invitation
from forum.people.models import Member, Organisation, Seat
from forum.undo.acts import undoable

TAKEN = "Der er allerede en organisation, som hedder næsten det samme. Skriv dens navn i stedet."
INVITED_ALREADY = "Adressen har allerede en åben invitation."


class Line(Protocol):
    """A pasted line: whom, for which organisation or new supplier; or the `problem` that must be put right first."""

    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def organisation(self) -> Organisation | None: ...
    @property
    def supplier(self) -> str: ...
    @property
    def problem(self) -> str: ...


@dataclass(frozen=True)
class Plan:
    line: Line
    organisation: Organisation | None = None
    seat: Seat | None = None  # None: a new seat is opened
    follows: Member | None = None
    problem: str = ""


def plan(lines: Sequence[Line], *, may_follow: bool, now: datetime) -> list[Plan]:
    """What would happen, without doing it; a constant number of queries however many lines."""
    places = _Places(lines, now)
    return [places.plan_for(line, may_follow) for line in lines]


def revision_of(plans: Iterable[Plan]) -> str:
    """A revision of what was shown: other lines, or the same lines with another outcome, give another."""
    shown = [(each.line.number, each.line.name, each.line.email, each.line.supplier, each.problem) for each in plans]
    led_to = [[row and row.pk for row in (each.organisation, each.seat, each.follows)] for each in plans]
    return digest(shown, led_to)


@undoable("Inviterede flere", of="by", named="Invitation til forummet", sends="Invitationen", done="", page=list_page)
def invite_all(plans: Iterable[Plan], *, greeting: str = "", by: Member, now: datetime) -> list[Invitation]:
    """Invite those without a problem. One that fails at the last moment is left for the next preview to explain."""
    sent, suppliers = [], dict[str, Organisation]()
    for each in plans:
        if each.problem or each.organisation is None:
            continue
        try:
            with transaction.atomic():  # one that fails opens no seat, and makes no supplier
                place = each.seat or _new_seat(each, suppliers, by, now)
                who: dict[str, Any] = {"email": each.line.email, "name": each.line.name}
                sent.append(invitations.invite(**who, seat=place, greeting=greeting, by=by, now=now))
        except ValidationError:
            continue
    return sent


def _new_seat(plan: Plan, suppliers: dict[str, Organisation], by: Member, now: datetime) -> Seat:
    """A seat of the line's organisation; a supplier that several lines name is made once."""
    key = plan.line.supplier.casefold()
    if key and key not in suppliers:
        seat = seats.open_seat(supplier=plan.line.supplier, by=by, now=now)
        suppliers[key] = seat.organisation
        return seat
    return seats.open_seat(organisation=suppliers.get(key, plan.organisation), by=by, now=now)


def draft_for(plans: Iterable[Plan], *, greeting: str, by: Member, now: datetime) -> Rendered | None:
    """The mail as the first of those who are ready will get it; None when nobody is."""
    first = next((each for each in plans if not each.problem and each.organisation), None)
    if first is None:
        return None
    seat = first.seat or Seat(organisation=first.organisation)
    return draft_of(
        Invitation(
            email=first.line.email, name=first.line.name, seat=seat, greeting=greeting, invited_by=by,
            expires_at=invitations.term_from(now),
        ),
        now,
    )  # fmt: skip


class _Places:
    """The organisations, seats, members and open invitations that the lines may concern, read once."""

    def __init__(self, lines: Sequence[Line], now: datetime) -> None:
        emails = {line.email for line in lines}
        self.seats: dict[int, list[Seat]] = {}
        for seat in Seat.objects.filter(until=None).with_holders():
            self.seats.setdefault(seat.organisation_id, []).append(seat)
        asked = Invitation.objects.open(now)
        self.invited = set(asked.filter(email__in=emails).values_list("email", flat=True))
        self.promised = set(asked.filter(is_substitute=False).values_list("seat_id", flat=True))
        new = [Organisation.slug_for(line.supplier) for line in lines if line.supplier]
        self.slugs = set(Organisation.objects.filter(slug__in=new).values_list("slug", flat=True))
        self.emails: set[str] = set()
        known = Member.objects.filter(is_active=True, email__in=emails)  # guests and substitutes, too
        self.sides = rules.sides_of(known, now)
        self.members = {member.email: member for member in self.sides}

    def plan_for(self, line: Line, may_follow: bool) -> Plan:
        organisation = line.organisation or self._supplier(line)
        if line.problem or organisation is None:
            return Plan(line, problem=line.problem or TAKEN)
        if line.email in self.emails:
            return Plan(line, organisation, problem="Adressen står her to gange.")
        if line.email in self.invited:
            return Plan(line, organisation, problem=INVITED_ALREADY)
        if why := self._why_not_both_sides(line.email, organisation):
            return Plan(line, organisation, problem=why)
        found = self._seat_for(line, organisation, may_follow)
        if not found.problem:
            self.emails.add(line.email)
            self.promised.add(found.seat.pk if found.seat else None)
        return found

    def _supplier(self, line: Line) -> Organisation | None:
        """The supplier that the line would make; None when another organisation has its address already."""
        slug = Organisation.slug_for(line.supplier)
        if not slug or slug in self.slugs:
            return None
        return Organisation(kind=Organisation.Kind.SUPPLIER, name=line.supplier, slug=slug)

    def _why_not_both_sides(self, email: str, organisation: Organisation) -> str:
        member = self.members.get(email)
        return rules.both_sides(member, organisation, self.sides[member]) if member else ""

    def _seat_for(self, line: Line, organisation: Organisation, may_follow: bool) -> Plan:
        having = self.seats.get(organisation.pk, []) if organisation.pk else []
        if any(seat.holder and seat.holder.email == line.email for seat in having):
            return Plan(line, organisation, problem=f"{line.name} har allerede en plads.")
        free = [seat for seat in having if seat.pk not in self.promised]
        vacant = next((seat for seat in free if seat.holder is None), None)
        if vacant or not having:
            return Plan(line, organisation, vacant)
        if not free:
            return Plan(line, organisation, problem="En anden er allerede inviteret til pladsen.")
        if len(free) > 1:
            return Plan(line, organisation, problem="Organisationen har flere pladser. Inviter enkeltvis.")
        holder = free[0].holder
        if not may_follow:
            sentence = f"Pladsen er besat af {holder}. Sæt kryds nedenfor, hvis den nye skal overtage den."
            return Plan(line, organisation, problem=sentence)
        return Plan(line, organisation, free[0], follows=holder)
