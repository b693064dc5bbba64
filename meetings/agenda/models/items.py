"""Agenda items: what is treated, for how long, why, and what is proposed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from forum.base.compiled_queries import Param, compiled
from forum.base.removal import Removable
from forum.base.search_index import StoredVector
from forum.base.visibility import Audience, Protected, ProtectedQuerySet, Viewer, audience_field
from forum.people.models import Member, Seat
from meetings.meeting.models import Meeting
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation

if TYPE_CHECKING:
    from meetings.agenda.models.attachments import Attachment


class AgendaItemQuerySet(ProtectedQuerySet):
    def with_attachments(self, viewer: Viewer) -> Self:
        """Prefetches the attachments this viewer may see, as `visible_attachments`, and the disqualified."""
        from meetings.agenda.models.attachments import Attachment

        visible = Attachment.objects.visible_to(viewer)
        prefetched = models.Prefetch("attachments", queryset=visible, to_attr="visible_attachments")
        return self.prefetch_related(prefetched, "disqualified")


@pghistory.track()
class AgendaItem(Protected, Removable):
    class Kind(models.TextChoices):
        INFORMATION = "information", "Til orientering"
        DISCUSSION = "discussion", "Til drøftelse"
        DECISION = "decision", "Til beslutning"
        OTHER = "other", "Eventuelt"

    CLOSED = (Audience.AUTHORITIES, Audience.SECRETARIAT)
    audience_paths = ("audience", "meeting__audience")
    hidden_paths = ("disqualified",)
    published = Q(meeting__agenda_version__gt=0, awaits_release=False)
    not_removed = Q(removed_at=None)

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
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:detail", args=[self.meeting.slug]) + f"#punkt-{self.number}"

    @property
    def disqualified_names(self) -> str:
        return ", ".join(sorted(member.name for member in self.disqualified.all()))

    @property
    def is_closed(self) -> bool:
        return self.audience in self.CLOSED


@dataclass(frozen=True)
class AgendaRow:
    """A row of the programme; `item` is None where it is closed to the viewer, who then learns its number only."""

    number: int
    minutes: int
    begins: datetime
    item: AgendaItem | None

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(minutes=self.minutes)

    @property
    def content(self) -> Hashable:
        """All that the meeting's page says in this row; the item must come from `agenda.display`."""
        return self.number, self.begins, self.minutes, self.item and self.item.content


@dataclass(frozen=True)
class Programme:
    """The agenda as one viewer sees it, with the running clock. The clock counts closed items too, or it would lie."""

    rows: list[AgendaRow]
    starts: datetime
    meeting_ends: datetime

    @property
    def items(self) -> list[AgendaItem]:
        return [row.item for row in self.rows if row.item]

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)

    @property
    def minutes_over(self) -> int:
        """How much longer the items together last than the meeting; 0 when there is time for them."""
        return max(0, int((self.ends - self.meeting_ends).total_seconds() // 60))


@compiled
def _slots(all_of_them: bool) -> models.QuerySet[AgendaItem, Any]:
    rows = AgendaItem.objects.filter(meeting=Param("meeting"), removed_at=None).order_by("number")
    if not all_of_them:
        rows = rows.filter(meeting__agenda_version__gt=0, awaits_release=False)
    return rows.values_list("pk", "number", "minutes")


def slots(meeting: Meeting, viewer: Viewer) -> list[tuple[int, int, int]]:
    """(pk, number, minutes) of every item in order: of a closed one everybody may know its number and its place."""
    return _slots(viewer.is_secretariat, meeting=meeting.pk)


@compiled
def _items(viewer: Viewer) -> models.QuerySet[AgendaItem]:
    return _visible_items(Param("meeting"), viewer).order_by()


def _visible_items(meeting: Any, viewer: Viewer) -> AgendaItemQuerySet:
    rows: AgendaItemQuerySet = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting)
    return rows.select_related("responsible__organisation")


def programme(
    meeting: Meeting, viewer: Viewer, *, with_attachments: bool = False, as_released: bool = False
) -> Programme:
    """The meeting's items for this viewer, in order (2 queries, 4 with attachments and disqualified).

    `as_released` shows what this viewer will see once the agenda is released: audiences and closed items are the same.
    """
    if as_released:
        viewer = replace(viewer, is_secretariat=True)  # past `published` alone: audiences and disqualification stand
    if with_attachments:
        items = list(_visible_items(meeting, viewer).with_attachments(viewer))
    else:
        items = _items(viewer, meeting=meeting.pk)
    for item in items:
        item.meeting = meeting  # spares a query for each link to it
    return Programme(_rows(meeting, viewer, {item.pk: item for item in items}), meeting.start, meeting.end)


def _rows(meeting: Meeting, viewer: Viewer, items: Mapping[int, AgendaItem]) -> list[AgendaRow]:
    """Every item in order with its time (1 query); `items` are those that this viewer may see, by pk."""
    clock, rows = meeting.start, []
    for pk, number, minutes in slots(meeting, viewer):
        rows.append(AgendaRow(number, minutes, clock, items.get(pk)))
        clock += timedelta(minutes=minutes)
    return rows
