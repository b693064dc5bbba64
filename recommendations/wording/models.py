"""The recommendations and every version of their wording."""

from __future__ import annotations

import re
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse

from forum.base.search_index import StoredVector
from forum.base.stale import digest
from forum.base.visibility import Audience, Protected, ProtectedQuerySet, audience_field

# Where a wording's opening ends: before a dash, or after a sentence that another follows
OPENING = re.compile(r"^.{15,}?(?= – )|^.{15,}?[.!?](?= )")
LONG_OPENING = 120  # characters; a longer one ends at its first comma


class RecommendationQuerySet(ProtectedQuerySet):
    def in_force(self) -> Self:
        """The recommendations that the forum works on or has adopted: no drafts, superseded or retired ones."""
        state = Recommendation.State
        return self.exclude(state__in=[state.DRAFT, state.SUPERSEDED, state.RETIRED])


@pghistory.track()
class Recommendation(Protected):
    class State(models.TextChoices):
        DRAFT = "draft", "Kladde"
        PRELIMINARY = "preliminary", "Foreløbig"
        CONSULTATION = "consultation", "I høring"
        PROPOSED = "proposed", "Indstillet"
        ADOPTED = "adopted", "Vedtaget"
        REVISION = "revision", "Under revision"
        SUPERSEDED = "superseded", "Afløst"
        RETIRED = "retired", "Udgået"

    NEXT: ClassVar = {
        State.DRAFT: (State.PRELIMINARY, State.RETIRED),
        State.PRELIMINARY: (State.CONSULTATION, State.PROPOSED, State.RETIRED),
        State.CONSULTATION: (State.PRELIMINARY, State.PROPOSED, State.RETIRED),
        State.PROPOSED: (State.ADOPTED, State.CONSULTATION, State.PRELIMINARY, State.RETIRED),
        State.ADOPTED: (State.REVISION, State.SUPERSEDED, State.RETIRED),
        State.REVISION: (State.CONSULTATION, State.PROPOSED, State.ADOPTED, State.SUPERSEDED, State.RETIRED),
    }
    audience_paths = ("audience",)
    published = ~Q(state="draft")

    number = models.PositiveSmallIntegerField("nummer", unique=True)
    text = models.TextField("ordlyd")  # plain text, the forum's own wording to the letter
    why = models.TextField("hvorfor", blank=True)  # Markdown
    handle = models.CharField("kort navn", max_length=24, blank=True, db_default="", default="")
    version = models.PositiveSmallIntegerField("version", default=1)
    state = models.CharField("tilstand", max_length=12, choices=State, default=State.DRAFT)
    audience = audience_field(Audience.PUBLIC)
    source = models.CharField("kilde", max_length=200, blank=True)
    source_date = models.DateField("kildens dato", null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes", verbose_name="afløst af"
    )

    vector = StoredVector("text", "why")
    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = "anbefaling"
        verbose_name_plural = "anbefalinger"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="superseded_by_what",
                condition=Q(state="superseded", superseded_by__isnull=False)
                | (~Q(state="superseded") & Q(superseded_by=None)),
            )
        ]

    def __str__(self) -> str:
        return f"Anbefaling {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("recommendations:detail", args=[self.number])

    @property
    def opening(self) -> str:
        """The beginning of the wording, short enough for a list; `opening + rest` is the wording to the letter."""
        found = OPENING.match(self.text)
        opening = found[0] if found else self.text
        if len(opening) > LONG_OPENING and 0 < (comma := opening.find(",")) < LONG_OPENING:
            opening = opening[: comma + 1]
        return opening

    @property
    def short(self) -> str:
        """The opening as a title: without the mark that leads on to the rest."""
        return self.opening.rstrip(",.")

    @property
    def rest(self) -> str:
        return self.text[len(self.opening) :]

    @property
    def has_published_wording(self) -> bool:
        """True while the wording is the published one of `source`: a later one is the forum's own and has a date."""
        return self.version == 1 and bool(self.source)

    @property
    def revision(self) -> str:
        """What the forms of the wording and the reasons are filled from, see `forum.base.stale`."""
        return digest(self.version, self.text, self.why, self.handle)

    @property
    def is_final(self) -> bool:
        return not self.NEXT.get(self.State(self.state))


class RecommendationVersion(Protected):
    """The wording of one version of a recommendation, the present version included; never changed afterwards."""

    audience_paths = ("recommendation__audience",)
    published = ~Q(recommendation__state="draft")

    recommendation = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="versions", verbose_name="anbefaling"
    )
    number = models.PositiveSmallIntegerField("version")
    text = models.TextField("ordlyd")
    why = models.TextField("hvorfor", blank=True)
    date = models.DateField("dato")
    note = models.CharField("anledning", max_length=200, blank=True)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "version"
        verbose_name_plural = "versioner"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["recommendation", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.recommendation}, version {self.number}"
