"""Who comes: the answer to the convocation, and who was there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.base.dates import local
from forum.base.visibility import Protected, ProtectedQuerySet, Viewer
from forum.people.models import Grant, Member, Seat, SeatHolding
from meetings.meeting.models import Meeting


class AttendanceQuerySet(ProtectedQuerySet):
    def coming(self) -> Self:
        return self.filter(answer__in=Attendance.COMING)

    def by_stand_in(self, member: Member, meetings: Iterable[Meeting]) -> Self:
        """The answers by which this member comes instead of a seat's holder, with the seat."""
        return self.filter(substitute=member, meeting__in=meetings).select_related("seat__organisation")


@pghistory.track()
class Attendance(Protected):
    class Answer(models.TextChoices):
        YES = "yes", "Deltager"
        ONLINE = "online", "Deltager online"
        NO = "no", "Afbud"
        SUBSTITUTE = "substitute", "Stedfortræder"

    class Via(models.TextChoices):
        PAGE = "page", "på siden"
        MAIL = "mail", "via link i mail"
        SECRETARIAT = "secretariat", "af sekretariatet"

    COMING = (Answer.YES, Answer.ONLINE, Answer.SUBSTITUTE)
    audience_paths = ("meeting__audience",)
    published = ~Q(meeting__state="planned")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name="møde")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances", verbose_name="plads")
    answer = models.CharField("svar", max_length=10, choices=Answer, blank=True)
    substitute_name = models.CharField("stedfortræderens navn", max_length=120, blank=True)
    # The one named, when a mail address was given: called like the seat's holder, and let in by a grant
    substitute = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="stedfortræder med mailadresse"
    )
    is_stand_in_online = models.BooleanField("stedfortræderen er med online", default=False, db_default=False)
    answered_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="svaret af"
    )
    answered_at = models.DateTimeField("svaret den", null=True, blank=True)
    via = models.CharField("svaret hvordan", max_length=11, choices=Via, blank=True)
    was_present = models.BooleanField("var til stede", null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "deltagelse"
        verbose_name_plural = "deltagelse"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="one_answer_a_seat"),
            models.CheckConstraint(
                name="substitute_is_named",
                condition=(Q(answer="substitute") & ~Q(substitute_name=""))
                | (~Q(answer="substitute") & Q(substitute_name="")),
            ),
            models.CheckConstraint(
                name="only_a_substitute_is_called", condition=Q(substitute=None) | Q(answer="substitute")
            ),
        ]

    def __str__(self) -> str:
        return str(self.seat)  # without the answer: older lines of the history are named by the row as it is now

    @classmethod
    def stands_in(cls, viewer: Viewer, meeting_id: int, seat_id: int) -> bool:
        """Whether the viewer is called to this meeting instead of the seat's holder, now."""
        if not any(grant.kind == Grant.Kind.SUBSTITUTE for grant in viewer.grants_on(Meeting, meeting_id)):
            return False
        return cls.objects.filter(meeting=meeting_id, seat=seat_id, substitute=viewer.member_id).exists()

    @property
    def is_confirmed(self) -> bool:
        """The substitute who is called has said yes, too."""
        return self.substitute_id is not None and self.answered_by_id == self.substitute_id

    @property
    def stand_ins_answer(self) -> str:
        """What the substitute who is called has said: yes, or online; "" before that."""
        if not self.is_confirmed:
            return ""
        return str(self.Answer.ONLINE if self.is_stand_in_online else self.Answer.YES)

    def is_inherited_by(self, holding: SeatHolding) -> bool:
        """Somebody else gave the answer before this holding of the seat began; its member is to be asked.

        A standing substitute inherits nothing: the seat's answer is the holder's.
        """
        is_anothers = self.answered_by_id not in {None, holding.member_id} and not holding.is_substitute
        if not self.answer or self.answered_at is None or not is_anothers:
            return False
        day = local(self.answered_at).date()
        is_for_holder = self.via == self.Via.SECRETARIAT or self.is_confirmed
        return day < holding.since or (day == holding.since and not is_for_holder)


class Wish(Protected):
    """What a person needs at a meeting, of food or of access: read by that person and the secretariat, then deleted.

    It may tell of a person's health, so it has no history, and stands in no mail.
    """

    audience_paths = ("meeting__audience",)
    published = Q(pk__in=[])  # for nobody but the secretariat and who wrote it
    own_paths = ("by",)
    grant_paths: ClassVar = {"meetings.meeting": "meeting"}  # to a substitute: their own alone, see `published`

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="wishes", verbose_name="møde")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name="plads")
    by = models.ForeignKey(Member, models.CASCADE, related_name="+", verbose_name="skrevet af")
    text = models.CharField("ønsker til mad eller adgang", max_length=300)
    at = models.DateTimeField("skrevet", default=timezone.now)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "ønske til mad eller adgang"
        verbose_name_plural = "ønsker til mad og adgang"
        constraints = [models.UniqueConstraint(fields=["meeting", "seat", "by"], name="one_wish_a_person_a_seat")]

    def __str__(self) -> str:
        return self.text
