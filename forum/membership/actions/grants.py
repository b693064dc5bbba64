"""Grants: given to a member or to a name with a mail address, taken back, ended when their time is up.

Giving and taking back are parts of the audited act that lets somebody in, and have no name of their own in the history.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models

from forum.audit.context import audited
from forum.base.addresses import clean_address
from forum.membership.actions import members
from forum.people.models import Grant, Member


def person(*, name: str, email: str, by: Member, now: datetime) -> Member:
    """The member with this address; else a new one, who is let in by grants alone.

    Who has left the forum comes back as such a guest, under the name that is given now.
    """
    email = clean_address(email)
    fresh = Member(email=email, name=name, is_guest=True)
    fresh.set_unusable_password()
    # Two at once leave one row, and neither of the two fails
    Member.objects.bulk_create([fresh], ignore_conflicts=True)
    member = Member.objects.select_for_update().get(email=email)
    if not member.is_active:
        member.is_active, member.is_guest, member.left_at, member.name = True, True, None, name
        member.save(update_fields=["is_active", "is_guest", "left_at", "name"])
    return member


def give(
    *,
    kind: str,
    member: Member,
    thing: models.Model,
    audience: str,
    until: datetime,
    by: Member,
    now: datetime,
    instead_of: Member | None = None,
) -> Grant:
    """The grant on this thing, new or as it is now."""
    of_this = {"kind": kind, "member": member, "thing": thing._meta.label_lower, "thing_id": thing.pk}
    says = {"audience": audience, "until": until, "instead_of": instead_of}
    grant: Grant | None = Grant.objects.select_for_update(of=("self",)).filter(**of_this, ended_at=None).first()
    if grant is None:
        grant = Grant.objects.create(**of_this, **says, given_by=by, since=now)
    elif any(getattr(grant, name) != value for name, value in says.items()):
        for name, value in says.items():
            setattr(grant, name, value)
        grant.save(update_fields=list(says))
    return grant


def take_back(*, grants: models.QuerySet[Grant], by: Member | None, now: datetime) -> int:
    """End these grants, and the sessions of those whom nothing else lets in. Returns how many were live."""
    return _end(grants.filter(ended_at=None), now, by)


@audited("Adgang udløb")
def end_expired(*, now: datetime, by: Member | None = None) -> int:
    """Write down which grants have run out, and end the sessions. What they opened is closed already."""
    return _end(Grant.objects.filter(ended_at=None, until__lte=now), now, by)


def _end(grants: models.QuerySet[Grant], now: datetime, by: Member | None) -> int:
    ended = list(grants.select_for_update(of=("self",)).select_related("member"))
    Grant.objects.filter(pk__in=[grant.pk for grant in ended]).update(ended_at=now)
    people = {grant.member_id: grant.member for grant in ended}
    let_in = set(Member.objects.let_in(now).filter(pk__in=people).values_list("pk", flat=True))
    for pk, member in people.items():
        if pk not in let_in:
            members.end_sessions(member, by=by)
    return len(ended)
