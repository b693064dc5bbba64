"""New versions of an attachment: the file is replaced, the old one kept, and a wrong one taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from forum import files
from forum.audit.context import audited
from forum.base.stale import StaleError, require_current
from forum.copies.actions import ask_for_copy
from forum.people.models import Member
from meetings.agenda.models import Attachment, AttachmentVersion

SOMEBODY_WAS_FIRST = "En anden har ændret bilaget i mellemtiden. Se det efter, og vælg filen igen."
NOT_NEWEST = "Der er kommet en nyere version siden, så den kan ikke fortrydes her."


@audited("Lagde ny version af bilag op")
def add_version(*, attachment: Attachment, upload: Any, revision: str, by: Member, now: datetime) -> Attachment:
    """The uploaded file in the place of the attachment's, which is kept as an earlier version.

    Raises ValidationError for the field `upload` when the file is refused, StaleError when somebody was first.
    """
    current: Attachment = require_current(attachment, revision, changed=SOMEBODY_WAS_FIRST)
    try:
        file = files.store(upload)
    except files.Refused as refused:
        raise ValidationError({"upload": str(refused)}) from refused
    ask_for_copy(file, now=now)
    AttachmentVersion.objects.create(
        attachment=current,
        number=current.version,
        file=current.file,
        audience=current.audience,
        was_released=current.item.is_released,
        renewed_at=current.renewed_at,
        added_by=current.added_by,
        replaced_at=now,
    )
    current.file, current.version, current.added_by = file, current.version + 1, by
    current.renewed_at = now if current.item.is_released else current.renewed_at
    current.save(update_fields=["file", "version", "renewed_at", "added_by"])
    return current


@audited("Fortrød ny version af bilag")
def take_back_version(*, attachment: Attachment, version: int, by: Member, now: datetime) -> None:
    """The file before this version stands again; the wrong one goes for good, as it may have been a secret.

    Raises StaleError when this version is not the newest.
    """
    current: Attachment = require_current(attachment, None)
    before = AttachmentVersion.objects.filter(attachment=current, number=version - 1).first()
    if current.version != version or before is None:
        raise StaleError(NOT_NEWEST)
    file, renewed_at, added_by = before.file, before.renewed_at, before.added_by
    before.delete()
    current.file, current.version, current.renewed_at, current.added_by = file, version - 1, renewed_at, added_by
    current.save(update_fields=["file", "version", "renewed_at", "added_by"])
