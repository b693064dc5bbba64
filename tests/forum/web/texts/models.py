"""A text that the forum's chair or secretariat rewords."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import models
from django.db.models import Q
from django.urls import reverse

from forum.base.removal import Removable
from forum.base.visibility import Protected, ProtectedQuerySet, audience_field


class Text(Protected, Removable):
    """A wording that one audience may read. `revision` counts its edits."""

    audience_paths = ("audience",)
    not_removed = Q(removed_at=None)

    wording = models.TextField("ordlyd")
    audience = audience_field()
    is_final = models.BooleanField("endelig", default=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "tekst"
        app_label, apps = "texts", Apps()  # of the tests alone: a model of the product has neither

    def __str__(self) -> str:
        return self.wording[:40]

    def get_absolute_url(self) -> str:
        return reverse("texts:detail", args=[self.pk])
