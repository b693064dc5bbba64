"""Who can be invited, and who can have a seat: a Danish sentence that says why not, "" when they can."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from forum.base.visibility import SYSTEM
from forum.membership.models import Invitation
from forum.people.models import Member, Organisation, Seat


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
    member = Member.objects.visible_to(SYSTEM).active().filter(email=email or invitation.email).first()
    return _why_not_member(member, invitation) if member else ""


def _why_not_free(seat: Seat, invitation: Invitation, now: datetime) -> str:
    """One open invitation a seat: two who both say yes would push each other out."""
    others = Invitation.objects.visible_to(SYSTEM).open(now).filter(seat=seat, is_substitute=invitation.is_substitute)
    other = others.exclude(email=invitation.email).first()
    return f"{other.called} er allerede inviteret til pladsen. Træk først den invitation tilbage." if other else ""


def _why_not_member(member: Member, invitation: Invitation) -> str:
    """The member has the part already, or another seat forbids it."""
    part = {"seat": invitation.seat, "is_substitute": invitation.is_substitute}
    if invitation.seat and member.holdings.present().filter(**part).exists():
        return f"{member} har allerede pladsen."
    if invitation.is_secretariat and member.is_secretariat:
        return f"{member} er allerede i sekretariatet."
    if invitation.is_secretariat and (why := why_not_secretariat(member)):
        return why
    return why_not_both_sides(member, invitation.seat.organisation) if invitation.seat else ""


def already_invited(email: str) -> str:
    return f"{email} har allerede en åben invitation. Send den igen i stedet for at lave en ny."


def why_not_both_sides(member: Member, organisation: Organisation) -> str:
    """Why the member cannot also sit for the organisation."""
    return both_sides(member, organisation, _sits_for(member))


def why_not_secretariat(member: Member) -> str:
    """Why the member cannot see all that the secretariat sees."""
    other = next((held for held in _sits_for(member) if not held.is_authority), None)
    return f"{member} har en plads for {other.full_name}. Afslut den først." if other else ""


def _sits_for(member: Member) -> list[Organisation]:
    held = member.holdings.present().select_related("seat__organisation")
    return [holding.seat.organisation for holding in held]


def both_sides(member: Member, organisation: Organisation, held: Iterable[Organisation]) -> str:
    """`why_not_both_sides` for the one who has read the organisations that the member sits for."""
    if member.is_secretariat and not organisation.is_authority:
        return f"{member} er i sekretariatet, som ser alt, og kan ikke også sidde for en leverandør."
    other = next((other for other in held if other.is_authority != organisation.is_authority), None)
    if other is None:
        return ""
    return (
        f"{member} har en plads for {other.full_name}. Ingen kan sidde både for en leverandør og for en ordregiver: "
        "afslut den anden plads først, eller vælg en anden."
    )
