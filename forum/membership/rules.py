"""Who can be invited, and who can have a seat: a Danish sentence that says why not, "" when they can."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from forum.base.visibility import SYSTEM, Audience
from forum.membership.models import Invitation
from forum.people.models import Grant, Member, Organisation, Seat, SeatHolding


def why_not_invite(
    *, email: str, seat: Seat | None, is_substitute: bool = False, is_secretariat: bool = False, now: datetime
) -> str:
    """Why this address cannot be invited to this."""
    if seat is None and not is_secretariat:
        return "Vælg, hvilken plads invitationen gælder."
    if seat is not None and seat.until is not None:
        return "Pladsen er nedlagt."
    if Invitation.objects.visible_to(SYSTEM).open(now).filter(email=email).exists():
        return already_invited(email)
    part = {"is_substitute": is_substitute, "is_secretariat": is_secretariat}
    return why_not_accept(Invitation(email=email, seat=seat, **part), now)


def why_not_accept(invitation: Invitation, now: datetime, *, email: str = "") -> str:
    """Why the invited could not say yes: another is asked to the seat, or who has the address is in the way.

    `email`: the address that it is to be sent to from now on, when that is another.
    """
    if invitation.seat and (why := _why_not_free(invitation.seat, invitation, now)):
        return why
    known = Member.objects.visible_to(SYSTEM).filter(is_active=True)  # guests and substitutes, too
    member = known.filter(email=email or invitation.email).first()
    return _why_not_member(member, invitation, now) if member else ""


def _why_not_free(seat: Seat, invitation: Invitation, now: datetime) -> str:
    """One open invitation a seat: two who both say yes would push each other out."""
    others = Invitation.objects.visible_to(SYSTEM).open(now).filter(seat=seat, is_substitute=invitation.is_substitute)
    other = others.exclude(email=invitation.email).first()
    return f"{other.called} er allerede inviteret til pladsen. Træk først den invitation tilbage." if other else ""


def _why_not_member(member: Member, invitation: Invitation, now: datetime) -> str:
    """The member has the part already, or another seat forbids it."""
    part = {"seat": invitation.seat, "is_substitute": invitation.is_substitute}
    if invitation.seat and member.holdings.present().filter(**part).exists():
        return f"{member} har allerede pladsen."
    if invitation.is_secretariat and member.is_secretariat:
        return f"{member} er allerede i sekretariatet."
    if invitation.is_secretariat and (why := why_not_secretariat(member, now)):
        return why
    if invitation.seat is None:
        return ""
    return why_not_both_sides(member, invitation.seat.organisation, now, asked_by=None)


def already_invited(email: str) -> str:
    return f"{email} har allerede en åben invitation. Send den igen i stedet for at lave en ny."


class Side(NamedTuple):
    """What puts a person on one side of a tender now: a seat, a part in a meeting, or an open invitation."""

    is_authority: bool
    says: str  # »har en plads for Odense Kommune«
    way_out: str
    is_public: bool = False  # whether every member may know


def why_not_both_sides(member: Member, organisation: Organisation, now: datetime, *, asked_by: Member | None) -> str:
    """Why the member cannot also sit for the organisation, in words that the asker may read."""
    (sides,) = sides_of([member], now).values()
    is_told_all = asked_by is None or asked_by.is_secretariat or asked_by.pk == member.pk
    return both_sides(member, organisation, sides, is_told_all=is_told_all)


def why_not_secretariat(member: Member, now: datetime) -> str:
    """Why the member cannot see all that the secretariat sees."""
    other = _other_side(member, now)
    return f"{member} {other.says}. {_sentence(other.way_out)}." if other else ""


def why_not_closed(member: Member, now: datetime) -> str:
    """Why the person cannot be let in to what is for authorities alone: »har en plads for Fjordtek A/S«."""
    other = _other_side(member, now)
    return other.says if other else ""


def _other_side(member: Member, now: datetime) -> Side | None:
    (sides,) = sides_of([member], now).values()
    return next((side for side in sides if not side.is_authority), None)


def sides_of(members: Iterable[Member], now: datetime) -> dict[Member, list[Side]]:
    """What each is bound by now; three queries, however many."""
    sides: dict[Member, list[Side]] = {member: [] for member in members}
    by_email = {member.email: member for member in sides}
    held = SeatHolding.objects.present().filter(member__in=sides).select_related("member", "seat__organisation")
    for holding in held:
        organisation = holding.seat.organisation
        says = f"har en plads for {organisation.full_name}"
        sides[holding.member].append(Side(organisation.is_authority, says, "afslut den anden plads først", True))
    granted = Grant.objects.visible_to(SYSTEM).live(now).filter(member__in=sides)
    for grant in granted.select_related("member", "instead_of"):
        if side := _side_of_grant(grant):
            sides[grant.member].append(side)
    asked = Invitation.objects.visible_to(SYSTEM).open(now).filter(email__in=by_email)
    for invitation in asked.select_related("seat__organisation"):
        seat, way_out = invitation.seat, "træk den invitation tilbage først"
        says = (
            f"er inviteret til en plads for {seat.organisation.full_name}" if seat else "er inviteret til sekretariatet"
        )
        is_authority = seat is None or seat.organisation.is_authority
        sides[by_email[invitation.email]].append(Side(is_authority, says, way_out))
    return sides


def _side_of_grant(grant: Grant) -> Side | None:
    """A substitute is on the seat's side; a guest on one only where suppliers are shut out."""
    is_authority = grant.audience == Audience.AUTHORITIES
    if grant.kind == Grant.Kind.SUBSTITUTE:
        return Side(is_authority, f"er stedfortræder for {grant.instead_of} til et møde", "vent, til mødet er holdt")
    says = "er gæst ved noget, som kun ordregivere må læse"
    return Side(True, says, "tag gæstens invitation tilbage først") if is_authority else None


def both_sides(member: Member, organisation: Organisation, sides: Iterable[Side], *, is_told_all: bool = True) -> str:
    """`why_not_both_sides` for the one who has read what the member is bound by (`sides_of`)."""
    if member.is_secretariat and not organisation.is_authority:
        return f"{member} er i sekretariatet, som ser alt, og kan ikke også sidde for en leverandør."
    other = next((side for side in sides if side.is_authority != organisation.is_authority), None)
    if other is None:
        return ""
    if not (is_told_all or other.is_public):
        return f"{member} kan ikke komme for {organisation.full_name}. Vælg en anden, eller skriv til sekretariatet."
    return (
        f"{member} {other.says}. Ingen kan sidde både for en leverandør og for en ordregiver: "
        f"{other.way_out}, eller vælg en anden."
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
