"""Attachments of agenda items: added, renamed, ordered, removed with a way back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from forum import files
from forum.audit.context import audited
from forum.base.removal import remove, removed, restore
from forum.base.stale import require_current
from forum.base.text import clean_line
from forum.copies.actions import ask_for_copy
from forum.files.models import StoredFile
from forum.people.models import Member
from meetings.agenda.models import AgendaItem, Attachment

SOMEBODY_WAS_FIRST = "En anden har rettet bilaget, mens du skrev. Din tekst er her stadig: se den efter, og gem igen."


@transaction.atomic
def add_uploads(*, item: AgendaItem, uploads: Sequence[Any], audience: str, by: Member, now: datetime) -> None:
    """Keep all of the uploaded files as attachments of the item, or none of them.

    Two of one name are numbered: »Referat«, »Referat (2)«. Raises ValidationError for the field `uploads`, naming each
    file that is refused and saying why, and that the others are not kept.
    """
    refusals, titles = [], Counter[str]()
    for upload in uploads:
        try:
            file = files.store(upload)
        except files.Refused as refused:
            refusals.append(f"»{files.readable_name(upload.name or '')[:100]}« kunne ikke lægges op. {refused}")
            continue
        title = clean_line(file.name.rpartition(".")[0])[:190] or file.name
        titles[title.casefold()] += 1
        if (number := titles[title.casefold()]) > 1:
            title = f"{title} ({number})"
        add_attachment(item=item, file=file, title=title, audience=audience, by=by, now=now)
    if 0 < len(refusals) < len(uploads):
        refusals.append("Ingen af filerne er lagt op. Vælg de andre igen.")
    if refusals:
        raise ValidationError({"uploads": refusals})


@audited("Tilføjede bilag")
def add_attachment(
    *, item: AgendaItem, file: StoredFile, title: str, audience: str, by: Member, now: datetime
) -> Attachment:
    """The file as the last of the item's attachments."""
    ask_for_copy(file, now=now)
    last = Attachment.objects.filter(item=item).aggregate(last=Max("position"))["last"]
    return Attachment.objects.create(
        item=item, file=file, title=title, audience=audience, position=0 if last is None else last + 1, added_by=by
    )


@audited("Rettede bilag")
def edit_attachment(
    *, attachment: Attachment, revision: str, title: str, audience: str, by: Member, now: datetime
) -> None:
    """Raises StaleError when the attachment has another revision than the given one, or is removed."""
    require_current(attachment, revision, changed=SOMEBODY_WAS_FIRST)
    Attachment.objects.filter(pk=attachment.pk).update(title=title, audience=audience)


@audited("Flyttede bilag")
def move_attachment(*, attachment: Attachment, up: bool, by: Member, now: datetime) -> None:
    """One place up or down; at the ends, and when the attachment is removed, nothing happens."""
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
    """Raises StaleError when the attachment is removed already."""
    remove(attachment, now=now)


def removed_attachment(pk: int) -> Attachment | None:
    """A removed attachment of an item that stands, for its way back. The caller is the secretariat."""
    rows = Attachment.objects.select_related("item__meeting").filter(item__removed_at=None)
    attachment: Attachment | None = removed(rows, pk=pk)
    return attachment


@audited("Fortrød fjernelse af bilag")
def restore_attachment(*, attachment: Attachment, by: Member, now: datetime) -> bool:
    """Bring the removed attachment back; False when it is back already."""
    return restore(attachment)
