"""The outbox: every mail the product sends is a row first, made in the transaction that causes it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from forum.base.compiled_queries import Param
from forum.base.heartbeat import Heartbeat
from forum.base.visibility import Audience, Protected, ProtectedQuerySet, Viewer
from forum.files.models import StoredFile
from forum.people.models.members import Member


class OutboxQuerySet(ProtectedQuerySet):
    def due(self, now: datetime | Param) -> Self:
        """What may go now. After a restore, what is made anew waits for a person's yes (sign-in codes do not)."""
        held = Exists(Heartbeat.objects.filter(name=Heartbeat.RESTORED, at__lte=OuterRef("created_at")))
        return self.filter(Q(is_secret=True) | ~held, state=OutboxMail.State.QUEUED, not_before__lte=now)

    def oldest_unsent(self, now: datetime) -> datetime | None:
        found: datetime | None = self.due(now).aggregate(oldest=models.Min("not_before"))["oldest"]
        return found


# Only what a person decides goes on record (send again, send the draft, leave it), and never the text: codes are in it
@pghistory.track(
    pghistory.UpdateEvent(
        "decided",
        condition=pgtrigger.Q(
            old__state__in=["draft", "failed", "uncertain", "sent"], new__state__in=["queued", "dropped"]
        ),
    ),
    fields=["key", "kind", "to_member", "to_address", "subject", "state", "error"],
    model_name="OutboxMailEvent",
)
class OutboxMail(Protected):
    """One mail to one receiver. `key` says what it is about, so that a re-run of its cause adds nothing."""

    class State(models.TextChoices):
        DRAFT = "draft", "Kladde"
        QUEUED = "queued", "I kø"
        CLAIMED = "claimed", "Er ved at blive sendt"
        SENT = "sent", "Sendt"
        FAILED = "failed", "Kunne ikke sendes"
        UNCERTAIN = "uncertain", "Måske sendt"
        DROPPED = "dropped", "Udgået"

    NEXT: ClassVar = {
        State.DRAFT: (State.QUEUED, State.DROPPED),
        State.QUEUED: (State.CLAIMED, State.UNCERTAIN, State.DROPPED),
        State.CLAIMED: (State.SENT, State.QUEUED, State.FAILED, State.UNCERTAIN, State.DROPPED),
        State.FAILED: (State.QUEUED, State.DROPPED),
        State.UNCERTAIN: (State.QUEUED, State.DROPPED),
        State.SENT: (State.QUEUED,),
    }
    fixed_audience = Audience.SECRETARIAT

    key = models.CharField("nøgle", max_length=200, unique=True)
    kind = models.CharField("slags", max_length=40, db_index=True)
    to_member = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="mails", verbose_name="medlem"
    )
    to_address = models.EmailField("til")
    # Of a receiver who is no member; goes when the address does
    to_name = models.CharField("navn", max_length=120, blank=True, default="", db_default="")
    subject = models.CharField("emne", max_length=200)
    text = models.TextField("tekst")
    html = models.TextField("HTML")
    calendar = models.TextField("kalenderdel (ICS)", blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    files = models.ManyToManyField(StoredFile, blank=True, verbose_name="vedhæftet")
    about = models.JSONField("handler om", default=dict, blank=True)  # read again at send time, by kind
    is_optional = models.BooleanField("kan fravælges", default=False)
    is_secret = models.BooleanField("fortrolig", default=False)  # sign-in codes: shown to nobody, erased when sent
    is_urgent = models.BooleanField("haster", default=False, db_default=False)  # goes before all that is not
    state = models.CharField("tilstand", max_length=9, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField("oprettet", default=timezone.now)
    not_before = models.DateTimeField("sendes tidligst", default=timezone.now)
    claimed_at = models.DateTimeField("påbegyndt", null=True, blank=True)
    sent_at = models.DateTimeField("sendt", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("forsøg", default=0)
    error = models.TextField("fejl", blank=True)
    message_id = models.CharField("Message-ID", max_length=200)
    in_reply_to = models.CharField("svar på Message-ID", max_length=200, blank=True, default="", db_default="")

    act = models.UUIDField(null=True, blank=True, editable=False)  # what caused it, while that can be undone

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "udsendelser"
        ordering = ["-created_at", "-pk"]
        indexes = [
            # In the order in which senders take them: without it each mail costs a sort of all that wait
            models.Index(fields=["-is_urgent", "not_before", "id"], condition=Q(state="queued"), name="outbox_next"),
            models.Index(fields=["claimed_at"], condition=Q(state="claimed"), name="outbox_claimed"),
            models.Index(fields=["-created_at", "-id"], name="outbox_newest"),
            models.Index(fields=["act"], condition=Q(act__isnull=False), name="outbox_of_act"),
        ]

    _viewer: Viewer | None = None

    def __str__(self) -> str:
        return f"{self.subject} -> {self.to_address}"

    def viewer(self, now: datetime) -> Viewer | None:
        """What its receiver may see at `now`, read once: a sender claims a mail as a new object, and so asks anew.

        None for a receiver who is no member.
        """
        if self.to_member and not self._viewer:
            self._viewer = self.to_member.as_viewer(now)
        return self._viewer

    @property
    def revision(self) -> str:
        """What a person decides on: the state, and how often it was tried."""
        return f"{self.state}-{self.attempts}"

    def get_absolute_url(self) -> str:
        return reverse("forum:outbox_mail", args=[self.pk])
