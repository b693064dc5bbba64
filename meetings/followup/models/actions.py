"""Actions: what somebody promised, by when, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from forum.base.dates import short_day
from forum.base.removal import Removable
from forum.base.search_index import StoredVector
from forum.base.stale import digest
from forum.base.unsent import GONE, Correctable, CorrectableQuerySet
from forum.base.visibility import Audience, Protected, Viewer, audience_field
from forum.people.models import Seat
from meetings.agenda.models.items import AgendaItem
from meetings.meeting.models import MINUTES_RELEASED
from recommendations.areas.models import Area

SECRETARIAT = "Sekretariatet"
AGREED_DUE = Coalesce("agreed_due", "due")  # what `Action.agreed` says, for a query


class ActionQuerySet(CorrectableQuerySet):
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

    def in_minutes(self) -> Self:
        """With what `Action.agreed` needs, in the order of what was agreed."""
        return self.select_related("owner__organisation", "agreed_owner__organisation").order_by(AGREED_DUE, "pk")

    def overdue(self, today: date) -> Self:
        return self.open().filter(due__lt=today)


@dataclass(frozen=True)
class Agreed:
    """An action as it was agreed at the meeting and stands in the minutes, whatever became of it since."""

    action: Action  # as the list has it now
    owner: Seat | None
    due: date

    @property
    def pk(self) -> int:
        return self.action.pk

    @property
    def text(self) -> str:
        return self.action.text

    @property
    def url(self) -> str:
        """Where it reads what became of it."""
        return self.action.get_absolute_url()

    @property
    def item(self) -> AgendaItem | None:
        return self.action.item

    @property
    def owner_id(self) -> int | None:
        return self.owner.pk if self.owner else None

    @property
    def owner_name(self) -> str:
        return name_of(self.owner)


@pghistory.track()
class Action(Correctable, Removable, Protected):
    """A promise of a seat or of the secretariat, made under an item of a meeting or outside any.

    `owner` and `due` are what the list says now. What was agreed at the meeting is the same until the list departs from
    it; from then on `agreed_owner` and `agreed_due` keep it for the minutes, see `agreed`.
    """

    class State(models.TextChoices):
        OPEN = "open", "Åben"
        STARTED = "started", "I gang"
        DONE = "done", "Udført"
        LAPSED = "lapsed", "Ikke længere aktuel"

    NEXT: ClassVar = {
        State.OPEN: (State.STARTED, State.DONE, State.LAPSED),
        State.STARTED: (State.DONE, State.LAPSED, State.OPEN),
        State.DONE: (State.OPEN,),
        State.LAPSED: (State.OPEN,),
    }
    audience_paths = ("audience", "item__audience", "item__meeting__audience")
    optional_parents = ("item",)
    hidden_paths = ("item__disqualified",)
    empty_means: ClassVar = {"owner": SECRETARIAT}  # for the audit trail
    not_removed = Q(removed_at=None, item__removed_at=None)
    in_correction = Q(item__removed_at=None) & (Q(removed_at=None) | Q(unsent__isnull=False))
    published = Q(item=None) | Q(item__meeting__minutes__state__in=MINUTES_RELEASED)

    # Empty: the action was agreed outside any meeting
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, null=True, blank=True, related_name="actions", verbose_name="punkt"
    )
    text = models.CharField("opgave", max_length=300)
    # Empty: the secretariat itself, which has no seat. As with who is responsible for an agenda item
    owner = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name="ansvarlig"
    )
    due = models.DateField("frist")
    # Under an item it can only narrow the item's, and by itself does not; outside a meeting it stands alone
    audience = audience_field(Audience.PUBLIC, db_default=Audience.PUBLIC.value)
    state = models.CharField("status", max_length=7, choices=State, default=State.OPEN)
    reason = models.CharField("hvorfor ikke aktuel", max_length=300, blank=True)
    result = models.CharField("hvad kom der ud af det", max_length=300, blank=True, default="", db_default="")
    finished_at = models.DateTimeField("afsluttet", null=True, blank=True)
    agreed_owner = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ansvarlig ifølge referatet"
    )
    agreed_due = models.DateField("frist ifølge referatet", null=True, blank=True)
    # When the present owner got it by another way than the minutes: handed over, or agreed outside a meeting
    given_at = models.DateTimeField("givet videre", null=True, blank=True)

    events: Any  # its history (pghistory)
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
            ),
            models.CheckConstraint(name="only_done_action_has_result", condition=Q(state="done") | Q(result="")),
            models.CheckConstraint(
                name="action_outside_meeting_says_for_whom",
                condition=Q(item__isnull=False) | Q(audience__in=["members", "authorities", "secretariat"]),
            ),
            models.CheckConstraint(
                name="action_agreed_at_meeting",
                condition=Q(agreed_due__isnull=False, item__isnull=False) | Q(agreed_due=None, agreed_owner=None),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("meetings:action_move", args=[self.pk])

    @property
    def revision(self) -> str:
        """Changes with what is promised, by whom and by when: in the minutes, and in the list."""
        return digest(self.text, self.owner_id, self.due, self.agreed_owner_id, self.agreed_due, self.audience)

    @property
    def owner_name(self) -> str:
        """The owner's organisation, or the secretariat, as pages and mails name it; needs owner and organisation."""
        return name_of(self.owner)

    @property
    def agreed(self) -> Agreed:
        """What was agreed at the meeting; needs `owner` and `agreed_owner` with their organisations."""
        if self.agreed_due is None:
            return Agreed(self, self.owner, self.due)
        return Agreed(self, self.agreed_owner, self.agreed_due)

    @property
    def departs(self) -> bool:
        """True when the list says another owner or due day than what was agreed at the meeting."""
        return self.agreed_due is not None

    def said(self) -> dict[str, Any]:
        """What the minutes say of it; needs what `agreed` needs."""
        agreed = self.agreed
        about = {"owner": agreed.owner_id, "due": agreed.due.isoformat()}
        return {"text": self.text, **about, GONE: self.removed_at is not None}

    def say(self, values: dict[str, Any]) -> None:
        now = self.said() | values
        self.text = now["text"]
        if {"owner", "due"} & values.keys():
            owner = Seat.objects.select_related("organisation").filter(pk=now["owner"]).first()
            self.agree(owner=owner, due=date.fromisoformat(now["due"]))

    def agree(self, *, owner: Seat | None, due: date) -> None:
        """Let the minutes say this owner and due day, without saving. The list follows where it has not departed."""
        before = self.agreed
        if self.owner_id == before.owner_id:
            self.owner = owner
        if self.due == before.due:
            self.due = due
        self._keep(owner, due)

    def depart(self, **changed: Any) -> None:
        """Let the list say another `owner` or `due`, without saving. What was agreed at the meeting is kept."""
        before = self.agreed
        for name, value in changed.items():
            setattr(self, name, value)
        self._keep(before.owner, before.due)

    def _keep(self, owner: Seat | None, due: date) -> None:
        departs = self.item_id and (self.owner_id, self.due) != (owner.pk if owner else None, due)
        self.agreed_owner, self.agreed_due = (owner, due) if departs else (None, None)

    @property
    def origin(self) -> str:
        """The meeting with its day and the item where it was agreed; "" for one that was agreed outside a meeting."""
        if self.item is None:
            return ""
        meeting = self.item.meeting
        return f"{meeting.title} {short_day(meeting.start)}, punkt {self.item.number}"

    @property
    def minutes_url(self) -> str:
        """The place in the minutes where the action was promised, "" outside a meeting; needs item and meeting."""
        if self.item is None:
            return ""
        return reverse("meetings:minutes", args=[self.item.meeting.slug]) + f"#punkt-{self.item.number}"

    @property
    def is_published(self) -> bool:
        """False while the minutes that promise it are a draft (one query)."""
        return type(self)._base_manager.filter(type(self).published, pk=self.pk).exists()

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.OPEN, self.State.STARTED}


def name_of(seat: Seat | None) -> str:
    return seat.organisation.full_name if seat else SECRETARIAT
