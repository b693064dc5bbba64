"""Ways in: invitations by the secretariat, and requests to join from the public. And a member's own data as a PDF."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from forum.base.compiled_queries import Param
from forum.base.stale import digest
from forum.base.visibility import Audience, Protected, ProtectedQuerySet
from forum.files.models import StoredFile
from forum.jobs.models import HasJob, with_job
from forum.people.models.members import Member, new_secret
from forum.people.models.seats import Seat

RECENT = timedelta(days=60)  # so long an answered invitation stands among those that are chased


class InvitationQuerySet(ProtectedQuerySet):
    def open(self, now: datetime | Param) -> Self:
        return self.silent().filter(expires_at__gt=now)

    def silent(self) -> Self:
        """Those that nobody has answered, also when they have run out."""
        return self.filter(state=Invitation.State.SENT)

    def expired(self, now: datetime | Param) -> Self:
        """Those that ran out before anybody answered."""
        return self.silent().filter(expires_at__lte=now)

    def current(self, now: datetime) -> Self:
        """Those that wait for an answer, and those of the last two months that have one."""
        recent = Q(created_at__gte=now - RECENT) & ~Q(state=Invitation.State.WITHDRAWN)
        return self.filter(Q(state=Invitation.State.SENT) | recent)


# Only its course is kept in the append-only history: what people wrote to each other must be erasable
@pghistory.track(exclude=["nonce", "greeting", "answer", "opened_at"])
class Invitation(Protected):
    """A single-use, expiring way to become a member; its link is signed over the row and the nonce."""

    class State(models.TextChoices):
        SENT = "sent", "Sendt"
        ACCEPTED = "accepted", "Taget imod"
        DECLINED = "declined", "Nej tak"
        WITHDRAWN = "withdrawn", "Trukket tilbage"

    NEXT: ClassVar = {
        State.SENT: (State.ACCEPTED, State.DECLINED, State.WITHDRAWN),
        State.WITHDRAWN: (State.SENT,),
    }
    fixed_audience = Audience.SECRETARIAT

    email = models.EmailField("mailadresse")
    name = models.CharField("navn", max_length=120, blank=True)
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name="plads"
    )
    is_substitute = models.BooleanField("som fast stedfortræder", default=False)
    is_secretariat = models.BooleanField("til sekretariatet", default=False)
    state = models.CharField("tilstand", max_length=9, choices=State, default=State.SENT)
    nonce = models.CharField(max_length=64, default=new_secret, editable=False)  # a new one voids links sent before
    invited_by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="inviteret af")
    created_at = models.DateTimeField("oprettet", auto_now_add=True)
    expires_at = models.DateTimeField("udløber")
    greeting = models.TextField("personlig hilsen", max_length=600, blank=True, default="", db_default="")
    sent_at = models.DateTimeField("sendt", null=True, blank=True)  # with its present link
    reminded_at = models.DateTimeField("påmindet", null=True, blank=True)
    opened_at = models.DateTimeField("åbnet", null=True, blank=True)
    answer = models.TextField("ord med svaret", max_length=1000, blank=True, default="", db_default="")
    answered_at = models.DateTimeField("besvaret", null=True, blank=True)
    member = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="blev til"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitationer"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=Q(state="sent"), name="one_open_invitation_an_address"),
            models.CheckConstraint(
                name="invitation_leads_somewhere", condition=Q(seat__isnull=False) | Q(is_secretariat=True)
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def called(self) -> str:
        """What the secretariat calls the invited: the name, or else the address."""
        return self.name or self.email

    @property
    def revision(self) -> str:
        """What the row of the list was filled from: another address and another answer give another."""
        return digest(self.state, self.email, self.nonce)


# Only its course is kept in the append-only trail: what a stranger wrote about themselves must be erasable
@pghistory.track(exclude=["name", "email", "organisation", "why", "answer"])
class JoinRequest(Protected):
    """A request to join (»Bliv en del af forummet«): asked by anyone, confirmed by mail, then answered."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", "Afventer bekræftelse"
        CONFIRMED = "confirmed", "Til behandling"
        APPROVED = "approved", "Imødekommet"
        DECLINED = "declined", "Afslået"

    NEXT: ClassVar = {
        State.UNCONFIRMED: (State.CONFIRMED,),
        State.CONFIRMED: (State.APPROVED, State.DECLINED),
    }
    fixed_audience = Audience.SECRETARIAT

    name = models.CharField("navn", max_length=120)
    email = models.EmailField("mailadresse")
    organisation = models.CharField("organisation", max_length=120)
    why = models.TextField("hvorfor", max_length=2000)
    state = models.CharField("tilstand", max_length=11, choices=State, default=State.UNCONFIRMED)
    created_at = models.DateTimeField("modtaget", auto_now_add=True)
    answer = models.TextField("svar", blank=True)
    answered_at = models.DateTimeField("besvaret", null=True, blank=True)
    answered_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="besvaret af"
    )
    invitation = models.OneToOneField(Invitation, models.SET_NULL, null=True, blank=True, related_name="join_request")

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "ansøgning om plads"
        verbose_name_plural = "ansøgninger om plads"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=Q(state__in=["unconfirmed", "confirmed"]), name="one_open_request_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}"


class OwnDataPdfQuerySet(ProtectedQuerySet):
    def with_job(self) -> Self:
        return with_job(self.select_related("file"))


@pghistory.track(fields=["member", "asked_at"], model_name="OwnDataPdfEvent")
class OwnDataPdf(Protected, HasJob):
    """What is kept under one member, as a PDF that the member asked for; nobody else sees it."""

    owner_only = "member"

    member = models.OneToOneField(Member, models.CASCADE, related_name="own_data_pdf", verbose_name="medlem")
    file = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="own_data_pdf", verbose_name="fil"
    )
    asked_at = models.DateTimeField("bestilt", default=timezone.now)

    objects = OwnDataPdfQuerySet.as_manager()

    class Meta:
        verbose_name = "egne data som PDF"
        verbose_name_plural = "egne data som PDF"

    def __str__(self) -> str:
        return "Egne data som PDF"

    @classmethod
    def of(cls, member: Member) -> OwnDataPdf | None:
        """The member's own, with its job; None when none was asked for."""
        found: OwnDataPdf | None = cls.objects.with_job().filter(member=member).first()
        return found
