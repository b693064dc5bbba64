"""Actions: what somebody promised at a meeting, and by when."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse

from forum.base.removal import Removable
from forum.base.search_index import StoredVector
from forum.base.stale import digest
from forum.base.visibility import Protected, ProtectedQuerySet, Viewer
from forum.people.models import Seat
from meetings.agenda.models.items import AgendaItem
from meetings.meeting.models import MINUTES_RELEASED
from recommendations.areas.models import Area

SECRETARIAT = "Sekretariatet"


class ActionQuerySet(ProtectedQuerySet):
    def open(self) -> Self:
        return self.filter(state__in=[Action.State.OPEN, Action.State.STARTED])

    def ended(self) -> Self:
        return self.exclude(state__in=[Action.State.OPEN, Action.State.STARTED]).order_by("-finished_at", "-pk")

    def owned_by(self, viewer: Viewer) -> Self:
        """Actions owned by the viewer's seats, and for a secretary also the secretariat's own."""
        own = Q(owner_id__in=viewer.seat_ids)
        return self.filter(own | Q(owner=None) if viewer.is_secretariat else own)

    def concerning(self, area: Area) -> Self:
        """Actions promised under an item about the area, or under an item that decided something for it.

        Where one item decided on several areas, only what the area's own lead promised is known to be about it.
        The decisions are reached by the name of their relation: they belong to the minutes, a subject above.
        """
        items, others = AgendaItem._base_manager, Area._base_manager.exclude(pk=area.pk)
        decided = Q(item__in=items.filter(decisions__removed_at=None, decisions__area=area))
        alone = ~Q(item__in=items.filter(decisions__removed_at=None, decisions__area__in=others))
        leads = Q(owner__organisation=area.lead_id) if area.lead_id else Q(pk__in=[])
        return self.filter(Q(item__area=area) | decided & (alone | leads))

    def overdue(self, today: date) -> Self:
        return self.open().filter(due__lt=today)


@pghistory.track()
class Action(Removable, Protected):
    class State(models.TextChoices):
        OPEN = "open", "Åben"
        STARTED = "started", "I gang"
        DONE = "done", "Udført"
        LAPSED = "lapsed", "Bortfaldet"

    NEXT: ClassVar = {
        State.OPEN: (State.STARTED, State.DONE, State.LAPSED),
        State.STARTED: (State.DONE, State.LAPSED, State.OPEN),
        State.DONE: (State.OPEN,),
        State.LAPSED: (State.OPEN,),
    }
    audience_paths = ("item__audience", "item__meeting__audience")
    hidden_paths = ("item__disqualified",)
    empty_means: ClassVar = {"owner": SECRETARIAT}  # for the audit trail
    not_removed = Q(removed_at=None, item__removed_at=None)
    published = Q(item__meeting__minutes__state__in=MINUTES_RELEASED)

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="actions", verbose_name="punkt")
    text = models.CharField("opgave", max_length=300)
    # Empty: the secretariat itself, which has no seat. As with who is responsible for an agenda item
    owner = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name="ansvarlig"
    )
    due = models.DateField("frist")
    state = models.CharField("tilstand", max_length=7, choices=State, default=State.OPEN)
    reason = models.CharField("hvorfor bortfaldet", max_length=300, blank=True)
    finished_at = models.DateTimeField("afsluttet", null=True, blank=True)

    vector = StoredVector("text")
    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "opgave"
        verbose_name_plural = "opgaver"
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                name="lapsed_action_says_why",
                condition=(Q(state="lapsed") & ~Q(reason="")) | (~Q(state="lapsed") & Q(reason="")),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def revision(self) -> str:
        """Changes with everything that the action's form edits."""
        return digest(self.text, self.owner_id, self.due)

    @property
    def owner_name(self) -> str:
        """The owner's organisation, or the secretariat, as pages and mails name it; needs owner and organisation."""
        return self.owner.organisation.full_name if self.owner else SECRETARIAT

    @property
    def minutes_url(self) -> str:
        """The place in the minutes where the action was promised; needs item and meeting."""
        return reverse("meetings:minutes", args=[self.item.meeting.slug]) + f"#punkt-{self.item.number}"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.OPEN, self.State.STARTED}
