"""Attachments of agenda items: added, renamed, ordered, removed with a way back."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from forum.audit.context import audited
from forum.files.models import StoredFile
from forum.people.models import Member
from meetings.agenda.models import AgendaItem, Attachment


@audited("Tilføjede bilag")
def add_attachment(
    *, item: AgendaItem, file: StoredFile, title: str, audience: str, by: Member, now: datetime
) -> Attachment:
    last = Attachment.objects.filter(item=item).aggregate(last=Max("position"))["last"]
    return Attachment.objects.create(
        item=item, file=file, title=title, audience=audience, position=0 if last is None else last + 1, added_by=by
    )


@audited("Rettede bilag")
def edit_attachment(*, attachment: Attachment, title: str, audience: str, by: Member, now: datetime) -> None:
    Attachment.objects.filter(pk=attachment.pk).update(title=title, audience=audience)


@audited("Flyttede bilag")
def move_attachment(*, attachment: Attachment, up: bool, by: Member, now: datetime) -> None:
    AgendaItem.objects.select_for_update().get(pk=attachment.item_id)
    rows = list(Attachment.objects.filter(item=attachment.item_id, removed_at=None).order_by("position", "pk"))
    at = next((n for n, row in enumerate(rows) if row.pk == attachment.pk), None)
    to = None if at is None else at - 1 if up else at + 1
    if at is None or to is None or not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for position, row in enumerate(rows):
        row.position = position
    Attachment.objects.bulk_update(rows, ["position"])


@audited("Fjernede bilag")
def remove_attachment(*, attachment: Attachment, by: Member, now: datetime) -> None:
    Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=now)


def removed_attachment(pk: int) -> Attachment | None:
    """A removed attachment, for its way back: `visible_to` shows it to nobody. The caller is the secretariat."""
    rows = Attachment.objects.select_related("item__meeting").filter(item__removed_at=None)
    return rows.filter(pk=pk, removed_at__isnull=False).first()


@audited("Fortrød fjernelse af bilag")
def restore_attachment(*, attachment: Attachment, by: Member, now: datetime) -> None:
    Attachment.objects.filter(pk=attachment.pk).update(removed_at=None)
