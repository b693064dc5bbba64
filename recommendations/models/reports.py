"""Reports asked for, made by the worker, kept with who, when and hash."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models import Member, OutboxMail, StoredFile
from forum.visibility import Audience, Protected, ProtectedQuerySet, audience_field


@pghistory.track(exclude=["progress"])
class Report(Protected):
    class Kind(models.TextChoices):
        RECOMMENDATIONS = "anbefalinger", "Anbefalingsrapport"

    class State(models.TextChoices):
        WAITING = "waiting", "Bestilt"
        RUNNING = "running", "Bliver lavet"
        READY = "ready", "Klar"
        FAILED = "failed", "Mislykkedes"

    NEXT: ClassVar = {
        State.WAITING: (State.RUNNING,),
        State.RUNNING: (State.READY, State.FAILED, State.WAITING),
        State.FAILED: (State.WAITING,),
    }
    fixed_audience = Audience.SECRETARIAT

    kind = models.CharField("rapport", max_length=20, choices=Kind, default=Kind.RECOMMENDATIONS)
    audience = audience_field()  # what the report may contain: the rendering viewer's audience
    state = models.CharField("tilstand", max_length=8, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField("færdig", default=0)  # per cent
    step = models.CharField("i gang med", max_length=80, blank=True)
    error = models.TextField("fejl", blank=True)
    file = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="report", verbose_name="fil"
    )
    pages = models.PositiveSmallIntegerField("sider", null=True, blank=True)
    requested_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bestilt af"
    )
    requested_at = models.DateTimeField("bestilt", default=timezone.now)
    started_at = models.DateTimeField("påbegyndt", null=True, blank=True)
    finished_at = models.DateTimeField("færdig", null=True, blank=True)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "rapport"
        verbose_name_plural = "rapporter"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="ready_report_has_file",
                condition=Q(state="ready", file__isnull=False) | (~Q(state="ready") & Q(file=None)),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ReportDelivery(Protected):
    """One receiver of one report, as attachment or as link."""

    fixed_audience = Audience.SECRETARIAT

    report = models.ForeignKey(Report, models.CASCADE, related_name="deliveries", verbose_name="rapport")
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, verbose_name="medlem")
    address = models.EmailField("mailadresse")
    as_link = models.BooleanField("som link", default=False)
    mail = models.OneToOneField(OutboxMail, models.PROTECT, related_name="delivery", verbose_name="mail")
    at = models.DateTimeField("afsendt", default=timezone.now)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "modtager af rapport"
        verbose_name_plural = "modtagere af rapporter"
        ordering = ["address"]
        constraints = [models.UniqueConstraint(fields=["report", "address"], name="one_delivery_an_address")]

    def __str__(self) -> str:
        return self.address
