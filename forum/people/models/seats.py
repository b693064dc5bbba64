"""Seats belong to organisations; people hold them for a time and hand them over."""

from __future__ import annotations

from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from forum.people.models.members import Member
from forum.people.models.organisations import Organisation


class SeatQuerySet(models.QuerySet["Seat"]):
    def current(self, on: object) -> Self:
        return self.filter(Q(until=None) | Q(until__gte=on), since__lte=on)

    def with_holders(self) -> Self:
        """Prefetches the present holdings (holder and substitute) with their members, as `seat.present`."""
        present = SeatHolding.objects.present().select_related("member").order_by("is_substitute")
        return self.select_related("organisation").prefetch_related(
            models.Prefetch("holdings", queryset=present, to_attr="present")
        )


@pghistory.track()
class Seat(models.Model):
    class Role(models.TextChoices):
        CHAIR = "chair", "Forperson"
        ORDINARY = "ordinary", "Medlem"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats", verbose_name="organisation")
    role = models.CharField("rolle", max_length=8, choices=Role, default=Role.ORDINARY)
    since = models.DateField("fra")
    until = models.DateField("til", null=True, blank=True)

    present: list[SeatHolding]
    is_invited: bool  # of a seat that forum.membership.vacancies has read
    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "plads"
        verbose_name_plural = "pladser"
        ordering = ["organisation__name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="seat_ends_after_start",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="Pladsen kan ikke slutte, før den begynder.",
            ),
            models.UniqueConstraint(
                fields=["role"],
                condition=Q(role="chair", until=None),
                name="one_chair_at_a_time",
                violation_error_message="Der er allerede en forperson. Luk den plads først.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.full_name}, {self.get_role_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("forum:seat", args=[self.pk])

    @property
    def holder(self) -> Member | None:
        """The present holder; needs `with_holders`."""
        return next((h.member for h in self.present if not h.is_substitute), None)

    @property
    def substitute(self) -> Member | None:
        """The standing substitute; needs `with_holders`."""
        return next((h.member for h in self.present if h.is_substitute), None)


class SeatHoldingQuerySet(models.QuerySet["SeatHolding"]):
    def present(self) -> Self:
        """Those of now: they have not ended, and neither has their seat."""
        return self.filter(until=None, seat__until=None)

    def current(self, on: object) -> Self:
        """Those of this day."""
        return self.filter(Q(until=None) | Q(until__gte=on), since__lte=on)


@pghistory.track()
class SeatHolding(models.Model):
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="holdings", verbose_name="plads")
    member = models.ForeignKey(Member, models.PROTECT, related_name="holdings", verbose_name="medlem")
    is_substitute = models.BooleanField("fast stedfortræder", default=False)
    since = models.DateField("fra")
    until = models.DateField("til", null=True, blank=True, help_text="Tom, så længe personen har pladsen.")

    objects = SeatHoldingQuerySet.as_manager()

    class Meta:
        verbose_name = "pladsindehaver"
        verbose_name_plural = "pladsindehavere"
        ordering = ["-since", "pk"]
        constraints = [
            models.CheckConstraint(name="holding_ends_after_start", condition=Q(until=None) | Q(until__gte=F("since"))),
            models.UniqueConstraint(
                fields=["seat", "is_substitute"], condition=Q(until=None), name="one_holder_a_seat"
            ),
            models.UniqueConstraint(
                fields=["seat", "member"], condition=Q(until=None), name="one_part_a_person_a_seat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.seat}"

    def get_absolute_url(self) -> str:
        """The page of its seat."""
        return reverse("forum:seat", args=[self.seat_id])
