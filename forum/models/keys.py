"""Small records of the machinery: spent form keys and heartbeats."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone


class SpentKey(models.Model):
    """A form's idempotency key, spent in the transaction of the action it caused."""

    key = models.CharField(max_length=64, unique=True)
    answer = models.CharField(max_length=500, blank=True)  # where the first sending was sent on to
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.key

    @classmethod
    def spend(cls, key: str) -> tuple[SpentKey, bool]:
        """(row, True) when the key is new. A twin request waits here until the first one has committed."""
        return cls.objects.get_or_create(key=key)


class Heartbeat(models.Model):
    """The last sign of life of a loop (beat, sender), or when a backup was restored and mail is held since."""

    RESTORED = "restored"

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def beat(cls, name: str, now: datetime) -> None:
        cls.objects.update_or_create(name=name, defaults={"at": now})
