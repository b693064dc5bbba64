"""Minutes: a note per agenda item, beside its decisions; released, approved and locked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from forum.base.removal import Removable
from forum.base.search_index import StoredVector
from forum.base.stale import digest
from forum.base.unsent import Correctable, CorrectableQuerySet
from forum.base.visibility import Protected, ProtectedQuerySet
from forum.people.models import Member
from meetings.agenda.models.items import AgendaItem
from meetings.attendance.models import Attendance
from meetings.meeting.models import MINUTES_RELEASED, Meeting
from meetings.minutes.models.content_hash import hash_of
from meetings.minutes.models.decisions import Decision


@pghistory.track()
class Minutes(Correctable, Protected):
    class State(models.TextChoices):
        DRAFT = "draft", "Kladde"
        REMARKS = "remarks", "Til bemærkninger"
        CORRECTED = "corrected", "Rettet"
        APPROVED = "approved", "Godkendt"
        LOCKED = "locked", "Låst"

    NEXT: ClassVar = {
        State.DRAFT: (State.REMARKS,),
        State.REMARKS: (State.CORRECTED, State.APPROVED, State.DRAFT),
        State.CORRECTED: (State.REMARKS, State.APPROVED, State.DRAFT),
        # Reopened, with a reason: readers keep the page, the approval is gone
        State.APPROVED: (State.LOCKED, State.CORRECTED),
        State.LOCKED: (State.CORRECTED,),
    }
    audience_paths = ("meeting__audience",)
    published = Q(state__in=MINUTES_RELEASED)

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes", verbose_name="møde")
    state = models.CharField("tilstand", max_length=9, choices=State, default=State.DRAFT)
    released_at = models.DateTimeField("frigivet", null=True, blank=True)
    remarks_due = models.DateField("bemærkninger senest", null=True, blank=True)
    approved_at = models.DateTimeField("godkendt", null=True, blank=True)
    approved_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="godkendt af"
    )
    approved_hash = models.CharField("godkendt indhold (SHA-256)", max_length=64, blank=True)
    also_present = models.CharField(
        "desuden deltog", max_length=500, blank=True, help_text="Sekretariat, oplægsholdere og gæster."
    )
    # Who was there, by name: as it stood at the approval, for people leave and approved papers stay as they were; while
    # the minutes are corrected, as it was sent
    presence = models.JSONField("deltagere ved godkendelsen", default=list, blank=True)
    reopened_because = models.CharField("hvorfor genåbnet", max_length=300, blank=True)

    events: Any  # its history (pghistory)
    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "referat"
        verbose_name_plural = "referater"
        constraints = [
            models.CheckConstraint(
                name="approval_is_bound_to_content",
                condition=Q(state__in=["approved", "locked"]) & ~Q(approved_hash="") & Q(approved_at__isnull=False)
                | ~Q(state__in=["approved", "locked"]) & Q(approved_hash=""),
            ),
            models.CheckConstraint(
                name="released_minutes_have_date",
                condition=Q(state="draft") | Q(released_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Referat af {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:minutes", args=[self.meeting.slug])

    @property
    def revision(self) -> str:
        """What a release or an approval is bound to: the hash of everything that the minutes say."""
        return self.content_hash()

    def said(self) -> dict[str, Any]:
        return {"also_present": self.also_present}

    @property
    def state_for_readers(self) -> str:
        """What their readers are told that the minutes are: they hear of a correction when it is sent."""
        if self.state != self.State.CORRECTED:
            return str(self.get_state_display())
        return str(self.State.REMARKS.label) if self.remarks_due else "Genåbnet"

    @property
    def sending(self) -> str:
        """Which text the members were sent last: another one for each sending, "" before the first."""
        return f"{self.released_at.astimezone(UTC):%Y%m%dT%H%M%S%f}" if self.released_at else ""

    @property
    def is_editable(self) -> bool:
        return self.state in {self.State.DRAFT, self.State.REMARKS, self.State.CORRECTED}

    @property
    def is_released(self) -> bool:
        return self.state in MINUTES_RELEASED

    @property
    def is_approved(self) -> bool:
        return self.state in {self.State.APPROVED, self.State.LOCKED}

    @property
    def approval_holds(self) -> bool:
        """True when the minutes are approved and still have the approved content (reads all of it)."""
        return self.is_approved and self.approved_hash == self.content_hash()

    @property
    def was_approved_like_this(self) -> bool:
        """True when the content is that of the last approval in the history (reads all of it)."""
        approvals = self.events.exclude(approved_hash="").order_by("-pgh_id")
        last = approvals.values_list("approved_hash", flat=True).first()
        return last == self.content_hash()

    def unsaved_items(self) -> list[int]:
        """Numbers of the items for which somebody's draft holds another text than the note."""
        unsaved = NoteDraft.unsaved().filter(note__item__meeting=self.meeting_id).order_by("note__item__number")
        return list(unsaved.values_list("note__item__number", flat=True).distinct())

    def is_empty(self) -> bool:
        """True when no item has a note with text or a decision."""
        here = Q(item__meeting_id=self.meeting_id, item__removed_at=None)
        notes = Note._base_manager.filter(here).exclude(text="")
        return not (notes.exists() or Decision._base_manager.filter(here, removed_at=None).exists())

    def has_presence(self) -> bool:
        return Attendance._base_manager.filter(meeting_id=self.meeting_id, was_present=True).exists()

    def content_hash(self) -> str:
        """SHA-256 over everything that the minutes say, corrections that are not sent included."""
        here = Q(item__meeting_id=self.meeting_id, item__removed_at=None)
        return hash_of(self, Note._base_manager.filter(here), Decision._base_manager.filter(here))


@pghistory.track()
class Note(Correctable, Protected):
    """What was said on an item. `revision` guards against two people writing over each other."""

    audience_paths = ("item__audience", "item__meeting__audience")
    hidden_paths = ("item__disqualified",)
    not_removed = Q(item__removed_at=None)
    published = Q(item__meeting__minutes__state__in=MINUTES_RELEASED)

    in_correction = Q(item__removed_at=None)

    item = models.OneToOneField(AgendaItem, models.CASCADE, related_name="note", verbose_name="punkt")
    text = models.TextField("referat", blank=True)  # Markdown
    revision = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", verbose_name="gemt af")
    saved_at = models.DateTimeField("gemt", default=timezone.now)

    vector = StoredVector("text")
    objects = CorrectableQuerySet.as_manager()

    class Meta:
        verbose_name = "note"
        verbose_name_plural = "noter"

    def __str__(self) -> str:
        return f"Note til {self.item}"

    def said(self) -> dict[str, Any]:
        return {"text": self.text}

    @property
    def kept_at(self) -> datetime | None:
        """When somebody saved the note; None for a note that only has drafts."""
        return self.saved_at if self.saved_by_id else None


class NoteDraft(Protected, Removable):
    """One person's unsaved text of a note, kept by autosave until saved or thrown away; read by that person alone."""

    audience_paths = ("note__item__audience", "note__item__meeting__audience")
    hidden_paths = ("note__item__disqualified",)
    owner_only = "member"
    not_removed = Q(removed_at=None)

    note = models.ForeignKey(Note, models.CASCADE, related_name="drafts")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    note_revision = models.PositiveIntegerField()  # the note's revision the person began from
    saved_at = models.DateTimeField(default=timezone.now)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "kladde til note"
        verbose_name_plural = "kladder til noter"
        constraints = [models.UniqueConstraint(fields=["note", "member"], name="one_draft_a_person")]

    def __str__(self) -> str:
        return f"Kladde til {self.note}"

    @classmethod
    def unsaved(cls) -> models.QuerySet[NoteDraft]:
        """Anybody's drafts that differ from their note, to be counted: what they say is told to nobody."""
        saved = Coalesce(KeyTextTransform("text", F("note__unsent")), F("note__text"))
        return cls.objects.filter(removed_at=None, note__item__removed_at=None).exclude(text=saved)

    @property
    def revision(self) -> str:
        """Changes with the draft's text."""
        return digest(self.text)
