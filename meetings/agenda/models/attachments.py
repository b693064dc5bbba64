"""Attachments of agenda items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse

from forum.base.removal import Removable
from forum.base.search_index import StoredVector
from forum.base.stale import digest
from forum.base.visibility import Audience, Protected, ProtectedQuerySet, audience_field
from forum.copies.models import opens_in_place
from forum.files.models import StoredFile
from forum.people.models import Member
from meetings.agenda.models.items import AgendaItem
from meetings.agenda.models.pauses import Pause
from meetings.meeting.models import Meeting


@pghistory.track()
class Attachment(Protected, Removable):
    audience_paths = ("audience", "item__audience", "item__meeting__audience")
    hidden_paths = ("item__disqualified",)
    grant_paths: ClassVar = {"meetings.meeting": "item__meeting", "meetings.agendaitem": "item"}
    published = Q(item__meeting__agenda_version__gt=0, item__awaits_release=False)
    not_removed = Q(removed_at=None, item__removed_at=None, item__meeting__removed_at=None)

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="attachments", verbose_name="punkt")
    title = models.CharField("titel", max_length=200)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="attachment", verbose_name="fil")
    audience = audience_field(Audience.MEMBERS)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)
    version = models.PositiveSmallIntegerField("version", default=1, db_default=1, editable=False)
    # When a file that members could read was last replaced by this one; None: they have read no other
    renewed_at = models.DateTimeField("ny version", null=True, blank=True, editable=False)
    added_by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="lagt op af")

    note: str  # beside the title on the meeting's page, set by `agenda.display`
    vector = StoredVector("title")
    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "bilag"
        verbose_name_plural = "bilag"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:attachment", args=[self.pk])

    @property
    def shown_url(self) -> str:
        """Where the file opens in the browser; "" for one of a kind that is for download alone."""
        return reverse("meetings:attachment_shown", args=[self.pk]) if opens_in_place(self.file) else ""

    @property
    def revision(self) -> str:
        """Changes with what the attachment's forms edit: its title, its audience and its file."""
        return digest(self.title, self.audience, self.version)


@pghistory.track()
class AttachmentVersion(Protected):
    """A file that an attachment had before: never changed, and read by whoever may read the attachment now.

    Of its own audience, that of the attachment when the file was replaced, and the attachment's audience now, the
    stricter stands. Members read it only when it was released: what was replaced before that is a draft.
    """

    audience_paths = ("audience", "attachment__audience", "attachment__item__audience",
                      "attachment__item__meeting__audience")  # fmt: skip
    hidden_paths = ("attachment__item__disqualified",)
    grant_paths: ClassVar = {"meetings.meeting": "attachment__item__meeting", "meetings.agendaitem": "attachment__item"}
    published = Q(
        was_released=True, attachment__item__meeting__agenda_version__gt=0, attachment__item__awaits_release=False
    )
    not_removed = Q(
        attachment__removed_at=None, attachment__item__removed_at=None, attachment__item__meeting__removed_at=None
    )

    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="versions", verbose_name="bilag")
    number = models.PositiveSmallIntegerField("version")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="attachment_version", verbose_name="fil")
    audience = audience_field(Audience.MEMBERS)
    was_released = models.BooleanField("var frigivet", default=False)
    renewed_at = models.DateTimeField("var selv ny version", null=True, blank=True, editable=False)
    added_by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="lagt op af")
    replaced_at = models.DateTimeField("afløst")

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "tidligere version af bilag"
        verbose_name_plural = "tidligere versioner af bilag"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["attachment", "number"], name="one_file_a_version")]

    def __str__(self) -> str:
        return f"{self.attachment}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:attachment_version", args=[self.pk])


def has_changed_since_release(meeting: Meeting) -> bool:
    """Whether an item, a pause or an attachment is new, changed, moved or gone since the agenda was last released."""
    since = meeting.released_at
    if since is None:
        return True
    items = AgendaItem.objects.filter(meeting=meeting)
    pauses = Pause.objects.filter(meeting=meeting)
    attachments = Attachment.objects.filter(item__meeting=meeting)
    return (
        items.filter(Q(awaits_release=True) | Q(changed_at__gt=since) | Q(removed_at__gt=since)).exists()
        or pauses.filter(Q(changed_at__gt=since) | Q(removed_at__gt=since)).exists()
        or attachments.filter(Q(file__created_at__gt=since) | Q(removed_at__gt=since)).exists()
    )


def scan_remark(scans: Sequence[str]) -> str:
    """Said once of attachments that stand together when none of them is scanned; "" when each must say it itself."""
    if not scans or any(scan != StoredFile.Scan.UNSCANNED for scan in scans):
        return ""
    return f"{'Bilagene' if len(scans) > 1 else 'Bilaget'} er ikke scannet for virus."
