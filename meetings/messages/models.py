"""Messages: a draft, then sent to some of a meeting's people or of the members, and read again by those who got it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from forum.base.removal import Removable
from forum.base.visibility import Protected, ProtectedQuerySet
from forum.mail.models import OutboxMail
from forum.people.models import Member
from forum.receivers.models import ReceiverList
from meetings.meeting.models import Meeting


class MessageQuerySet(ProtectedQuerySet):
    def sent(self) -> Self:
        return self.filter(sent_at__isnull=False)

    def log(self) -> Self:
        """Drafts first, then what was sent, the newest first; with who wrote it."""
        newest_first = self.order_by(models.F("sent_at").desc(nulls_first=True), "-pk")
        return newest_first.select_related("by", "list", "meeting")


@pghistory.track()
class Message(Protected, Removable):
    """A message of the secretariat. Until it is sent it is a draft, which only the secretariat sees.

    Read again by the secretariat and its receivers alone; what is about a closed meeting, by those who may see that.
    """

    class To(models.TextChoices):
        ALL = "all", "alle"
        COMING = "coming", "dem, der kommer"
        WITH_GUESTS = "with_guests", "dem, der kommer, også gæster"
        GUESTS = "guests", "gæsterne"
        SILENT = "silent", "dem, der ikke har svaret"
        PRESENT = "present", "dem, der var med"
        AUTHORITIES = "authorities", "ordregiverne"
        SUPPLIERS = "suppliers", "leverandørerne"
        SKI = "ski", "SKI"
        LIST = "list", "en liste"

    audience_paths = ("meeting__audience",)
    optional_parents = ("meeting",)
    published = Q(pk__in=[])  # for nobody but the secretariat and those who got it
    own_paths = ("receipts__member",)
    grant_paths: ClassVar = {"meetings.meeting": "meeting", "meetings.agendaitem": "meeting__items"}
    not_removed = Q(removed_at=None)

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="messages", verbose_name="møde"
    )  # none: a message to the members
    to = models.CharField("til", max_length=11, choices=To)
    list = models.ForeignKey(
        ReceiverList, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="modtagerliste"
    )
    subject = models.CharField("emne", max_length=120)
    text = models.TextField("besked")  # Markdown
    by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="fra")
    written_at = models.DateTimeField("skrevet", default=timezone.now)
    sent_at = models.DateTimeField("sendt", null=True, blank=True)
    receivers = models.PositiveIntegerField("modtagere", null=True, blank=True)  # how many it was sent to
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "besked"
        verbose_name_plural = "beskeder"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="sent_message_is_counted",
                condition=Q(sent_at=None, receivers=None)
                | Q(sent_at__isnull=False, receivers__isnull=False, receivers__gt=0, removed_at=None),
            ),
            models.CheckConstraint(
                name="message_to_list_names_it",
                condition=Q(to="list", list__isnull=False) | ~Q(to="list") & Q(list=None),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("meetings:message", args=[self.pk])

    @property
    def whom(self) -> str:
        """Whom it is to, in words: »dem, der kommer«, »Styregruppen«."""
        if self.list:
            return self.list.name
        if self.to == self.To.ALL:
            return "alle indkaldte" if self.meeting_id else "alle medlemmer"
        return str(self.get_to_display())


@pghistory.track()
class MessageReceipt(models.Model):
    """One receiver of a sent message; somebody outside the forum is known by the mail alone."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="receipts")
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    mail = models.OneToOneField(OutboxMail, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "modtager af besked"
        verbose_name_plural = "modtagere af beskeder"
        constraints = [models.UniqueConstraint(fields=["message", "member"], name="one_receipt_a_member")]

    def __str__(self) -> str:
        return str(self.member or self.mail.to_address)

    @classmethod
    def of_mail(cls, mail: OutboxMail) -> Any:
        """What the mail was sent for; None when that was undone."""
        return cls.objects.filter(mail=mail).select_related("message__meeting", "message__list", "message__by").first()
