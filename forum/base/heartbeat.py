"""The last sign of life of a loop (beat, sender)."""

from __future__ import annotations

from datetime import datetime

from django.db import models


class Heartbeat(models.Model):
    """When a loop (beat, sender) last ran, or when a backup was restored: mail made before that moment is held."""

    RESTORED = "restored"

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def beat(cls, name: str, now: datetime) -> None:
        cls.objects.update_or_create(name=name, defaults={"at": now})
