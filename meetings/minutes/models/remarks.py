"""Remarks: what a member asks the secretariat to put right in released minutes."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.base.stale import digest
from forum.base.visibility import Protected, ProtectedQuerySet
from forum.people.models import Member
from meetings.agenda.models.items import AgendaItem
from meetings.minutes.models.minutes import Minutes


@pghistory.track()
class Remark(Protected):
    """A remark to an item of the minutes, visible to its author and the secretariat, never to other members."""

    class Outcome(models.TextChoices):
        TAKEN_IN = "taken_in", "Indarbejdet"
        NOT_TAKEN_IN = "not_taken_in", "Ikke indarbejdet"

    audience_paths = ("item__audience", "item__meeting__audience")
    hidden_paths = ("item__disqualified",)
    not_removed = Q(item__removed_at=None)
    published = Q(pk__in=[])
    own_paths = ("by",)

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="remarks", verbose_name="punkt")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="fra")
    text = models.TextField("bemærkning", max_length=2000)
    at = models.DateTimeField("sendt", default=timezone.now)
    outcome = models.CharField("udfald", max_length=12, choices=Outcome, blank=True)
    answer = models.CharField("sekretariatets svar", max_length=300, blank=True)
    answered_at = models.DateTimeField("besvaret", null=True, blank=True)
    # Taken in by a correction that is not sent: its author hears of it, and reads the answer, when it is
    awaits_correction = models.BooleanField("svaret venter på rettelsen", default=False, db_default=False)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "bemærkning til referat"
        verbose_name_plural = "bemærkninger til referater"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="answered_remark_has_date",
                condition=Q(outcome="", answered_at=None) | (~Q(outcome="") & Q(answered_at__isnull=False)),
            )
        ]

    @property
    def anchor(self) -> str:
        """The remark's place on the page of the minutes."""
        return f"bemaerkning-nr-{self.pk}"

    @property
    def revision(self) -> str:
        """Changes with the secretariat's answer."""
        return digest(self.outcome, self.answer)

    @classmethod
    def unanswered_count(cls, meeting_id: int) -> int:
        """How many remarks to the meeting's minutes are unanswered. Not protected: a number tells no words."""
        waiting = cls._base_manager.filter(item__meeting_id=meeting_id, item__removed_at=None, outcome="")
        return waiting.count()

    @classmethod
    def sent_to(cls, minutes: Minutes) -> models.QuerySet[Remark]:
        """The remarks to the text that was sent last."""
        return cls._base_manager.filter(item__meeting=minutes.meeting_id, at__gte=minutes.released_at)

    def is_to_be_corrected(self, minutes: Minutes) -> bool:
        """Whether a correction that takes the remark in is still to be sent: it is begun, or the text is as it was."""
        is_as_it_was = minutes.released_at is not None and self.at >= minutes.released_at
        return minutes.state == Minutes.State.CORRECTED or (minutes.state == Minutes.State.REMARKS and is_as_it_was)

    @classmethod
    def uncorrected_count(cls, meeting_id: int) -> int:
        """How many are called taken in though the correction is not sent."""
        waiting = cls._base_manager.filter(item__meeting_id=meeting_id, item__removed_at=None, awaits_correction=True)
        return waiting.count()

    def __str__(self) -> str:
        return f"Bemærkning fra {self.by} til {self.item}"
