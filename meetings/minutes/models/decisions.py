"""Decisions: what was decided on an item, about what, and to whom an area is delegated."""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse

from forum.base.removal import Removable
from forum.base.search_index import StoredVector
from forum.base.stale import digest
from forum.base.unsent import GONE, Correctable, CorrectableQuerySet
from forum.base.visibility import Protected
from forum.people.models import Organisation
from meetings.agenda.models.items import AgendaItem
from meetings.meeting.models import MINUTES_RELEASED
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation


@pghistory.track()
class Decision(Correctable, Removable, Protected):
    class Kind(models.TextChoices):
        DECIDED = "decided", "Besluttet"
        ENDORSED = "endorsed", "Tiltrådt"
        NOTED = "noted", "Taget til efterretning"
        DISCUSSED = "discussed", "Drøftet"
        POSTPONED = "postponed", "Udsat"
        REJECTED = "rejected", "Afvist"
        CONSULTATION = "consultation", "Sendt i høring"
        DELEGATED = "delegated", "Uddelegeret"

    audience_paths = ("item__audience", "item__meeting__audience")
    hidden_paths = ("item__disqualified",)
    not_removed = Q(removed_at=None, item__removed_at=None)
    in_correction = Q(item__removed_at=None) & (Q(removed_at=None) | Q(unsent__isnull=False))
    published = Q(item__meeting__minutes__state__in=MINUTES_RELEASED)

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="decisions", verbose_name="punkt")
    kind = models.CharField("beslutning", max_length=12, choices=Kind)
    text = models.TextField("ordlyd", blank=True)
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="anbefaling"
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="innovationsområde"
    )
    lead = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tovholderkommune"
    )
    partners = models.ManyToManyField(Organisation, blank=True, related_name="+", verbose_name="deltagende kommuner")
    # When a delegation was carried out on its area: by the approval of the minutes, once
    effected_at = models.DateTimeField("trådt i kraft", null=True, blank=True)

    chosen: QuerySet[Organisation] | None = None  # the partners, until they are saved
    vector = StoredVector("text")
    objects = CorrectableQuerySet.as_manager()

    class Meta:
        verbose_name = "beslutning"
        verbose_name_plural = "beslutninger"
        ordering = ["item__number", "pk"]
        constraints = [
            models.CheckConstraint(
                name="delegation_names_area_and_lead",
                condition=Q(kind="delegated", area__isnull=False, lead__isnull=False)
                | (~Q(kind="delegated") & Q(lead=None)),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def said(self) -> dict[str, Any]:
        """What was decided; prefetch `partners` for lists."""
        return {
            "kind": str(self.kind),
            "text": self.text,
            "recommendation_id": self.recommendation_id,
            "area_id": self.area_id,
            "lead_id": self.lead_id,
            "partners": sorted(partner.pk for partner in self.partners.all()) if self.pk else [],
            GONE: self.removed_at is not None,
        }

    def say(self, values: dict[str, Any]) -> None:
        delegated = self.area_id, self.lead_id
        partners = values.get("partners")
        super().say({name: value for name, value in values.items() if name != "partners"})
        if (self.area_id, self.lead_id) != delegated:
            self.effected_at = None
        if partners is not None:
            self.chosen = Organisation.objects.filter(pk__in=partners)
            self._prefetched_objects_cache = {"partners": self.chosen}

    def keep(self) -> None:
        self._prefetched_objects_cache = {}  # what is chosen is no answer to what is saved
        self.save()
        if self.chosen is not None:
            self.partners.set(self.chosen)

    @property
    def revision(self) -> str:
        """Changes with everything that the decision's form edits."""
        partners = sorted(partner.pk for partner in self.partners.all())
        return digest(self.kind, self.text, self.recommendation_id, self.area_id, self.lead_id, partners)

    def get_absolute_url(self) -> str:
        return reverse("meetings:decision", args=[self.pk])

    @property
    def minutes_url(self) -> str:
        """The decision's place in the minutes; needs item and meeting."""
        return reverse("meetings:minutes", args=[self.item.meeting.slug]) + f"#punkt-{self.item.number}"

    @property
    def partner_names(self) -> str:
        """»Odense Kommune, Vejle Kommune«; prefetch `partners` for lists."""
        return ", ".join(partner.full_name for partner in self.partners.all())
