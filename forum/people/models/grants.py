"""Grants: what a person sees without a seat for it. One person, one thing, what for, until when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pghistory
from django.db import models
from django.db.models import F, Q

from forum.base.compiled_queries import Param
from forum.base.visibility import Audience, Protected, ProtectedQuerySet, audience_field
from forum.people.models.members import Member


class GrantQuerySet(ProtectedQuerySet):
    def live(self, now: datetime | Param) -> GrantQuerySet:
        """Those that open something now: not taken back, and not run out."""
        return self.filter(ended_at=None, until__gt=now)

    def on(self, *things: models.Model) -> GrantQuerySet:
        """Those on one of these things, all of one model."""
        labels = {thing._meta.label_lower for thing in things}
        return self.filter(thing__in=labels, thing_id__in=[thing.pk for thing in things])


@pghistory.track()
class Grant(Protected):
    """`visible_to` reads the live ones: no other door leads in. A new kind of part is one more value of `Kind`.

    The thing is named by its model's label and its number: the models that grants are given on lie above this one, and
    say which rows of theirs a grant opens (`grant_paths`).
    """

    class Kind(models.TextChoices):
        GUEST = "guest", "Gæst"
        SUBSTITUTE = "substitute", "Stedfortræder til et møde"

    fixed_audience = Audience.SECRETARIAT

    kind = models.CharField("hvad", max_length=10, choices=Kind)
    member = models.ForeignKey(Member, models.PROTECT, related_name="grants", verbose_name="hvem")
    thing = models.CharField("hvortil", max_length=60)  # "meetings.meeting"
    thing_id = models.BigIntegerField("nummer")
    audience = audience_field()  # how closed what it opens may be
    instead_of = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="i stedet for"
    )
    given_by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="givet af")
    since = models.DateTimeField("fra")
    until = models.DateTimeField("til")
    ended_at = models.DateTimeField("taget tilbage eller udløbet", null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = "adgang uden plads"
        verbose_name_plural = "adgange uden plads"
        ordering = ["-since", "pk"]
        indexes = [models.Index(fields=["thing", "thing_id"], name="grants_of_thing")]
        constraints = [
            models.CheckConstraint(name="grant_is_no_secretary", condition=~Q(audience=Audience.SECRETARIAT)),
            models.CheckConstraint(name="grant_ends_after_start", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(
                name="substitute_for_somebody",
                condition=Q(kind="substitute", instead_of__isnull=False) | ~Q(kind="substitute") & Q(instead_of=None),
            ),
            models.UniqueConstraint(
                fields=["kind", "member", "thing", "thing_id"], condition=Q(ended_at=None), name="one_grant_a_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.get_kind_display().lower()}"


# What a viewer's grants are made from, as many columns as the seats held: see `members.HELD`
GRANTED = ("thing_id", "kind", "instead_of_id", "thing", "audience")


def live_grants_of(member: Any, now: Any) -> models.QuerySet[Any, Any]:
    """The columns of what is granted to the member now; both may be a `Param`."""
    return Grant.objects.live(now).filter(member=member).order_by().values_list(*GRANTED)
