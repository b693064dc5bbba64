"""Agenda items: what is treated, for how long, why, and what is proposed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models import Member, Seat
from forum.models.search import danish
from forum.visibility import Audience, Protected, ProtectedQuerySet, audience_field
from meetings.models.meetings import Meeting
from recommendations.models import Area, Recommendation


class AgendaItemQuerySet(ProtectedQuerySet):
    def with_papers(self, viewer: object) -> Self:
        """Prefetches the attachments this viewer may see, as `papers`, and what the item is about."""
        from meetings.models.attachments import Attachment

        papers = Attachment.objects.visible_to(viewer).select_related("file")  # type: ignore[arg-type]
        return self.select_related("recommendation", "area", "responsible__organisation").prefetch_related(
            models.Prefetch("attachments", queryset=papers, to_attr="papers")
        )


@pghistory.track()
class AgendaItem(Protected):
    class Kind(models.TextChoices):
        INFORMATION = "information", "Til orientering"
        DISCUSSION = "discussion", "Til drøftelse"
        DECISION = "decision", "Til beslutning"
        OTHER = "other", "Eventuelt"

    audience_paths = ("audience", "meeting__audience")
    hidden_paths = ("disqualified",)
    published = Q(meeting__agenda_version__gt=0, awaits_release=False)
    kept = Q(removed_at=None)

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", verbose_name="møde")
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("titel", max_length=200)
    kind = models.CharField("slags", max_length=11, choices=Kind)
    minutes = models.PositiveSmallIntegerField("minutter", default=15)
    responsible = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ansvarlig"
    )
    audience = audience_field(Audience.MEMBERS)
    background = models.TextField("sagsfremstilling", blank=True)  # Markdown
    motion = models.TextField("indstilling", blank=True)  # Markdown
    recommendation = models.ForeignKey(
        Recommendation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name="anbefaling",
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="agenda_items", verbose_name="innovationsområde"
    )
    disqualified = models.ManyToManyField(
        Member,
        blank=True,
        related_name="+",
        verbose_name="inhabile",
        help_text="De kan ikke se punktet, dets bilag eller referat.",
    )

    # Added after a release: the secretariat's alone until the next version is released
    awaits_release = models.BooleanField("afventer frigivelse", default=False)
    removed_at = models.DateTimeField("fjernet", null=True, blank=True, editable=False)  # can be undone
    version = models.PositiveIntegerField(default=1, editable=False)  # two people editing: the second is told
    changed_at = models.DateTimeField("ændret", default=timezone.now, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = "punkt"
        verbose_name_plural = "punkter"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="one_item_a_number", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(name="item_lasts", condition=Q(minutes__gt=0, minutes__lte=600)),
        ]
        indexes = [GinIndex(danish("title", "background", "motion"), name="item_search")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def is_closed(self) -> bool:
        return self.audience in {Audience.AUTHORITIES, Audience.SECRETARIAT}


def with_clock(start: datetime, items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Sets `begins` (aware datetime) on each item: the running clock from the meeting's start."""
    clock, timed = start, []
    for item in items:
        item.begins = clock  # type: ignore[attr-defined]
        clock += timedelta(minutes=item.minutes)
        timed.append(item)
    return timed
