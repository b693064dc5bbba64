"""Who comes: the answer to the convocation, and who was there."""

from __future__ import annotations

from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from forum.base.visibility import Protected, ProtectedQuerySet
from forum.people.models import Member, Seat
from meetings.meeting.models import Meeting


class AttendanceQuerySet(ProtectedQuerySet):
    def coming(self) -> Self:
        return self.filter(answer__in=Attendance.COMING)


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
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_answer_display()}"
