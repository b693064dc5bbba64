"""Stored files: the bytes lie outside the web root under a random name; the row knows what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from forum.base.visibility import ProtectedQuerySet, Viewer


class StoredFileQuerySet(ProtectedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Files of which the viewer may see something that they belong to: what may not be seen hides its file."""
        seen = Q(pk__in=[])
        for relation in self.model._meta.related_objects:
            owners: Any = relation.related_model._default_manager.all()
            if isinstance(owners, ProtectedQuerySet):
                seen |= Q(Exists(owners.visible_to(viewer).filter(**{relation.field.name: OuterRef("pk")})))
        return self.filter(seen)


class StoredFile(models.Model):
    """A file whose content was checked by `forum.files.store`; served only by an authorising view."""

    class Scan(models.TextChoices):
        UNSCANNED = "unscanned", "Ikke scannet"
        CLEAN = "clean", "Scannet for virus"

    name = models.CharField("filnavn", max_length=200)
    content_type = models.CharField("type", max_length=100)
    size = models.PositiveBigIntegerField("størrelse")  # bytes
    sha256 = models.CharField("SHA-256", max_length=64)
    key = models.CharField(max_length=64, unique=True, editable=False)  # path below FILES_ROOT
    scan = models.CharField("virusscanning", max_length=9, choices=Scan, default=Scan.UNSCANNED)
    created_at = models.DateTimeField("gemt", default=timezone.now)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = "fil"
        verbose_name_plural = "filer"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return settings.FILES_ROOT / self.key
