"""What happens to lists of receivers: made, changed, removed, brought back; and the end of what they keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from forum.audit.context import audited
from forum.base import removal
from forum.base.refusal import Refusal
from forum.base.stale import require_current
from forum.base.visibility import SYSTEM
from forum.mail import outbox
from forum.mail.models import OutboxMail
from forum.people.models import Member
from forum.receivers.choices import receivers
from forum.receivers.models import ReceiverList

TAKEN = "Der er allerede en liste, der hedder »{}«."
UNUSED = timedelta(days=outbox.TEXT_DAYS)
RESTORABLE = timedelta(days=1)  # so long after its removal a list is brought back as it was


def _fill(row: ReceiverList, members: Iterable[Member], addresses: Iterable[str], now: datetime) -> None:
    found = receivers(members, addresses)
    row.addresses, row.changed_at = found.addresses, now
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
    _fill(row, members, addresses, now)
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
    _fill(current, members, addresses, now)


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


@transaction.atomic
def forget_addresses(*, now: datetime) -> int:
    """Take the addresses of people outside the forum out of the lists when they have no further use.

    From a removed list, all of them after a day. From any other that nobody has changed for a year, those that no mail
    has gone to for a year: the outbox has forgotten them, too.
    """
    removed = ReceiverList.objects.filter(removed_at__lt=now - RESTORABLE)
    taken = _leave(removed, set())
    unchanged = ReceiverList.objects.filter(removed_at=None, changed_at__lt=now - UNUSED)
    mailed = OutboxMail.objects.visible_to(SYSTEM).filter(to_address__in=_all_of(unchanged))
    return taken + _leave(unchanged, set(mailed.values_list("to_address", flat=True)))


def _all_of(lists: QuerySet[ReceiverList]) -> set[str]:
    return {address for addresses in lists.values_list("addresses", flat=True) for address in addresses}


def _leave(lists: QuerySet[ReceiverList], used: set[str]) -> int:
    """Leave the used addresses alone in these lists; returns how many went."""
    taken = 0
    for row in lists.exclude(addresses=[]).select_for_update():
        kept = [address for address in row.addresses if address in used]
        taken += len(row.addresses) - len(kept)
        ReceiverList.objects.filter(pk=row.pk).update(addresses=kept)
    return taken
