"""Steps: what happened to actions after they were agreed."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.base.dates import short_day
from forum.base.visibility import Protected, ProtectedQuerySet
from forum.people.models import Member, Seat
from meetings.followup.models.actions import SECRETARIAT, Action, name_of
from meetings.meeting.models import MINUTES_RELEASED


@pghistory.track()
class ActionStep(Protected):
    """Something that happened to an action after it was agreed, and who did it; read by all who may read the action."""

    class Kind(models.TextChoices):
        CREATED = "created", "Oprettet"
        DUE = "due", "Ny frist"
        OWNER = "owner", "Givet videre"
        STARTED = "started", "I gang"
        DONE = "done", "Udført"
        LAPSED = "lapsed", "Ikke længere aktuel"
        OPENED = "open", "Åbnet igen"
        REMINDED = "reminded", "Mindet om opgaven"
        NOTE = "note", "Note"

    audience_paths = ("action__audience", "action__item__audience", "action__item__meeting__audience")
    optional_parents = ("action__item",)
    hidden_paths = ("action__item__disqualified",)
    not_removed = Q(action__removed_at=None, action__item__removed_at=None)
    published = Q(action__item=None) | Q(action__item__meeting__minutes__state__in=MINUTES_RELEASED)
    empty_means: ClassVar = {"owner": SECRETARIAT}

    action = models.ForeignKey(Action, models.CASCADE, related_name="steps", verbose_name="opgave")
    kind = models.CharField("hvad", max_length=8, choices=Kind)
    text = models.CharField("note", max_length=500, blank=True)  # why, what came of it, or what somebody noted
    owner = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ny ansvarlig"
    )
    due = models.DateField("ny frist", null=True, blank=True)
    by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="af")
    via = models.CharField("ad hvilken vej", max_length=10, blank=True)
    at = models.DateTimeField("hvornår", default=timezone.now)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "skridt i opgave"
        verbose_name_plural = "skridt i opgaver"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> str:
        """What happened, in words; needs owner and organisation for who got it."""
        match self.kind:
            case self.Kind.DUE if self.due:
                return f"Ny frist: {short_day(self.due)}"
            case self.Kind.OWNER:
                return f"Givet videre til {name_of(self.owner)}"
            case self.Kind.CREATED if self.due:
                return f"Aftalt uden for møderne: {name_of(self.owner)}, frist {short_day(self.due)}"
        return self.get_kind_display()
