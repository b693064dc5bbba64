"""Jobs: one row for each piece of work in the background, and the base of the rows that such work is about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self, TypeVar

import pghistory
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from forum.jobs.kinds import label_of

# A claim that has been silent longer has lost its worker: a render is ended before that by its limits (base/pdf)
LOST_AFTER = timedelta(minutes=4)
Rows = TypeVar("Rows", bound="models.QuerySet[Any]")


class JobQuerySet(models.QuerySet["Job"]):
    def running(self) -> Self:
        return self.filter(state=Job.State.RUNNING)

    def in_turn(self) -> Self:
        """The queue, the next first."""
        return self.filter(state=Job.State.QUEUED).order_by("queued_at", "pk")

    def lost(self, now: datetime) -> Self:
        return self.running().filter(alive_at__lt=now - LOST_AFTER)


@pghistory.track(exclude=["progress", "step", "claim", "alive_at"])
class Job(models.Model):
    """One piece of work. What the work is about points to its job (`HasJob`) and decides who may see it."""

    class State(models.TextChoices):
        QUEUED = "queued", "Bestilt"
        RUNNING = "running", "Bliver lavet"
        DONE = "done", "Klar"
        FAILED = "failed", "Mislykkedes"

    NEXT: ClassVar = {
        State.QUEUED: (State.RUNNING,),
        State.RUNNING: (State.DONE, State.FAILED, State.QUEUED),
        State.FAILED: (State.QUEUED,),
    }

    kind = models.CharField("slags", max_length=40)  # the name of a `kinds.JobKind`
    state = models.CharField("tilstand", max_length=7, choices=State, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField("færdig", default=0)  # per cent
    step = models.CharField("i gang med", max_length=80, blank=True)
    error = models.TextField("fejl", blank=True)
    attempts = models.PositiveSmallIntegerField("forsøg", default=0)
    queued_at = models.DateTimeField("stillet i kø", default=timezone.now)
    claim = models.UUIDField(null=True, blank=True, editable=False)  # names the attempt that may write to the row
    alive_at = models.DateTimeField("seneste livstegn", null=True, blank=True)
    finished_at = models.DateTimeField("færdig", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "arbejde i baggrunden"
        verbose_name_plural = "arbejde i baggrunden"
        constraints = [
            models.CheckConstraint(
                name="running_job_is_claimed",
                condition=Q(state="running", claim__isnull=False, alive_at__isnull=False)
                | (~Q(state="running") & Q(claim=None)),
            )
        ]
        indexes = [
            models.Index(name="jobs_to_do", fields=["queued_at", "id"], condition=Q(state__in=["queued", "running"]))
        ]

    def __str__(self) -> str:
        return f"{label_of(self.kind)}: {self.get_state_display().lower()}"

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}


class HasJob(models.Model):
    """A row that a job makes something for, a file for instance. Who may see the row may see its job."""

    job = models.OneToOneField(Job, models.PROTECT, related_name="%(class)s", verbose_name="arbejde i baggrunden")
    ahead: int  # annotated by `with_job`

    class Meta:
        abstract = True

    @property
    def place_in_queue(self) -> str:
        """A Danish sentence; "" when the job does not wait. Needs `with_job`."""
        if self.job.state != Job.State.QUEUED:
            return ""
        return f"Der er {self.ahead or 'ingen'} foran i køen."


def with_job(rows: Rows) -> Rows:
    """The rows of a `HasJob` with their job and `ahead`, how many jobs wait before it; all in the rows' own query."""
    earlier = Q(queued_at__lt=OuterRef("job__queued_at"))
    same_moment = Q(queued_at=OuterRef("job__queued_at"), pk__lt=OuterRef("job_id"))
    before = Job.objects.filter(earlier | same_moment, state=Job.State.QUEUED).order_by()
    counted = before.values("state").annotate(number=Count("pk")).values("number")
    return rows.select_related("job").annotate(ahead=Coalesce(Subquery(counted), 0))
