"""What can still be undone: one row for each act, for the member who did it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.apps import apps
from django.db import models

from forum.people.models import Member

WAIT = timedelta(seconds=60)  # how long an act can be undone, and how long its mails wait


class UndoQuerySet(models.QuerySet["Undo"]):
    def open(self, now: datetime) -> Self:
        return self.filter(until__gt=now, undone_at=None)

    def things(self, model: type[models.Model]) -> models.QuerySet[Any, int]:
        """The numbers of the model's rows that the acts were done to."""
        return self.filter(thing=model._meta.label_lower).values_list("thing_id", flat=True)


class Undo(models.Model):
    """One act that its doer can take back until a moment. `act` is the pghistory context of the rows it changed."""

    act = models.UUIDField(unique=True)
    verb = models.CharField(max_length=100)  # the name of the audited action
    by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    thing = models.CharField(max_length=60)  # what it was done to, "meetings.meeting"
    thing_id = models.BigIntegerField()
    name = models.CharField(max_length=200)  # what the thing was called
    mails = models.PositiveIntegerField(default=0)  # how many wait
    goes_to = models.CharField(max_length=40, blank=True)  # whom they go to: "30", "30 og journalen"
    at = models.DateTimeField()
    until = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = UndoQuerySet.as_manager()

    class Meta:
        verbose_name = "kan fortrydes"
        ordering = ["at", "pk"]
        indexes = [models.Index(name="undo_open", fields=["until"], condition=models.Q(undone_at=None))]

    def __str__(self) -> str:
        return f"{self.verb}: {self.name}"

    def row(self) -> Any:
        """What the act was done to, as it is now; None when it is gone."""
        return apps.get_model(self.thing)._base_manager.filter(pk=self.thing_id).first()

    def later(self, now: datetime) -> Undo | None:
        """The newest later act on the same thing, whoever's it is, that can still be undone."""
        rows = Undo.objects.open(now).filter(thing=self.thing, thing_id=self.thing_id, pk__gt=self.pk)
        return rows.select_related("by").last()

    def seconds(self, now: datetime) -> int:
        """How long it can still be undone."""
        return max(0, int((self.until - now).total_seconds()))
