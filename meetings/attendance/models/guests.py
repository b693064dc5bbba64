"""Guests: people without a seat who are invited to a meeting or to some of its items."""

from __future__ import annotations

from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from forum.base.removal import Removable
from forum.base.stale import digest
from forum.base.visibility import Protected, ProtectedQuerySet, audience_field
from forum.people.models import Grant, Member
from meetings.agenda.models import AgendaItem
from meetings.attendance.models.attendance import Attendance
from meetings.meeting.models import Meeting


class GuestQuerySet(ProtectedQuerySet):
    def invited(self, meeting: Meeting) -> Self:
        """Those of the meeting whose invitation stands, by name, each with the items."""
        return self.filter(meeting=meeting, removed_at=None).prefetch_related("items").order_by("name", "pk")

    def told(self, meeting: Meeting) -> Self:
        """Those who have been told of the meeting, and hear of what changes."""
        return self.invited(meeting).exclude(told_begins=None)

    def untold(self, meeting: Meeting) -> Self:
        """Those who are told when the meeting is convened."""
        return self.invited(meeting).filter(told_begins=None)


@pghistory.track()
class Guest(Protected, Removable):
    """One guest of one meeting: of the items named, or without any of the whole meeting.

    The member is who is mailed and let in (see `forum.people` Grant); the name is what the minutes say, and stays.
    """

    class Answer(models.TextChoices):
        YES = "yes", "Kommer"
        ONLINE = "online", "Er med online"
        NO = "no", "Kommer ikke"

    COMING = (Answer.YES, Answer.ONLINE)
    # Who may read all that the guest is there for may know of the guest
    audience_paths = ("audience", "meeting__audience")
    hidden_paths = ("items__disqualified",)
    published = ~Q(meeting__state="planned")
    not_removed = Q(removed_at=None, meeting__removed_at=None)

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="guests", verbose_name="møde")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="guest_at", verbose_name="person"
    )
    name = models.CharField("navn", max_length=120)
    organisation = models.CharField("organisation", max_length=200, blank=True)
    items = models.ManyToManyField(
        AgendaItem, through="GuestItem", blank=True, related_name="guests", verbose_name="punkter"
    )
    audience = audience_field()  # how closed what the guest reads may be
    is_online = models.BooleanField("deltager online", default=False)
    answer = models.CharField("svar", max_length=6, choices=Answer, blank=True)
    answered_at = models.DateTimeField("svaret den", null=True, blank=True)
    via = models.CharField("svaret hvordan", max_length=11, choices=Attendance.Via, blank=True)
    was_present = models.BooleanField("var til stede", null=True, blank=True)
    invited_by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="inviteret af")
    invited_at = models.DateTimeField("inviteret")
    # What the guest was told last, in mail and calendar; none before the meeting is convened
    told_begins = models.DateTimeField("begynder", null=True, blank=True)
    told_ends = models.DateTimeField("slutter", null=True, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)  # RFC 5545 SEQUENCE

    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = "gæst"
        verbose_name_plural = "gæster"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                condition=Q(removed_at=None, member__isnull=False),
                name="one_guest_a_person",
            ),
            models.CheckConstraint(
                name="guest_is_told_from_and_to",
                condition=Q(told_begins=None, told_ends=None) | Q(told_begins__isnull=False, told_ends__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """»Anna Ekspert, Teknologisk Institut«."""
        return ", ".join(filter(None, [self.name, self.organisation]))

    @property
    def item_numbers(self) -> str:
        """»3, 5«; "" for a guest of the whole meeting. Lists prefetch `items`."""
        return ", ".join(str(item.number) for item in sorted(self.items.all(), key=lambda item: item.number))

    @property
    def comes(self) -> bool:
        return self.answer in self.COMING

    @property
    def revision(self) -> str:
        """Changes with what the guest's form edits."""
        items = sorted(item.pk for item in self.items.all())
        return digest(self.name, self.organisation, self.member_id, self.audience, self.is_online, items)

    def grants(self) -> models.QuerySet[Grant]:
        """What lets the guest in: all that the person has as a guest of this meeting and of its items."""
        items = AgendaItem._base_manager.filter(meeting=self.meeting_id).values("pk")
        on_meeting = Q(thing=Meeting._meta.label_lower, thing_id=self.meeting_id)
        on_items = Q(thing=AgendaItem._meta.label_lower, thing_id__in=items)
        return Grant.objects.filter(on_meeting | on_items, kind=Grant.Kind.GUEST, member=self.member_id)

    @classmethod
    def of(cls, member: Member, meeting: Meeting) -> Guest | None:
        """The member's own part in the meeting."""
        return cls.objects.invited(meeting).filter(member=member).first()

    @classmethod
    def invited_with(cls, pk: int) -> Guest | None:
        """The guest of this number, whose invitation stands."""
        return cls.objects.filter(pk=pk, removed_at=None).select_related("meeting", "member").first()


@pghistory.track()
class GuestItem(models.Model):
    """That a guest is there for an item."""

    hidden_paths = ("item__disqualified",)  # of its history; it is read through the guest and the item

    guest = models.ForeignKey(Guest, models.CASCADE, related_name="+")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "gæst ved punkt"
        verbose_name_plural = "gæster ved punkter"
        constraints = [models.UniqueConstraint(fields=["guest", "item"], name="one_guest_an_item")]

    def __str__(self) -> str:
        return f"{self.guest}: {self.item}"
