"""Named lists of receivers: members, and people outside the forum by their mail addresses."""

from __future__ import annotations

from typing import Any, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils import timezone

from forum.base.removal import Removable
from forum.base.visibility import Audience, Protected, ProtectedQuerySet
from forum.people.models import Member


class ReceiverListQuerySet(ProtectedQuerySet):
    def with_receivers(self) -> Self:
        """Prefetches the members who still have access, as `current` (one query)."""
        return self.prefetch_related(models.Prefetch("members", Member.objects.active(), to_attr="current"))


@pghistory.track(exclude=["addresses", "changed_at"])  # strangers' addresses are not kept for ever
class ReceiverList(Protected, Removable):
    """»Styregruppen«: whom the secretariat writes to again and again."""

    fixed_audience = Audience.SECRETARIAT
    not_removed = Q(removed_at=None)

    name = models.CharField("navn", max_length=60)
    members = models.ManyToManyField(Member, blank=True, related_name="receiver_lists", verbose_name="medlemmer")
    addresses = ArrayField(
        models.EmailField(), verbose_name="adresser uden for forummet", default=list, db_default=[], blank=True
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField("ændret", default=timezone.now, db_default=Now(), editable=False)

    current: list[Member]  # given by `with_receivers`
    objects = ReceiverListQuerySet.as_manager()

    class Meta:
        verbose_name = "modtagerliste"
        verbose_name_plural = "modtagerlister"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("name"), condition=Q(removed_at=None), name="one_receiver_list_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forum:receiver_list", args=[self.pk])

    @property
    def size(self) -> int:
        """How many it reaches now; needs `with_receivers`."""
        return len(self.current) + len(self.addresses)

    @property
    def label(self) -> str:
        """»Styregruppen (6)«; needs `with_receivers`."""
        return f"{self.name} ({self.size})"

    @classmethod
    def named(cls, name: str) -> Any:
        """The lists that have this name, however it is written."""
        return cls.objects.filter(name__iexact=name, removed_at=None)
