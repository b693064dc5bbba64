"""What happens to lists of receivers: made, changed, removed, brought back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from forum.audit.context import audited
from forum.base import removal
from forum.base.refusal import Refusal
from forum.base.stale import require_current
from forum.people.models import Member
from forum.receivers.choices import receivers
from forum.receivers.models import ReceiverList

TAKEN = "Der er allerede en liste, der hedder »{}«."


def _fill(row: ReceiverList, members: Iterable[Member], addresses: Iterable[str]) -> None:
    found = receivers(members, addresses)
    row.addresses = found.addresses
    row.save()
    row.members.set(found.members)


@audited("Oprettede modtagerliste")
def create(
    *, name: str, members: Iterable[Member], addresses: Iterable[str], by: Member, now: datetime
) -> ReceiverList:
    """A new list. Raises Refusal for a name that another has."""
    if ReceiverList.named(name).exists():
        raise Refusal(TAKEN.format(name))
    row = ReceiverList(name=name)
    _fill(row, members, addresses)
    return row


@audited("Rettede modtagerliste")
def change(
    *,
    row: ReceiverList,
    name: str,
    members: Iterable[Member],
    addresses: Iterable[str],
    revision: str,
    by: Member,
    now: datetime,
) -> None:
    """Give the list another name and other receivers. Raises StaleError, and Refusal for a name that another has."""
    current = require_current(row, revision)
    if ReceiverList.named(name).exclude(pk=row.pk).exists():
        raise Refusal(TAKEN.format(name))
    current.name, current.revision = name, current.revision + 1
    _fill(current, members, addresses)


@audited("Fjernede modtagerliste")
def remove(*, row: ReceiverList, by: Member, now: datetime) -> None:
    removal.remove(row, now=now)


@audited("Fortrød, at en modtagerliste blev fjernet")
def restore(*, row: ReceiverList, by: Member, now: datetime) -> None:
    """Bring it back. Raises Refusal when another has got its name since."""
    if ReceiverList.named(row.name).exclude(pk=row.pk).exists():
        raise Refusal(TAKEN.format(row.name))
    removal.restore(row)


def removed_list(pk: int) -> ReceiverList | None:
    """The list that was removed; only for whoever may bring it back."""
    found: ReceiverList | None = removal.removed(ReceiverList.objects.all(), pk=pk)
    return found
