"""Agenda items: what is treated, for how long, why, and what is proposed."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from forum.base.removal import Removable
from forum.base.search_index import StoredVector
from forum.base.visibility import Audience, Protected, ProtectedQuerySet, Viewer, audience_field, is_wider
from forum.people.models import Grant, Member, Seat
from meetings.meeting.models import Meeting
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation

if TYPE_CHECKING:
    from meetings.agenda.models.attachments import Attachment


class AgendaItemQuerySet(ProtectedQuerySet):
    def barred(self) -> set[int]:
        """The ids of the members who are disqualified from any of the items (1 query)."""
        barred = self.filter(disqualified__isnull=False).order_by().values_list("disqualified", flat=True)
        return set(barred)

    def with_attachments(self, viewer: Viewer) -> Self:
        """Prefetches the attachments this viewer may see, as `visible_attachments`, and the disqualified."""
        from meetings.agenda.models.attachments import Attachment

        visible = Attachment.objects.visible_to(viewer).select_related("file")
        prefetched = models.Prefetch("attachments", queryset=visible, to_attr="visible_attachments")
        return self.prefetch_related(prefetched, "disqualified")


@pghistory.track()
class AgendaItem(Protected, Removable):
    class Kind(models.TextChoices):
        INFORMATION = "information", "Til orientering"
        DISCUSSION = "discussion", "Til drøftelse"
        DECISION = "decision", "Til beslutning"
        OTHER = "other", "Eventuelt"

    audience_paths = ("audience", "meeting__audience")
    hidden_paths = ("disqualified",)
    grant_paths: ClassVar = {"meetings.meeting": "meeting", "meetings.agendaitem": "pk"}
    published = Q(meeting__agenda_version__gt=0, awaits_release=False)
    not_removed = Q(removed_at=None, meeting__removed_at=None)

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
    revision = models.PositiveIntegerField(default=1, editable=False)  # two people editing: the second is told
    changed_at = models.DateTimeField("ændret", default=timezone.now, editable=False)

    # For one viewer, the first set by `with_attachments`, all by `agenda.display`
    visible_attachments: list[Attachment]
    visible_recommendation: Recommendation | None
    visible_area: Area | None
    content: Hashable  # the columns of the item and of all these
    written_by: str  # who else writes on it just now, a sentence; set where the agenda is written
    vector = StoredVector("title", "background", "motion")
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

    def __str__(self) -> str:
        return self.title if self.removed_at else f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:detail", args=[self.meeting.slug]) + f"#punkt-{self.number}"

    @property
    def key(self) -> str:
        """The item's name on the page where the agenda is written; its number changes there."""
        return f"punkt-{self.pk}"

    @property
    def is_released(self) -> bool:
        """Whether members read the item already, so that a change reaches them as it is saved."""
        return self.meeting.is_released and not self.awaits_release

    def guests_shut_out(self, now: datetime) -> list[str]:
        """The names of the guests who were invited to the item while it was more open than it is now."""
        given = Grant.objects.on(self).live(now).filter(kind=Grant.Kind.GUEST).select_related("member")
        return sorted(grant.member.name for grant in given if is_wider(grant.audience, self.audience))

    @property
    def disqualified_names(self) -> str:
        return ", ".join(sorted(member.name for member in self.disqualified.all()))
