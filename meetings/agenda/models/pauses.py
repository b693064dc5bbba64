"""Pauses between the agenda's items: they have time and a name, and no number; the minutes know nothing of them."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from forum.base.removal import Removable
from forum.base.visibility import Protected, ProtectedQuerySet
from meetings.meeting.models import Meeting

MINUTES = 15  # of a pause for which nobody said how long


@pghistory.track()
class Pause(Protected, Removable):
    """A pause that comes after item number `after` (0: before the first); `place` orders those after the same item."""

    audience_paths = ("meeting__audience",)
    grant_paths: ClassVar = {"meetings.meeting": "meeting"}
    published = Q(meeting__agenda_version__gt=0)
    not_removed = Q(removed_at=None, meeting__removed_at=None)

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="pauses", verbose_name="møde")
    title = models.CharField("titel", max_length=200)
    minutes = models.PositiveSmallIntegerField("minutter", default=MINUTES)
    after = models.PositiveSmallIntegerField("efter punkt", default=0)
    place = models.PositiveSmallIntegerField("rækkefølge", default=0)
    revision = models.PositiveIntegerField(default=1, editable=False)  # two people editing: the second is told
    changed_at = models.DateTimeField("ændret", default=timezone.now, editable=False)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "pause"
        verbose_name_plural = "pauser"
        ordering = ["after", "place", "pk"]
        constraints = [
            models.CheckConstraint(name="pause_lasts", condition=Q(minutes__gt=0, minutes__lte=600)),
            models.CheckConstraint(name="pause_is_named", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:detail", args=[self.meeting.slug]) + "#dagsorden"

    @property
    def key(self) -> str:
        """The pause's name on the page where the agenda is written."""
        return f"pause-{self.pk}"
