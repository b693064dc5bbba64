"""Attachments of agenda items."""

from __future__ import annotations

from collections.abc import Sequence

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse

from forum.models import Member, StoredFile
from forum.models.search import danish
from forum.visibility import Audience, Protected, ProtectedQuerySet, audience_field, is_wider
from meetings.models.agenda import AgendaItem


@pghistory.track()
class Attachment(Protected):
    audience_paths = ("audience", "item__audience", "item__meeting__audience")
    hidden_paths = ("item__disqualified",)
    published = Q(item__meeting__agenda_version__gt=0, item__awaits_release=False)
    kept = Q(removed_at=None, item__removed_at=None)

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="attachments", verbose_name="punkt")
    title = models.CharField("titel", max_length=200)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="attachment", verbose_name="fil")
    audience = audience_field(Audience.MEMBERS)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)
    added_by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="lagt op af")

    removed_at = models.DateTimeField("fjernet", null=True, blank=True, editable=False)  # can be undone

    says_scan = False  # see `scan_remark`

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "bilag"
        verbose_name_plural = "bilag"
        ordering = ["position", "pk"]
        indexes = [GinIndex(danish("title"), name="attachment_search")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_narrower(self) -> bool:
        """Seen by fewer than its item; needs `item`."""
        return is_wider(self.item.audience, self.audience)

    @property
    def note(self) -> str:
        """What a reader should know of this file before opening it; needs `item` and `file`."""
        narrow = [self.get_audience_display().lower()] if self.is_narrower else []
        return ", ".join([*narrow, *(["ikke scannet for virus"] if self.says_scan else [])])

    def get_absolute_url(self) -> str:
        return reverse("meetings:attachment", args=[self.pk])


def scan_remark(papers: Sequence[Attachment]) -> str:
    """Said once of attachments that stand together when none is scanned; when some are, each of the others says it."""
    unscanned = [paper for paper in papers if paper.file.scan == StoredFile.Scan.UNSCANNED]
    if papers and len(unscanned) == len(papers):
        return f"{'Bilagene' if len(papers) > 1 else 'Bilaget'} er ikke scannet for virus."
    for paper in unscanned:
        paper.says_scan = True
    return ""
