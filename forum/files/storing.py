"""Storing: the bytes under a random key below FILES_ROOT, the row with name, type, size, hash and scan."""

from __future__ import annotations

import hashlib
import io
import os
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.files.base import File
from django.db import models
from PIL import Image, ImageOps

from forum.base.refusal import Refusal
from forum.base.room import no_room
from forum.base.text import file_size
from forum.files import content, names, scan
from forum.files.content import Kind, Refused
from forum.files.models import StoredFile

PICTURE_SIDE = 512
KEPT_UNUSED = timedelta(days=1)  # a file without an owner may still belong to a form being sent
Upload = File | bytes
log = structlog.get_logger(__name__)


class NoRoom(Refusal):
    """The disk is full; nothing of the file is kept."""

    status = 507


def store(upload: Upload, *, kinds: Collection[Kind] = content.DOCUMENTS, name: str = "") -> StoredFile:
    """Check an upload and keep it. Raises Refused (a Danish sentence) when it is not one of `kinds` or not safe."""
    data = _read(upload)
    name = name or getattr(upload, "name", "") or ""
    kind = content.kind_of(data, names.extension_of(name))
    if kind not in kinds:
        allowed = ", ".join(kind.label for kind in kinds)
        raise Refused(f"Her kan du ikke lægge en fil af typen {kind.label} op. Brug {allowed}.")
    return _keep(data, kind, names.display_name(name, kind))


def store_made(data: bytes, *, kind: Kind = content.PDF, name: str) -> StoredFile:
    """Keep a file this product made itself (a report, minutes): no checks of content, no scan."""
    return _keep(data, kind, names.display_name(name, kind), ours=True)


def picture_limits() -> str:
    """»PNG- eller JPEG-fil på højst 20 MB og 40 megapixel«: the limits of a picture, for a form's hint."""
    kinds = " eller ".join(f"{kind.label}-" for kind in content.PICTURES)
    most = f"{file_size(settings.FILE_MAX_BYTES)} og {content.MAX_PIXELS // 1_000_000} megapixel"
    return f"{kinds}fil på højst {most}"


def picture(upload: Upload) -> StoredFile:
    """Store a member's picture, decoded and encoded anew: position, camera and anything hidden in the file are gone."""
    data = _read(upload)
    try:
        is_picture = content.kind_of(data, "") in content.PICTURES
    except content.PictureRefused:
        raise
    except Refused:  # its sentence advises a document, of no use here
        is_picture = False
    if not is_picture:
        raise Refused("Billedet skal være en JPEG- eller PNG-fil.")
    scan.is_clean(data)
    try:
        image = content.open_picture(data)
        image.draft("RGB", (PICTURE_SIDE * 2, PICTURE_SIDE * 2))
        image = ImageOps.exif_transpose(image)
        image.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
        plain = _opaque(image)
    except (OSError, SyntaxError, ValueError):
        raise Refused("Billedet kan ikke læses. Gem det igen som JPEG eller PNG, og prøv så en gang til.") from None
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=85, optimize=True)
    return _keep(out.getvalue(), content.JPEG, "billede.jpg", ours=True)


def _opaque(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    plain = Image.new("RGB", image.size, "white")
    plain.paste(seen, mask=seen.getchannel("A"))
    return plain


def _read(upload: Upload) -> bytes:
    """The upload's bytes. Reading stops at the allowed size: the size that a client claims is not trusted."""
    limit = settings.FILE_MAX_BYTES
    data = upload if isinstance(upload, bytes) else b""
    if not isinstance(upload, bytes):
        upload.seek(0)
        data = upload.read(limit + 1)
    if len(data) > limit:
        raise Refused(f"Filen er for stor. Den må højst fylde {file_size(limit)}.")
    return data


def _keep(data: bytes, kind: Kind, name: str, *, ours: bool = False) -> StoredFile:
    is_scanned = not ours and scan.is_clean(data)
    key = secrets.token_hex(20)
    stored = StoredFile(
        name=name,
        content_type=kind.content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        key=f"{key[:2]}/{key}",
        scan=StoredFile.Scan.CLEAN if is_scanned else StoredFile.Scan.UNSCANNED,
    )
    _write(stored.path, data)
    stored.save(force_insert=True)
    return stored


def _write(path: Path, data: bytes) -> None:
    """Write the whole file or nothing, flushed to disk before its row is saved: a row without bytes is a lost paper.

    Raises NoRoom when the disk is full.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        if no_room(error):
            log.error("no room for a file", size=len(data))
            raise NoRoom("Der er ikke plads til filen på serveren. Prøv igen senere, eller skriv til os.") from error
        raise


def clean_up(*, now: datetime) -> int:
    """Delete rows nothing points to, and bytes without a row; both only when a day old. Returns how many went."""
    before = now - KEPT_UNUSED
    unused = StoredFile.objects.filter(created_at__lt=before)
    for relation in StoredFile._meta.related_objects:
        unused = unused.filter(~models.Exists(_users(relation)))
    gone = unused.delete()[1].get("forum.StoredFile", 0)
    root = settings.FILES_ROOT
    old = {
        f"{path.parent.name}/{path.name}": path
        for folder in ("??", "pdf")  # "pdf": renders that version 1.0 kept
        for path in root.glob(f"{folder}/*")
        if path.is_file() and path.stat().st_mtime < before.timestamp()
    }
    known = set(StoredFile.objects.filter(key__in=old).values_list("key", flat=True))
    for key in old.keys() - known:
        old[key].unlink(missing_ok=True)
    return gone + len(old.keys() - known)


def _users(relation: Any) -> models.QuerySet[Any]:
    """Rows of the model behind `relation` (a foreign key or a many-to-many) that point to the outer StoredFile."""
    model = relation.related_model._base_manager
    rows: models.QuerySet[Any] = model.filter(**{relation.field.name: models.OuterRef("pk")})
    return rows
