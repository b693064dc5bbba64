"""Innovation areas: what the municipalities delegate among themselves (recommendation 9 carried out)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from forum.base.removal import Removable
from forum.base.search_index import StoredVector
from forum.base.stale import digest
from forum.base.visibility import Protected, ProtectedQuerySet, audience_field
from forum.people.models import Member, Organisation
from recommendations.wording.models import Recommendation


class AreaQuerySet(ProtectedQuerySet):
    def running(self) -> Self:
        return self.exclude(state__in=[Area.State.CLOSED, Area.State.STOPPED])

    def delegated(self) -> Self:
        return self.running().exclude(lead=None)

    def with_latest_update(self) -> Self:
        """Annotates what the newest update says, with its names, its number `update_id` and its day `updated_on`."""
        newest = AreaUpdate.objects.not_removed().filter(area=OuterRef("pk")).order_by("-date", "-pk")
        return self.annotate(
            update_id=Subquery(newest.values("pk")[:1]),
            colour=Subquery(newest.values("colour")[:1]),
            sentence=Subquery(newest.values("sentence")[:1]),
            next_step=Subquery(newest.values("next_step")[:1]),
            asks_for_help=Subquery(newest.values("asks_for_help")[:1]),
            updated_on=Subquery(newest.values("date")[:1]),
        )

    def without_news_since(self, date: object) -> Self:
        """Delegated areas that have neither been given a status nor a lead since the day `date`.

        Annotates `news_on`, the day of the newest status or of the lead, and what `with_latest_update` does.
        """
        return self._led().filter(news_on__lt=date)

    def in_trouble(self, silent_since: object) -> Self:
        """Delegated areas that are red or without news since that day, the red first; annotated as those above."""
        is_red = Q(colour=AreaUpdate.Colour.RED)
        return (
            self._led()
            .filter(is_red | Q(news_on__lt=silent_since))
            .order_by(Case(When(is_red, then=0), default=1), "news_on", "title")
        )

    def trouble_first(self) -> Self:
        """Red before yellow, then those without a lead, without a status, the green; what has ended comes last.

        Of areas read `with_latest_update`.
        """
        has_ended = When(state__in=[Area.State.CLOSED, Area.State.STOPPED], then=5)
        red, yellow = When(colour=AreaUpdate.Colour.RED, then=0), When(colour=AreaUpdate.Colour.YELLOW, then=1)
        without_lead, without_status = When(lead=None, then=2), When(colour=None, then=3)
        trouble = Case(has_ended, red, yellow, without_lead, without_status, default=4)
        return self.order_by(trouble, "title", "pk")

    def _led(self) -> Self:
        led_since = Coalesce("delegated_on", "proposed_on")
        return self.delegated().with_latest_update().annotate(news_on=Greatest("updated_on", led_since))


@pghistory.track()
class Area(Protected):
    class State(models.TextChoices):
        PROPOSED = "proposed", "Foreslået"
        PRIORITISED = "prioritised", "Prioriteret"
        DELEGATED = "delegated", "Uddelegeret"
        NEED = "need", "Behov"
        MARKET_DIALOGUE = "market_dialogue", "Markedsdialog"
        TENDER = "tender", "Udbud"
        INNOVATION = "innovation", "Innovationsforløb"
        PURCHASE = "purchase", "Indkøb"
        EFFECT = "effect", "Effekt og spredning"
        CLOSED = "closed", "Afsluttet"
        STOPPED = "stopped", "Stoppet"

    # The phases a delegated area walks through, in order
    PHASES = (
        State.DELEGATED,
        State.NEED,
        State.MARKET_DIALOGUE,
        State.TENDER,
        State.INNOVATION,
        State.PURCHASE,
        State.EFFECT,
        State.CLOSED,
    )
    # The whole way from proposal to end; a stopped area is nowhere on it
    WAY = (State.PROPOSED, State.PRIORITISED, *PHASES)
    NEXT: ClassVar = {
        State.PROPOSED: (State.PRIORITISED, State.DELEGATED, State.STOPPED),
        State.PRIORITISED: (State.DELEGATED, State.STOPPED),
        State.DELEGATED: (State.NEED, State.STOPPED),
        State.NEED: (State.MARKET_DIALOGUE, State.STOPPED),
        State.MARKET_DIALOGUE: (State.NEED, State.TENDER, State.INNOVATION, State.STOPPED),
        State.TENDER: (State.MARKET_DIALOGUE, State.INNOVATION, State.PURCHASE, State.STOPPED),
        State.INNOVATION: (State.PURCHASE, State.STOPPED),
        State.PURCHASE: (State.EFFECT, State.STOPPED),
        State.EFFECT: (State.CLOSED, State.STOPPED),
        State.STOPPED: (State.PROPOSED, State.PRIORITISED, *PHASES[:-1]),  # where it was: `actions.before_stop`
    }
    audience_paths = ("audience",)

    title = models.CharField("titel", max_length=120)
    slug = models.SlugField("adresse", max_length=130, unique=True)
    description = models.TextField("hvad det går ud på")  # Markdown
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="areas", verbose_name="anbefaling"
    )
    state = models.CharField("fase", max_length=15, choices=State, default=State.PROPOSED)
    audience = audience_field()
    proposed_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposed_areas",
        verbose_name="foreslået af",
    )
    lead = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_areas",
        verbose_name="tovholderkommune",
    )
    partners = models.ManyToManyField(
        Organisation,
        through="AreaPartner",
        blank=True,
        related_name="partner_areas",
        verbose_name="deltagende kommuner",
    )
    proposed_on = models.DateField("foreslået den")
    delegated_on = models.DateField("uddelegeret den", null=True, blank=True)
    stop_reason = models.CharField("hvorfor stoppet", max_length=300, blank=True)

    vector = StoredVector("title", "description")
    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = "innovationsområde"
        verbose_name_plural = "innovationsområder"
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                name="delegated_area_has_lead",
                condition=Q(state__in=["proposed", "prioritised", "stopped"])
                | Q(lead__isnull=False, delegated_on__isnull=False),
            ),
            models.CheckConstraint(
                name="stopped_area_says_why",
                condition=Q(state="stopped") & ~Q(stop_reason="") | ~Q(state="stopped") & Q(stop_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("recommendations:area", args=[self.slug])

    @property
    def revision(self) -> str:
        """What the form of the area's description is filled from, see `forum.base.stale`."""
        return digest(self.title, self.recommendation_id, self.audience, self.description)

    @property
    def phase_number(self) -> int:
        """Where on `WAY` the area is, counted from 1; 0 for a stopped one."""
        return self.WAY.index(self.State(self.state)) + 1 if self.state in self.WAY else 0

    @property
    def is_running(self) -> bool:
        return self.state not in {self.State.CLOSED, self.State.STOPPED}


@pghistory.track()
class AreaPartner(models.Model):
    """A municipality that takes part in an area. Its history lets an approval be undone."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="+", verbose_name="innovationsområde")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name="kommune")

    class Meta:
        db_table = "recommendations_area_partners"  # Django's own, before it had a history
        verbose_name = "deltagende kommune"
        verbose_name_plural = "deltagende kommuner"
        unique_together = [("area", "organisation")]

    def __str__(self) -> str:
        return f"{self.organisation} i {self.area}"


class AreaUpdateQuerySet(ProtectedQuerySet):
    def not_removed(self) -> Self:
        """The statuses that nobody has taken back."""
        return self.filter(removed_at=None)


@pghistory.track()
class AreaUpdate(Protected, Removable):
    """A status that a lead municipality gives its area: a colour, a sentence, a next step. It can be taken back."""

    class Colour(models.TextChoices):
        GREEN = "green", "Følger planen"
        YELLOW = "yellow", "Kræver opmærksomhed"
        RED = "red", "Gået i stå"

    audience_paths = ("area__audience",)
    not_removed = Q(removed_at=None)

    area = models.ForeignKey(Area, models.CASCADE, related_name="updates", verbose_name="innovationsområde")
    colour = models.CharField("status", max_length=6, choices=Colour)
    sentence = models.CharField("status i én sætning", max_length=300)
    next_step = models.CharField("næste skridt", max_length=300)
    asks_for_help = models.BooleanField("beder forummet om hjælp", default=False, db_default=False)
    date = models.DateField("dato")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="skrevet af")
    # The column of Removable, called what the forum calls it
    removed_at = models.DateTimeField("taget tilbage", null=True, blank=True, editable=False)

    vector = StoredVector("sentence", "next_step")
    objects = AreaUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = "status på et område"
        verbose_name_plural = "status på områder"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_colour_display()}"


class NewestUpdate:
    """The newest of an area's statuses, as what the form of the next status is filled from (`row` of a form page).

    `updates` are the statuses to choose among, newest first. `update` is None when there are none.
    """

    def __init__(self, updates: models.QuerySet[AreaUpdate]) -> None:
        self.updates = updates
        self.refresh_from_db()

    @classmethod
    def of(cls, area: Any) -> NewestUpdate:
        """That of an area read `with_latest_update` (no query)."""
        made = cls(AreaUpdate._base_manager.none())
        if area.update_id:
            told = {name: getattr(area, name) for name in ("colour", "sentence", "next_step")}
            made.update = AreaUpdate(pk=area.update_id, area=area, date=area.updated_on, **told)
        return made

    def refresh_from_db(self) -> None:
        self.update = self.updates.first()

    @property
    def revision(self) -> str:
        """The number of the newest status; "" when there is none."""
        return str(self.update.pk) if self.update else ""
