"""Minutes as PDF: one file for each content that some reader may see."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.files.models import StoredFile
from meetings.minutes.models.minutes import Minutes


class MinutesPaper(models.Model):
    """A PDF of the minutes as they read for some audience, found by the SHA-256 of the page it is made from.

    Whoever asks is served the paper of the page made for their own eyes, so a paper can never show more than the page.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Bestilt"
        READY = "ready", "Klar"
        FAILED = "failed", "Mislykkedes"

    NEXT: ClassVar = {
        State.WAITING: (State.READY, State.FAILED),
        State.FAILED: (State.WAITING,),
    }

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="papers")
    content_hash = models.CharField(max_length=64, unique=True)
    html = models.TextField(blank=True)  # what the worker renders; emptied when the file is there
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="minutes_paper")
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "referat som PDF"
        verbose_name_plural = "referater som PDF"
        constraints = [
            models.CheckConstraint(
                name="ready_paper_has_file",
                condition=Q(state="ready", file__isnull=False) | (~Q(state="ready") & Q(file=None)),
            )
        ]

    @staticmethod
    def hash_of(html: str) -> str:
        return hashlib.sha256(html.encode()).hexdigest()

    @classmethod
    def of(cls, html: str) -> MinutesPaper | None:
        """The paper of this page, made or on its way."""
        return cls.objects.select_related("file").filter(content_hash=cls.hash_of(html)).first()

    def __str__(self) -> str:
        return f"{self.minutes} ({self.content_hash[:8]})"
