"""Minutes as PDF: one file for each content that some reader may see."""

from __future__ import annotations

import hashlib
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q, QuerySet

from forum.base.visibility import ProtectedQuerySet, Viewer
from forum.files.models import StoredFile
from forum.jobs.models import HasJob, Job, with_job
from meetings.minutes.models.minutes import Minutes


class MinutesPdfQuerySet(ProtectedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(minutes__in=Minutes.objects.visible_to(viewer))


@pghistory.track(fields=["minutes", "job", "content_hash"], model_name="MinutesPdfEvent")
class MinutesPdf(HasJob):
    """A PDF of the minutes as they read for some audience, found by the SHA-256 of the HTML it is made from.

    Whoever asks is served the PDF of the HTML made for their own eyes, so a PDF can never show more than the page.
    """

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="pdfs")
    content_hash = models.CharField(max_length=64, unique=True)
    html = models.TextField(blank=True)  # what the job renders; emptied when the file is there
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="minutes_pdf")

    objects = MinutesPdfQuerySet.as_manager()

    class Meta:
        db_table = "meetings_minutespaper"
        verbose_name = "referat som PDF"
        verbose_name_plural = "referater som PDF"
        constraints = [
            models.CheckConstraint(
                name="minutes_pdf_is_made_or_can_be",
                condition=(Q(file=None) & ~Q(html="")) | Q(file__isnull=False, html=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.minutes} ({self.content_hash[:8]})"

    @staticmethod
    def hash_of(html: str) -> str:
        return hashlib.sha256(html.encode()).hexdigest()

    @classmethod
    def of(cls, html: str) -> MinutesPdf | None:
        """The PDF of this HTML, made or on its way."""
        return with_job(cls.objects.select_related("file")).filter(content_hash=cls.hash_of(html)).first()

    @classmethod
    def is_being_made(cls, content_hash: str) -> bool:
        waiting = cls.objects.filter(content_hash=content_hash, job__state__in=[Job.State.QUEUED, Job.State.RUNNING])
        return waiting.exists()

    @classmethod
    def awaited(cls, content_hash: str, minutes: QuerySet[Minutes]) -> MinutesPdf | None:
        """The PDF with this hash of one of these minutes (one query). The hash is known to who could read the HTML."""
        rows = with_job(cls.objects.select_related("minutes__meeting"))
        return rows.filter(content_hash=content_hash, minutes__in=minutes).first()
